"""Batches of material become the facts of one offense: every count and age that the batches allow, and no other.

A batch whose kind is not given may belong to the offense or not. A video counts as one unit at least, where the law
says no more. A list that is left open bounds from one side only.
"""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.law.tiny_library import VOCABULARY

from inforce.facts.case import Case, Range
from inforce.facts.diagnostics import Diagnostic
from inforce.facts.documents import parse
from inforce.facts.read_case import read_cases
from inforce.facts.read_vocabulary import read_vocabulary
from inforce.facts.vocabulary import UNBOUNDED, Vocabulary
from inforce.law.condition import ALWAYS, Within
from inforce.law.lowered import Unit
from inforce.law.material import Batch, batches_for

UNITS = (Unit("depictions", "Example Code § 1", {"stills": (1, True), "videos": (1, False)}),)


def load() -> Vocabulary:
    problems: list[Diagnostic] = []
    topics = {
        path.stem: parse(path.read_text(encoding="utf-8"), path.name)[0] for path in sorted(VOCABULARY.glob("*.yaml"))
    }
    found = read_vocabulary(topics, problems)
    assert problems == []
    return found


REAL = load()
KIND = REAL.facts["kind"]
ACTUAL, IDENTIFIABLE, GENERATED, DRAWING = range(4)
REACHES = Within(KIND.first, 0, 2)  # actual or identifiable persons


def case(facts: str) -> Case:
    return read_cases(parse(f"jurisdiction: us-tx\noffense_date: 2024-06-01\nfacts: {facts}\n", "c"), REAL)[0]


def derived(facts: str, name: str, units: tuple[Unit, ...] = UNITS) -> Range | None:
    """The range in which a fact is known to lie after the batches are read; None where nothing is known."""
    return known(batches_for(case(facts), REACHES, units, REAL), name)


def known(found: Case, name: str) -> Range | None:
    variable = REAL.facts[name].first
    value = found.values[variable]
    assert found.unknown == sum(1 << at for at, v in enumerate(found.values) if v is None)
    if value is not None:
        assert variable not in found.partial
        return value, value + 1
    ranges = found.partial.get(variable)
    return (ranges[0][0], ranges[-1][1]) if ranges else None


def whole(name: str) -> Range:
    fact = REAL.facts[name]
    return (fact.least, fact.most) if fact.type == "int" else (0, max(2, len(fact.values)))


def batch(text: str) -> str:
    return f"{{material: [{text}]}}"


A = "kind: actual person"


@pytest.mark.parametrize(
    ("batches", "count"),
    [
        (f"{{{A}, depictions: 7}}", (7, 8)),
        (f"{{{A}, stills: 7}}", (7, 8)),
        (f"{{{A}, stills: 7, videos: 0}}", (7, 8)),
        (f"{{{A}, stills: 7, videos: 2}}", (9, UNBOUNDED)),
        (f"{{{A}, videos: 2}}", (2, UNBOUNDED)),
        (f"{{{A}, videos: 0}}", (0, 1)),
        (f"{{{A}, stills: 5 to 7}}", (5, 8)),
        (f"{{{A}, stills: at least 5}}", (5, UNBOUNDED)),
        (f"{{{A}}}", (0, UNBOUNDED)),
        (f"{{{A}, depictions: 7, videos: 2}}", (7, 8)),
        (f"{{{A}, stills: 7}}, {{{A}, stills: 3}}", (10, 11)),
        (f"{{{A}, stills: 7}}, {{kind: identifiable person, stills: 3}}", (10, 11)),
        (f"{{{A}, stills: 7}}, {{kind: drawing, stills: 3}}", (7, 8)),
        (f"{{{A}, stills: 7}}, {{stills: 3}}", (7, 11)),
        ("{stills: 3}, {stills: 4}", (0, 8)),
        (f"{{{A}, stills: 7}}, {{}}", (7, UNBOUNDED)),
        # Where the offense reaches none of them, its own elements say so; the facts are those of all.
        ("{kind: drawing, stills: 3}, {kind: drawing, stills: 4}", (7, 8)),
    ],
)
def test_the_law_s_own_rule_counts_the_units_of_the_batches_reached(batches: str, count: Range) -> None:
    found = derived(batch(batches), "depictions")
    assert (found or whole("depictions")) == count


def test_a_still_may_count_for_more_and_a_video_exactly() -> None:
    units = (Unit("depictions", "c", {"stills": (2, True), "videos": (75, True)}),)
    assert derived(batch(f"{{{A}, stills: 3, videos: 2}}"), "depictions", units) == (156, 157)
    assert derived(batch(f"{{{A}, stills: 1 to 3, videos: 0}}"), "depictions", units) == (2, 7)


def test_without_a_rule_of_the_law_an_item_is_one_unit_at_least() -> None:
    assert derived(batch(f"{{{A}, stills: 3, videos: 2}}"), "depictions", ()) == (5, UNBOUNDED)


@pytest.mark.parametrize(
    ("batches", "age"),
    [
        (f"{{{A}, youngest_age: 9}}", (9, 10)),
        (f"{{{A}, youngest_age: 9}}, {{{A}, youngest_age: 15}}", (9, 10)),
        (f"{{{A}, youngest_age: 9 to 12}}, {{{A}, youngest_age: 11}}", (9, 12)),
        (f"{{{A}, youngest_age: 9}}, {{youngest_age: 3}}", (3, 10)),
        (f"{{{A}, youngest_age: 9}}, {{kind: drawing, youngest_age: 3}}", (9, 10)),
        (f"{{{A}, youngest_age: 9}}, {{{A}}}", (0, 10)),
        ("{youngest_age: 9}, {youngest_age: 3}", (3, 10)),
    ],
)
def test_the_youngest_of_the_batches_reached_counts(batches: str, age: Range) -> None:
    assert derived(batch(batches), "youngest_age") == age


@pytest.mark.parametrize(
    ("batches", "state"),
    [
        (f"{{{A}, sexual_conduct: yes}}", (1, 2)),
        (f"{{{A}, sexual_conduct: no}}", (0, 1)),
        (f"{{{A}, sexual_conduct: no}}, {{{A}, sexual_conduct: yes}}", (1, 2)),
        (f"{{{A}, sexual_conduct: no}}, {{{A}}}", (0, 2)),
        (f"{{{A}, sexual_conduct: no}}, {{sexual_conduct: yes}}", (0, 2)),
        (f"{{{A}, sexual_conduct: yes}}, {{sexual_conduct: no}}", (1, 2)),
        (f"{{{A}, sexual_conduct: no}}, {{kind: drawing, sexual_conduct: yes}}", (0, 1)),
    ],
)
def test_one_batch_is_enough_for_what_any_may_have(batches: str, state: Range) -> None:
    assert (derived(batch(batches), "sexual_conduct") or (0, 2)) == state


def test_the_kind_is_that_of_the_batches_reached() -> None:
    assert derived(batch(f"{{{A}, stills: 1}}, {{kind: drawing, stills: 2}}"), "kind") == (0, 1)
    assert derived(batch(f"{{{A}, stills: 1}}, {{kind: identifiable person, stills: 2}}"), "kind") == (0, 2)
    assert derived(batch("{kind: drawing, stills: 2}"), "kind") == (3, 4)


def test_what_the_case_gives_itself_stands_or_is_narrowed() -> None:
    assert derived("{depictions: 9, material: [{kind: actual person, videos: 3}]}", "depictions") == (9, 10)
    assert derived("{depictions: under 12, material: [{kind: actual person, videos: 3}]}", "depictions") == (3, 12)
    assert derived("{depictions: 1 to 3, material: [{kind: actual person, videos: 3}]}", "depictions") == (3, 4)
    assert derived(
        "{youngest_age: under 10, material: [{kind: actual person, youngest_age: 9 to 12}]}", "youngest_age"
    ) == (9, 10)


def test_facts_that_no_batch_tells_are_left_alone() -> None:
    before = case(
        "{possesses: yes, care_roles: none, actor_age: at least 18, material: [{kind: actual person, stills: 1}]}"
    )
    after = batches_for(before, REACHES, UNITS, REAL)
    untold = [
        variable
        for name, fact in REAL.facts.items()
        if name not in REAL.facts["material"].derive and fact.type != "records"
        for variable in range(fact.first, fact.first + (len(fact.values) if fact.type == "set" else 1))
    ]
    assert [after.values[at] for at in untold] == [before.values[at] for at in untold]
    assert {at: after.partial[at] for at in after.partial if at in untold} == before.partial


def test_an_offense_that_reaches_all_material_takes_all_batches() -> None:
    found = batches_for(
        case(batch(f"{{{A}, stills: 7}}, {{kind: drawing, stills: 3}}, {{stills: 1}}")), ALWAYS, UNITS, REAL
    )
    assert known(found, "depictions") == (11, 12)


# by enumeration

kinds = st.none() | st.sampled_from([ACTUAL, GENERATED])
small = st.none() | st.integers(0, 2) | st.tuples(st.integers(0, 1), st.just(3))
ages = st.none() | st.integers(8, 11) | st.tuples(st.integers(8, 9), st.integers(11, 12))
flags = st.none() | st.integers(0, 1)
batches = st.lists(
    st.fixed_dictionaries({"kind": kinds, "depictions": small, "youngest_age": ages, "sexual_conduct": flags}).map(
        lambda one: {name: value for name, value in one.items() if value is not None}
    ),
    min_size=1,
    max_size=3,
)
TOP = 3  # an unknown count runs from 0 to here in the enumeration; beyond, nothing new can happen
AGES = range(7, 13)


def values_of(value: object, span: range) -> range:
    if isinstance(value, tuple):
        return range(*value)
    return range(value, value + 1) if isinstance(value, int) else span


def filled(one: Batch) -> list[Batch]:
    """Every batch that a batch with gaps may be."""
    spans = {
        "kind": [one["kind"]] if "kind" in one else [ACTUAL, GENERATED],
        "depictions": values_of(one.get("depictions"), range(TOP + 1)),
        "youngest_age": values_of(one.get("youngest_age"), AGES),
        "sexual_conduct": values_of(one.get("sexual_conduct"), range(2)),
    }
    return [dict(zip(spans, values, strict=True)) for values in product(*spans.values())]


def outcomes(listed: list[Batch], of: str) -> set[int]:
    """Every value that a fact has in some completion in which the offense reaches a batch."""
    spans = [sorted({(b["kind"], b[of]) for b in filled(one)}) for one in listed]
    found = set()
    for chosen in product(*spans):
        reached = [value for kind, value in chosen if kind == ACTUAL]
        if reached:
            found.add({"depictions": sum, "youngest_age": min, "sexual_conduct": max}[of](reached))  # type: ignore[arg-type]
    return found


def with_batches(listed: list[Batch], is_open: bool = False) -> Case:
    empty = case("{}")
    opened = frozenset({"material"}) if is_open else frozenset()
    return empty.replace(records={"material": tuple(listed)}, open_lists=opened)


@given(listed=batches, of=st.sampled_from(["depictions", "youngest_age", "sexual_conduct"]))
def test_a_derived_range_holds_exactly_what_some_completion_gives(listed: list[Batch], of: str) -> None:
    found = outcomes(listed, of)
    assume(found)
    low, high = known(batches_for(with_batches(listed), REACHES, UNITS, REAL), of) or whole(of)
    assert low <= min(found)
    assert max(found) < high
    # No wider than needed, where the enumeration itself has both ends and every batch is surely reached.
    if all(one.get("kind") == ACTUAL and of in one for one in listed):
        assert (low, high) == (min(found), max(found) + 1)


@given(listed=batches, more=batches, of=st.sampled_from(["depictions", "youngest_age", "sexual_conduct", "kind"]))
def test_an_open_list_excludes_nothing_that_further_batches_could_bring(
    listed: list[Batch], more: list[Batch], of: str
) -> None:
    found = batches_for(with_batches(listed, is_open=True), REACHES, UNITS, REAL)
    with_more = batches_for(with_batches([*listed, *more]), REACHES, UNITS, REAL)
    low, high = known(found, of) or whole(of)
    finer_low, finer_high = known(with_more, of) or whole(of)
    assert low <= finer_low
    assert finer_high <= high


def test_an_open_list_still_bounds_from_one_side() -> None:
    open_list = "{material: {at least: [{kind: actual person, depictions: 50, youngest_age: 9, sexual_conduct: yes}]}}"
    assert derived(open_list, "depictions") == (50, UNBOUNDED)
    assert derived(open_list, "youngest_age") == (0, 10)
    assert derived(open_list, "sexual_conduct") == (1, 2)


@given(listed=batches, order=st.randoms(use_true_random=False))
def test_the_order_of_batches_never_matters(listed: list[Batch], order: object) -> None:
    other = list(listed)
    order.shuffle(other)  # type: ignore[attr-defined]
    one, two = (batches_for(with_batches(found), REACHES, UNITS, REAL) for found in (listed, other))
    assert (one.values, one.partial, one.unknown) == (two.values, two.partial, two.unknown)
