"""Cites and what they lead to: those that an answer about an offense may give, and whether a cite names something."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from inforce.law.cites import path_of
from inforce.law.lowered import LoweredElement, LoweredNote, LoweredPresumption, LoweredRow, Offense
from inforce.law.model import Jurisdiction


def cites_of(offense: Offense) -> Iterator[tuple[str, str]]:
    """Pairs of a full cite and a place: elements, rows, steps and their terms, defenses, ranges, burdens, notes."""
    parts: tuple[LoweredElement | LoweredRow, ...] = (*offense.elements, *offense.rows, offense.default, *offense.steps)
    for part in parts:
        yield part.cite, part.place
        for _, cite in part.terms:
            yield cite, part.place
    for defense in offense.defenses:
        yield defense.cite, defense.place
        if defense.by:
            yield defense.by, defense.place
    for sentence in offense.sentences:
        if sentence.cite:
            yield sentence.cite, offense.default.place
    for burden in (offense.burden, *(d.burden for d in offense.defenses), *(p.burden for p in offense.presumptions)):
        if burden.cite:
            yield burden.cite, offense.default.place
    said: tuple[LoweredNote | LoweredPresumption, ...] = (*offense.notes, *offense.presumptions)
    for one in said:
        yield one.cite, offense.default.place


def stands(cite: str, provisions: Iterable[tuple[str, str]], jurisdiction: Jurisdiction) -> bool:
    """Whether a cite names one of some provisions (section, name), a part or a whole of one, or an act or decision of
    the registers."""
    if any(cite.startswith(act.name) for act in jurisdiction.acts.values()):
        return True
    if any(cite in (decision.cite, decision.name) for decision in jurisdiction.decisions.values()):
        return True
    path = path_of(cite, jurisdiction.codes)
    if path is None or len(path) < 3:
        return False
    parts = "".join(path[3:])
    for section, name in provisions:
        own = path_of(section, jurisdiction.codes)
        if own and own[:3] == path[:3] and (not parts or parts.startswith(name) or name.startswith(parts)):
            return True
    return False
