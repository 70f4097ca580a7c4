"""Draws cases from the vocabulary, complete and partial, with values on both sides of every threshold of the law."""

from __future__ import annotations

from itertools import product

from hypothesis import strategies as st

from inforce.facts.case import Case
from inforce.facts.read_case import unknown_bits
from inforce.facts.vocabulary import UNBOUNDED, Vocabulary
from inforce.law.condition import Condition, Not, NotLess, intervals_in, variables_in
from inforce.law.consistency import state_of
from inforce.law.lowered import Code, Edition, Version
from inforce.law.questions import conditions_of

PROVISIONS = (
    "Tex. Penal Code § 43.26(a)",
    "Tex. Penal Code § 43.26(e)",
    "Tex. Penal Code § 43.02",
    "Tex. Penal Code § 30.02",
)
# One record for each way in which the rules of the library can tell records apart.
RECORDS = tuple(
    {"provision": provision, "disposition": disposition, "registrable": registrable, "level": 0}
    for provision in PROVISIONS
    for disposition in (0, 1)
    for registrable in (0, 1)
)


def thresholds(version: Version, code: Code) -> dict[int, list[int]]:
    """For each variable that the version tests, a value in each cell that its tests cut, both edges of each."""
    cuts: dict[int, set[int]] = {}
    for offense in version.offenses:
        for condition in conditions_of(offense):
            intervals_in(condition, lambda t: cuts.setdefault(t.variable, set()).update((t.low, t.high)))
    for must in code.musts:
        intervals_in(must, lambda t: cuts.setdefault(t.variable, set()).update((t.low, t.high)))
    found = {}
    for variable, points in cuts.items():
        of = code.variables[variable]
        values = {of.low}
        for point in points:
            values |= {value for value in (point - 1, point) if of.low <= value < min(of.high, UNBOUNDED)}
        found[variable] = sorted(values)
    for must in code.musts:
        # Numbers that a rule of consistency relates need each other's values among their choices.
        related = variables_in(must) if any(isinstance(part, NotLess) for part in parts_of(must)) else set()
        numbers = {variable for variable in related if code.variables[variable].high > 2}
        shared = sorted({value for variable in numbers for value in found.get(variable, [0])})
        for variable in numbers:
            found[variable] = shared
    return found


def parts_of(condition: Condition) -> list[Condition]:
    """A condition and everything inside it."""
    inner = [condition.part] if isinstance(condition, Not) else getattr(condition, "parts", ())
    return [condition, *(part for one in inner for part in parts_of(one))]


def consistent(values: dict[int, int], edition: Edition) -> bool:
    """Whether the vocabulary's rules hold for a completion."""

    def known(fact: str, position: int = 0) -> tuple[int, int]:
        value = values[edition.vocabulary.facts[fact].first + position]
        return value, value + 1

    return all(state_of(must, known) for must, _ in edition.musts)


def case_of(
    vocabulary: Vocabulary, date: str, values: dict[int, int | None], priors: tuple[dict[str, object], ...] | None
) -> Case:
    """A case with the given variables known; `priors` None leaves the list unknown."""
    full = [values.get(position) for position in range(len(vocabulary.variables))]
    records = {} if priors is None else {"priors": priors}
    return Case(
        "drawn", ("us-tx",), date, date, tuple(full), unknown_bits(full), {}, records, frozenset(), (), "drawn:1"
    )


def draw_complete(
    data: st.DataObject, edition: Edition, version: Version, code: Code
) -> tuple[dict[int, int], tuple[dict[str, object], ...]]:
    """A complete, consistent case: a value for every variable of the vocabulary, and a list of priors."""
    vocabulary = edition.vocabulary
    at = thresholds(version, code)
    values: dict[int, int] = {}
    for position, of in enumerate(vocabulary.variables):
        choices = at.get(position, [of.low])
        values[position] = data.draw(st.sampled_from(choices), label=of.id)
    # Most draws should get past the elements, or the tables would go untested.
    if data.draw(st.booleans(), label="likely"):
        for position, of in enumerate(vocabulary.variables):
            likely = LIKELY.get(of.id)
            if likely is not None:
                values[position] = likely
    at_fact = {of.id: position for position, of in enumerate(vocabulary.variables)}
    if not consistent(values, edition):
        values[at_fact["sexual_conduct"]] = 1
        values[at_fact["indistinguishable"]] = int(values[at_fact["kind"]] == 2)
        values[at_fact["identical_depictions"]] = min(
            values[at_fact["identical_depictions"]], values[at_fact["depictions"]]
        )
        values[at_fact["sexual_assault_child_age"]] = max(
            values[at_fact["sexual_assault_child_age"]], values[at_fact["youngest_age"]]
        )
    assert consistent(values, edition)
    priors = tuple(data.draw(st.lists(st.sampled_from(RECORDS), max_size=3), label="priors"))
    return values, priors


LIKELY = {
    "mental_state": 3,
    "sexual_conduct": 1,
    "medium": 1,
    "knows_minor": 2,
    "knows_appears_minor": 2,
    "possesses": 1,
}


def completions(
    unknown: list[int], choices: dict[int, list[int]], lists: list[tuple[dict[str, object], ...]]
) -> list[tuple[dict[int, int], tuple[dict[str, object], ...]]]:
    """Every completion of some variables at the law's own thresholds, with every list."""
    return [
        (dict(zip(unknown, values, strict=True)), priors)
        for values in product(*(choices[variable] for variable in unknown))
        for priors in lists
    ]


def all_lists(most: int) -> list[tuple[dict[str, object], ...]]:
    """Lists of records up to a length, one record for each way to tell them apart."""
    kinds = [RECORDS[0], RECORDS[2], RECORDS[4], RECORDS[8], RECORDS[12], RECORDS[13], RECORDS[15]]
    found: list[tuple[dict[str, object], ...]] = [()]
    layer: list[tuple[dict[str, object], ...]] = [()]
    for _ in range(most):
        layer = [
            (*one, kinds[at]) for one in layer for at in range(len(kinds)) if not one or kinds.index(one[-1]) <= at
        ]
        found += layer
    return found
