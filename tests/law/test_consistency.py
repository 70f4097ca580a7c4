"""Facts that cannot hold together are found, and never facts that could.

The three-valued test is sound, and exact for a single comparison.
"""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inforce.facts.case import Range
from inforce.facts.diagnostics import Diagnostic, Refused
from inforce.facts.documents import parse
from inforce.law.consistency import contradictions, state_of
from inforce.law.expression import Compare, Expression, Member, Name, Number, OneOf, Op
from inforce.products.assess import Assessor

NUMBERS = ("a", "b", "c")
SIZE = 5
OPS = {
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}

ranges = st.tuples(st.integers(0, SIZE - 1), st.integers(0, SIZE - 1)).map(lambda ends: (min(ends), max(ends) + 1))
known = st.fixed_dictionaries(
    {
        **dict.fromkeys(NUMBERS, st.none() | ranges),
        "held": st.sampled_from([None, (0, 1), (1, 2), (0, 2)]),
        "verbs": st.sampled_from([None, (0, 1), (1, 2)]),
    }
)
numbers = st.sampled_from(NUMBERS).map(lambda name: Number("fact", id=name)) | st.integers(0, SIZE).map(
    lambda value: Number("literal", value)
)
comparisons = st.builds(
    Compare, st.sampled_from(NUMBERS).map(lambda n: Number("fact", id=n)), st.sampled_from(sorted(OPS)), numbers
)
leaves = (
    comparisons
    | st.just(Name("held", "fact"))
    | st.just(Member("verbs", 0))
    | st.builds(OneOf, st.just(Number("fact", id="a")), st.sets(st.integers(0, SIZE - 1), max_size=3).map(tuple))
)
expressions = st.recursive(
    leaves,
    lambda inner: (
        st.builds(lambda part: Op("not", (part,)), inner)
        | st.builds(lambda op, parts: Op(op, tuple(parts)), st.sampled_from(["and", "or"]), st.lists(inner, max_size=3))
    ),
    max_leaves=5,
)
Given = dict[str, Range | None]


def truth(expression: Expression, values: dict[str, int]) -> bool:
    """What an expression means when everything is known."""
    match expression:
        case Name(id=name):
            return values[name] == 1
        case Member(fact=name):
            return values[name] == 1
        case OneOf(left=left, positions=positions):
            return values[left.id] in positions
        case Compare(left=left, op=op, right=right):
            return OPS[op](values[left.id], right.value if right.kind == "literal" else values[right.id])
        case Op(op="not", args=(part,)):
            return not truth(part, values)
        case Op(op="and", args=args):
            return all(truth(arg, values) for arg in args)
        case Op(args=args):
            return any(truth(arg, values) for arg in args)
    raise AssertionError(expression)


def completions(given_ranges: Given) -> list[dict[str, int]]:
    names = list(given_ranges)
    # An unknown number may lie beyond every literal.
    spans = [range(*(given_ranges[name] or ((0, SIZE + 2) if name in NUMBERS else (0, 2)))) for name in names]
    return [dict(zip(names, values, strict=True)) for values in product(*spans)]


def state(expression: Expression, given_ranges: Given) -> bool | None:
    return state_of(expression, lambda name, position=0: given_ranges[name])


@given(expression=expressions, given_ranges=known)
def test_a_state_is_claimed_only_if_all_completions_have_it(expression: Expression, given_ranges: Given) -> None:
    found = state(expression, given_ranges)
    if found is not None:
        assert {truth(expression, values) for values in completions(given_ranges)} == {found}


@given(comparison=comparisons, given_ranges=known)
def test_a_comparison_of_known_ranges_is_settled_exactly_when_it_can_be(
    comparison: Compare, given_ranges: Given
) -> None:
    sides = {comparison.left.id, comparison.right.id if comparison.right.kind == "fact" else comparison.left.id}
    if None in (given_ranges[name] for name in sides) or (len(sides) == 1 and comparison.right.kind == "fact"):
        return
    states = {truth(comparison, values) for values in completions({name: given_ranges[name] for name in sides})}
    assert state(comparison, given_ranges) == (states.pop() if len(states) == 1 else None)


def problems_of(assessor: Assessor, facts: str) -> list[Diagnostic]:
    text = f"case: x\njurisdiction: us-tx\noffense_date: 2024-06-01\nfacts:\n{facts}"
    try:
        cases = assessor.read(parse(text, "c.yaml"))
    except Refused as refused:
        return list(refused.diagnostics)
    assert contradictions(cases[0], assessor.image.edition) == []
    return []


APART = {
    "  depictions: 1\n  identical_depictions: 2\n": 6,
    "  identical_depictions: at least 51\n  depictions: under 50\n": 6,
    "  depictions: 10 to 20\n  identical_depictions: 21 to 30\n": 6,
    "  sexual_conduct: no\n  sexual_assault_conduct: yes\n": 6,
    "  kind: drawing\n  indistinguishable: yes\n": 6,
    "  sexual_assault_conduct: yes\n  sexual_assault_child_age: 9\n  youngest_age: 10\n": 7,
    "  sexual_assault_conduct: yes\n  sexual_assault_child_age: under 10\n  youngest_age: 10 to 17\n": 7,
}
TOGETHER = [
    "  depictions: 2\n  identical_depictions: 2\n",
    "  depictions: 10 to 20\n  identical_depictions: 20 to 30\n",
    "  identical_depictions: at least 51\n",
    "  depictions: under 50\n  identical_depictions: unknown\n",
    "  kind: drawing\n  indistinguishable: no\n",
    "  kind: computer-generated person\n  indistinguishable: yes\n",
    "  indistinguishable: yes\n",
    "  sexual_assault_conduct: no\n  sexual_assault_child_age: 9\n  youngest_age: 10\n",
    "  sexual_assault_child_age: under 10\n  youngest_age: 10 to 17\n",
    "  sexual_assault_conduct: yes\n  sexual_assault_child_age: 10\n  youngest_age: 10\n",
]


@pytest.mark.parametrize("facts", APART)
def test_facts_that_cannot_hold_together_are_refused_at_the_last_of_them(facts: str, assessor: Assessor) -> None:
    (problem,) = problems_of(assessor, facts)
    assert problem.code == "contradiction"
    assert (problem.place.file, problem.place.line) == ("c.yaml", APART[facts])
    for line in facts.splitlines():
        if "sexual_assault_conduct: yes" not in line or facts.count("\n") == 2:
            assert line.strip() in problem.message
    assert problem.hint


@pytest.mark.parametrize("facts", TOGETHER)
def test_facts_that_may_hold_together_are_accepted(facts: str, assessor: Assessor) -> None:
    assert problems_of(assessor, facts) == []


def test_every_contradiction_of_every_case_is_reported(assessor: Assessor) -> None:
    facts = "  depictions: 1\n  identical_depictions: 2\n  kind: drawing\n  indistinguishable: yes\n"
    one = f"jurisdiction: us-tx\noffense_date: 2024-06-01\nfacts:\n{facts}"
    with pytest.raises(Refused) as refused:
        assessor.read(parse(one + "---\n" + one, "c.yaml"))
    assert [d.code for d in refused.value.diagnostics] == ["contradiction"] * 4
    assert len({d.place for d in refused.value.diagnostics}) == 4


BATCHES = {
    "a number that no batch can give": "  depictions: 5\n  material: [{kind: actual person, depictions: 7}]\n",
    "a range that no batch can give": "  depictions: under 7\n  material: [{kind: drawing, depictions: at least 7}]\n",
    "an age above that of every batch": "  youngest_age: 17\n  material: [{kind: actual person, youngest_age: 9}]\n",
    "a kind that no batch has": "  kind: drawing\n  material: [{kind: actual person, stills: 3}]\n",
    "conduct that a batch denies": "  sexual_conduct: no\n  material: [{kind: actual person, sexual_conduct: yes}]\n",
    "a batch that contradicts itself": "  material: [{kind: drawing, indistinguishable: yes}]\n",
}


@pytest.mark.parametrize("name", BATCHES)
def test_batches_and_given_facts_must_agree(name: str, assessor: Assessor) -> None:
    assert [problem.code for problem in problems_of(assessor, BATCHES[name])] == ["contradiction"]


@pytest.mark.parametrize(
    "facts",
    [
        "  depictions: 7\n  material: [{kind: actual person, depictions: 7}]\n",
        "  depictions: 7\n  material: [{kind: actual person, depictions: 5}, {kind: actual person, depictions: 2}]\n",
        "  depictions: 9\n  material: [{kind: actual person, videos: 3}]\n",
        "  depictions: 9\n  material: {at least: [{kind: actual person, depictions: 7}]}\n",
        "  youngest_age: 9\n  material: [{kind: actual person, youngest_age: under 18}]\n",
    ],
)
def test_batches_and_given_facts_that_agree_are_accepted(facts: str, assessor: Assessor) -> None:
    assert problems_of(assessor, facts) == []
