"""Counting records: the possible counts of a list with gaps are exactly those that some completion of it has.

Completions are enumerated: every value of every field that is not given, and up to three further records where the
list is open. Counts are compared as saturated at their caps, so three further records are enough for caps up to three.
"""

from __future__ import annotations

from itertools import combinations_with_replacement, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inforce.facts.vocabulary import Fact, Field
from inforce.law.cites import CHAPTER_BEFORE_POINT, Cited
from inforce.law.expression import FALSE, TRUE, Compare, Expression, Name, Number, OneOf, Op, Under
from inforce.law.records import Record, Vector, matches, possible_vectors

CODES = {"xx/code": Cited(("Example Code §",), CHAPTER_BEFORE_POINT)}
FIELDS = (
    Field("provision", "provision", "p"),
    Field("disposition", "enum", "d", ("conviction", "deferred", "other")),
    Field("final", "bool", "f"),
)
PRIORS = Fact("priors", "records", "x", "l", "q", "h", "", "", "", (), 0, 1, {}, FIELDS, {}, 0)
# What a provision may be, from the coarsest on; the last names none that is encoded.
PROVISIONS = (
    "Example Code § 5(a)(1)",
    "Example Code § 5(a)(2)",
    "Example Code § 5(b)",
    "Example Code § 6",
    "Example Code § 5.2",
    "Example Code § 51.1",
    "Other Statute 7",
)
COARSE = ("Example Code ch. 5", "Example Code § 5", "Example Code § 5(a)")
# For each coarse name, the finer ones that it may stand for.
MAY_BE = {
    "Example Code ch. 5": (0, 1, 2, 4),
    "Example Code § 5": (0, 1, 2),
    "Example Code § 5(a)": (0, 1),
}
MOST = 3

leaves = st.one_of(
    st.just(Name("final", "field")),
    st.builds(Under, st.just("provision"), st.sampled_from([*COARSE, "Example Code § 5(a)(1)", "Example Code § 5(b)"])),
    st.builds(
        OneOf,
        st.just(Number("field", id="disposition")),
        st.sets(st.integers(0, 2), min_size=1, max_size=2).map(lambda found: tuple(sorted(found))),
    ),
    st.builds(
        Compare,
        st.just(Number("field", id="disposition")),
        st.sampled_from(["==", "!="]),
        st.builds(Number, st.just("literal"), st.integers(0, 2)),
    ),
    st.sampled_from([TRUE, FALSE]),
)
predicates = st.recursive(
    leaves,
    lambda inner: (
        st.builds(lambda part: Op("not", (part,)), inner)
        | st.builds(lambda op, parts: Op(op, tuple(parts)), st.sampled_from(["and", "or"]), st.lists(inner, max_size=3))
    ),
    max_leaves=4,
)
records = st.fixed_dictionaries(
    {},
    optional={
        "provision": st.sampled_from([*PROVISIONS, *COARSE]),
        "disposition": st.integers(0, 2),
        "final": st.integers(0, 1),
    },
)


def completions(record: Record) -> list[Record]:
    """Every record that a record with gaps may be."""
    given_provision = record.get("provision")
    if given_provision is None:
        provisions: tuple[str, ...] = PROVISIONS
    elif given_provision in MAY_BE:
        provisions = tuple(PROVISIONS[at] for at in MAY_BE[str(given_provision)])
    else:
        provisions = (str(given_provision),)
    dispositions = [record["disposition"]] if "disposition" in record else [0, 1, 2]
    finals = [record["final"]] if "final" in record else [0, 1]
    return [
        {"provision": provision, "disposition": disposition, "final": final}
        for provision, disposition, final in product(provisions, dispositions, finals)
    ]


def truth(when: Expression, record: Record) -> bool:
    """Whether a complete record satisfies a predicate, by the plain meaning of its words."""
    match when:
        case Name(id=field):
            return record[field] == 1
        case Under(provision=whole):
            text = str(record["provision"])
            if whole == "Example Code ch. 5":
                return text == whole or text.startswith(("Example Code § 5(", "Example Code § 5."))
            return text == whole or text.startswith(f"{whole}(")
        case OneOf(positions=positions):
            return record["disposition"] in positions
        case Compare(op=op, right=right):
            return (record["disposition"] == right.value) == (op == "==")
        case Op(op="not", args=(part,)):
            return not truth(part, record)
        case Op(op="and", args=args):
            return all(truth(arg, record) for arg in args)
        case Op(args=args):
            return any(truth(arg, record) for arg in args)
    raise AssertionError(when)


def enumerated(
    given_list: tuple[Record, ...] | None, is_open: bool, whens: tuple[Expression, ...], caps: Vector
) -> set[Vector]:
    """Every vector of saturated counts, by listing all completions. Equal records are counted once as kinds."""

    def signature(record: Record) -> Vector:
        return tuple(int(truth(when, record)) for when in whens)

    each = [sorted({signature(record) for record in completions(one)}) for one in given_list or ()]
    further = sorted({signature(record) for record in completions({})})
    extra = [()]
    if given_list is None or is_open:
        extra = [many for size in range(MOST * len(whens) + 1) for many in combinations_with_replacement(further, size)]
    found = set()
    for chosen in product(*each):
        for more in extra:
            rows = [*chosen, *more]
            found.add(tuple(min(sum(row[at] for row in rows), cap) for at, cap in enumerate(caps)))
    return found


@given(
    given_list=st.none() | st.lists(records, max_size=3).map(tuple),
    is_open=st.booleans(),
    whens=st.lists(predicates, min_size=1, max_size=2).map(tuple),
    caps=st.lists(st.integers(1, MOST), min_size=2, max_size=2),
)
def test_possible_counts_are_those_of_some_completion(
    given_list: tuple[Record, ...] | None, is_open: bool, whens: tuple[Expression, ...], caps: list[int]
) -> None:
    limits = tuple(caps[: len(whens)])
    assert possible_vectors(PRIORS, given_list, is_open, whens, limits, CODES) == enumerated(
        given_list, is_open, whens, limits
    )


@given(when=predicates, record=records)
def test_a_predicate_is_settled_only_if_all_completions_agree(when: Expression, record: Record) -> None:
    states = {truth(when, one) for one in completions(record)}
    state = matches(when, record, CODES)
    if state is not None:
        assert states == {state}
    full = {"provision", "disposition", "final"} <= set(record) and record["provision"] in PROVISIONS
    if full:
        assert state is not None


def test_nothing_listed_counts_nothing_and_nothing_known_counts_anything() -> None:
    when = (Name("final", "field"),)
    assert possible_vectors(PRIORS, (), False, when, (2,), CODES) == {(0,)}
    assert possible_vectors(PRIORS, None, False, when, (2,), CODES) == {(0,), (1,), (2,)}
    assert possible_vectors(PRIORS, ({"final": 1},), True, when, (2,), CODES) == {(1,), (2,)}
    assert possible_vectors(PRIORS, ({"final": 1},) * 9, False, when, (2,), CODES) == {(2,)}


def test_counts_that_share_a_field_move_together() -> None:
    """One record of unknown disposition is in one of the two counts, never in both or none."""
    first = OneOf(Number("field", id="disposition"), (0,))
    other = OneOf(Number("field", id="disposition"), (1, 2))
    assert possible_vectors(PRIORS, ({},), False, (first, other), (2, 2), CODES) == {(0, 1), (1, 0)}


PAGES = Fact("pages", "records", "x", "l", "q", "h", "", "", "", (), 0, 1, {}, (Field("n", "int", "n"),), {}, 0)


@pytest.mark.parametrize(
    ("record", "op", "value", "counts"),
    [
        ({"n": 5}, "==", 5, {(1,)}),
        ({"n": 5}, ">=", 6, {(0,)}),
        ({"n": (0, 5)}, "<", 5, {(1,)}),
        ({"n": (0, 6)}, "<", 5, {(0,), (1,)}),
        ({"n": (0, 10)}, "==", 5, {(0,), (1,)}),
        ({"n": (0, 10)}, "!=", 5, {(0,), (1,)}),
        ({}, ">=", 6, {(0,), (1,)}),
        ({}, "==", 5, {(0,), (1,)}),
    ],
)
def test_a_number_in_a_record_may_be_a_range_or_unknown(
    record: Record, op: str, value: int, counts: set[Vector]
) -> None:
    when = Compare(Number("field", id="n"), op, Number("literal", value))
    assert possible_vectors(PAGES, (record,), False, (when,), (1,), CODES) == counts
