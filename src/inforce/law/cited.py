"""Every cite that an answer about an offense may give, with the place of the text that gives it."""

from __future__ import annotations

from collections.abc import Iterator

from inforce.law.lowered import LoweredElement, LoweredNote, LoweredPresumption, LoweredRow, Offense


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
