"""Show: a section or provision as it stood on a date, consolidated, each text with its act and source."""

from __future__ import annotations

from inforce.evaluate.text.answer import rule_lines
from inforce.evaluate.text.expressions import Words
from inforce.facts.dates import is_date
from inforce.facts.diagnostics import Diagnostic, Place, Refused
from inforce.facts.frozen import Frozen
from inforce.law.consolidate import boundaries, in_force
from inforce.law.load.library import Loaded
from inforce.law.model import Jurisdiction
from inforce.law.within import labels_of, named_by, readings_of

SHOW_SCHEMA = "show/1"


class ShownProvision(Frozen):
    """A provision in force. `reading` names the act followed where another act's text competes."""

    cite: str
    title: str
    prose: str
    rules: tuple[str, ...]
    act: str
    law: str
    effective: str
    reading: str
    preferred: bool
    source: str
    checked: str
    confidence: str


class Shown(Frozen):
    """A section on a date: its provisions, and the days on which any version of it began."""

    schema: str
    jurisdiction: str
    section: str
    on: str
    versions: tuple[str, ...]
    provisions: tuple[ShownProvision, ...]


def show(loaded: Loaded, cite: str, on: str) -> Shown:
    """The provisions of a cite that were in force on a date, under every reading.

    Raises Refused where the cite names nothing of the library (the nearest is offered) or the date is none.
    """
    if not is_date(on):
        raise Refused(Diagnostic("bad-date", Place("--on"), f"{on!r} is no date", "write a day as 2024-06-01"))
    jurisdiction, section, parts = named_by(loaded, cite)
    return _shown(loaded, jurisdiction, section, parts, cite, on)


def _shown(
    loaded: Loaded, jurisdiction: Jurisdiction, section: str, parts: tuple[str, ...], cite: str, on: str
) -> Shown:
    if on < jurisdiction.begins:
        message = f"{on} lies before the library of {jurisdiction.name}, which begins on {jurisdiction.begins}"
        raise Refused(Diagnostic("before-library", Place("--on"), message))
    preferred = in_force(jurisdiction, on, {})
    labels, ladder = labels_of(preferred)
    words = Words(loaded.vocabulary, labels, ladder)
    readings = readings_of(jurisdiction, section, on)
    found: list[ShownProvision] = []
    for item, reading, is_preferred in readings:
        name = item.provision.name
        if parts and not _overlaps(name, parts):
            continue
        act = jurisdiction.acts.get(item.file.act)
        found.append(
            ShownProvision(
                item.cite,
                item.provision.title,
                item.provision.prose,
                tuple(line for rule in item.provision.rules for line in rule_lines(rule, words)),
                act.name if act else "",
                act.law if act else "",
                act.effective if act else "",
                reading,
                is_preferred,
                item.file.source.url,
                item.file.source.checked,
                item.file.source.confidence,
            )
        )
    if not found:
        names = sorted({item.provision.name for item, _, _ in readings})
        hint = f"in force then: {' '.join(names)}" if names else "nothing of this section was in force then"
        raise Refused(Diagnostic("unknown-cite", Place("CITE"), f"{cite} was not in force on {on}", hint))
    own = [jurisdiction.acts[f.act].effective for f in jurisdiction.files if f.section == section]
    days = tuple(day for day in boundaries(jurisdiction) if day in own)
    return Shown(SHOW_SCHEMA, jurisdiction.id, section, on, days, tuple(found))


def _overlaps(name: str, parts: tuple[str, ...]) -> bool:
    """Whether a provision is the one asked for, holds it, or is part of it."""
    asked = "".join(parts)
    return name.startswith(asked) or asked.startswith(name)
