"""Every cite of a rule names a provision, an act or a decision that the library holds."""

from __future__ import annotations

from collections.abc import Iterator

from inforce.facts.diagnostics import Diagnostic, Place, nearest
from inforce.facts.frozen import Frozen
from inforce.law.cited import stands
from inforce.law.load.library import Loaded

NO_CITE = ("", "all", "every offense")


def check(loaded: Loaded) -> list[Diagnostic]:
    """Cites that lead nowhere."""
    found = []
    for code in loaded.library.jurisdictions.values():
        provisions = {(file.section, p.name): None for file in code.files for p in file.provisions}
        for file in code.files:
            for provision in file.provisions:
                for cite, place in _cites(provision.rules, provision.place):
                    if cite not in NO_CITE and not stands(cite, provisions, code):
                        near = nearest(cite, [section + name for section, name in provisions])
                        hint = f"nearest: {'; '.join(near)}" if near else ""
                        found.append(Diagnostic("unknown-cite", place, f"the library holds nothing cited {cite}", hint))
    return found


def _cites(value: object, place: Place) -> Iterator[tuple[str, Place]]:
    """Every cite in a rule, with the nearest place."""
    if isinstance(value, tuple):
        for part in value:
            yield from _cites(part, place)
    elif isinstance(value, Frozen):
        here = getattr(value, "place", place)
        for field in value._fields:
            part = getattr(value, field)
            if field in ("cite", "by", "canon") and isinstance(part, str):
                yield part, here
            elif field == "of" and type(value).__name__ != "CountRule":
                for cite in part if isinstance(part, tuple) else (part,):
                    yield cite, here
            elif isinstance(part, (tuple, Frozen)) and field not in ("when", "meaning", "place", "reaches"):
                yield from _cites(part, here)
