"""Every cite of a rule names a provision, an act or a decision that the library holds."""

from __future__ import annotations

from collections.abc import Iterator

from inforce.facts.diagnostics import Diagnostic, Place, nearest
from inforce.facts.frozen import Frozen
from inforce.law.cites import path_of
from inforce.law.load.library import Loaded
from inforce.law.model import Jurisdiction


def check(loaded: Loaded) -> list[Diagnostic]:
    """Cites that lead nowhere."""
    found = []
    for code in loaded.library.jurisdictions.values():
        provisions: dict[str, set[str]] = {}
        for file in code.files:
            provisions.setdefault(file.section, set()).update(p.name for p in file.provisions)
        for file in code.files:
            for provision in file.provisions:
                for cite, place in _cites(provision.rules, provision.place):
                    if not _known(cite, code, provisions):
                        near = nearest(cite, [s + p for s, names in provisions.items() for p in names])
                        hint = f"nearest: {'; '.join(near)}" if near else ""
                        found.append(Diagnostic("unknown-cite", place, f"the library holds nothing cited {cite}", hint))
    return found


def _known(cite: str, code: Jurisdiction, provisions: dict[str, set[str]]) -> bool:
    if cite in ("", "all", "every offense"):
        return True
    if any(cite.startswith(act.name) for act in code.acts.values()):
        return True
    if any(cite in (decision.cite, decision.name) for decision in code.decisions.values()):
        return True
    path = path_of(cite, code.codes)
    if path is None or len(path) < 3:
        return False
    for section, names in provisions.items():
        own = path_of(section, code.codes)
        if own is not None and own[:3] == path[:3]:
            parts = "".join(path[3:])
            return not parts or any(parts.startswith(name) or name.startswith(parts) for name in names)
    return False


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
