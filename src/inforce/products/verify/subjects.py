"""What verify asks about: offenses in force, alone and together, each text once for as long as it stood unchanged."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations, pairwise, permutations, product

from inforce.facts.frozen import Frozen
from inforce.law.cited import cites_of
from inforce.law.lowered import Offense, Version
from inforce.law.numbering import together


class Subject(Frozen):
    """Some offenses in force together, from a day until another. Of a passage from one version to the next, the first
    `old` of them were in force on the day before."""

    offenses: tuple[Offense, ...]
    begins: str
    ends: str  # excluded; empty: still in force
    old: int = 0


def alone(versions: tuple[Version, ...]) -> Iterator[Subject]:
    """Every offense under every reading."""
    yield from _spans(versions, lambda version: [(offense,) for offense in version.offenses])


def pairs(versions: tuple[Version, ...]) -> Iterator[Subject]:
    """Two completed offenses that can be in force together. Attempts are left out: whatever is completed, an attempt
    at something else can stand beside it, since it reads other facts for the act."""
    yield from _spans(versions, lambda version: list(combinations(_completed(version), 2)), together)


def ordered_pairs(versions: tuple[Version, ...]) -> Iterator[Subject]:
    """The same in either order."""
    yield from _spans(versions, lambda version: list(permutations(_completed(version), 2)), together)


def readings(versions: tuple[Version, ...]) -> Iterator[Subject]:
    """One offense under two readings, the preferred first."""
    yield from _spans(
        versions,
        lambda version: [
            (a, b) for a, b in combinations(version.offenses, 2) if a.id == b.id and a.reading != b.reading
        ],
    )


def passages(versions: tuple[Version, ...]) -> Iterator[Subject]:
    """The completed offenses of the day before a version begins and of that day; readings with the same elements are
    asked once."""
    for before, after in pairwise(versions):
        seen = set()
        for old, new in product(_choices(before), _choices(after)):
            elements = tuple(tuple(e.condition for e in offense.elements) for offense in (*old, *new))
            changed = elements[: len(old)] != elements[len(old) :]
            if changed and elements not in seen and together((*old, *new)):
                seen.add(elements)
                yield Subject((*old, *new), after.begins, "", len(old))


def reading_of(offenses: tuple[Offense, ...]) -> str:
    """The readings under which offenses stand, each once."""
    return " and ".join(dict.fromkeys(offense.reading for offense in offenses if offense.reading))


def _completed(version: Version) -> list[Offense]:
    return [offense for offense in version.offenses if not offense.of]


def _choices(version: Version) -> list[tuple[Offense, ...]]:
    """The completed offenses of a version under each combination of readings."""
    by_id: dict[str, list[Offense]] = {}
    for offense in _completed(version):
        by_id.setdefault(offense.id, []).append(offense)
    return [choice for choice in product(*by_id.values()) if together(choice)]


def _spans(
    versions: tuple[Version, ...],
    groups: Callable[[Version], list[tuple[Offense, ...]]],
    wanted: Callable[[tuple[Offense, ...]], bool] = lambda offenses: True,
) -> Iterator[Subject]:
    """The groups of all versions; one that stays the same is one subject from its first day to its last."""
    found: dict[tuple[Offense, ...], list[str]] = {}
    order: list[tuple[tuple[Offense, ...], list[str]]] = []
    for version in versions:
        for group in groups(version):
            if not wanted(group):
                continue
            span = found.get(group)
            if span is not None and span[1] == version.begins:
                span[1] = version.ends
            else:
                found[group] = span = [version.begins, version.ends]
                order.append((group, span))
    for group, (begins, ends) in order:
        yield Subject(group, begins, ends)


def sections_of(subject: Subject) -> set[str]:
    """The sections that a subject rests on: its own, and those of every text that its offenses cite."""
    cites = {cite for offense in subject.offenses for cite, _ in cites_of(offense)}
    return {offense.section for offense in subject.offenses} | {cite.split("(")[0] for cite in cites}


def name_of(offense: Offense) -> str:
    """An offense's cite, with the object of an attempt."""
    return f"{offense.cite} of {offense.of}" if offense.of else offense.cite
