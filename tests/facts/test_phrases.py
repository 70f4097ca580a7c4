"""Conditions read in the vocabulary's own phrases, and say neither more nor less than the ranges they stand for."""

from __future__ import annotations

import pytest

from inforce.facts.case import Range
from inforce.facts.diagnostics import Diagnostic
from inforce.facts.documents import parse
from inforce.facts.phrases import count_phrase, fact_phrase, value_phrase
from inforce.facts.read_vocabulary import read_vocabulary
from inforce.facts.vocabulary import UNBOUNDED, Vocabulary

VOCABULARY = """\
held: {type: bool, label: holding, question: q, help: h, says: {yes: holds it, no: does not hold it}}
age: {type: int, most: 120, label: age, question: q, help: h,
  says: {below: "under {n}", at_least: "{n} or older", between: "{low} to {high}", exactly: "exactly {n}"}}
number: {type: int, label: number, question: q, help: h}
kind: {type: enum, values: [actual, drawn, made, found], label: kind, question: q, help: h}
knows: {type: ordered, values: [no, should, does], label: knowledge, question: q, help: h}
verbs: {type: set, values: [takes, makes_available], label: verbs, question: q, help: h,
  says: {yes: "does: {value}", no: "does not: {value}"}}
"""


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    problems: list[Diagnostic] = []
    found = read_vocabulary({"x": parse(VOCABULARY, "x.yaml")[0]}, problems)
    assert problems == []
    return found


@pytest.mark.parametrize(
    ("name", "ranges", "phrase"),
    [
        ("held", ((1, 2),), "holds it"),
        ("held", ((0, 1),), "does not hold it"),
        ("age", ((0, 18),), "under 18"),
        ("age", ((18, 121),), "18 or older"),
        ("age", ((10, 18),), "10 to 17"),
        ("age", ((10, 11),), "exactly 10"),
        ("age", ((120, 121),), "exactly 120"),
        ("age", ((0, 1),), "exactly 0"),
        ("age", ((0, 10), (18, 121)), "under 10 or 18 or older"),
        ("number", ((50, UNBOUNDED),), "number: 50 or more"),
        ("number", ((0, 50),), "number: fewer than 50"),
        ("number", ((10, 50),), "number: 10 to 49"),
        ("number", ((10, 11),), "number: 10"),
        ("kind", ((0, 1),), "kind: actual"),
        ("kind", ((0, 2),), "kind: actual or drawn"),
        ("kind", ((0, 1), (2, 4)), "kind: not drawn"),
        ("knows", ((1, 3),), "knowledge: should or higher"),
        ("knows", ((2, 3),), "knowledge: does"),
        ("knows", ((0, 1),), "knowledge: no"),
        ("knows", ((0, 1), (2, 3)), "knowledge: no or does"),
    ],
)
def test_a_range_is_said_in_the_fact_s_own_words(
    vocabulary: Vocabulary, name: str, ranges: tuple[Range, ...], phrase: str
) -> None:
    fact = vocabulary.facts[name]
    assert fact_phrase(fact, vocabulary.variables[fact.first], ranges) == phrase


def test_a_member_of_a_set_is_named(vocabulary: Vocabulary) -> None:
    fact = vocabulary.facts["verbs"]
    second = vocabulary.variables[fact.first + 1]
    assert fact_phrase(fact, second, ((1, 2),)) == "does: makes available"
    assert fact_phrase(fact, second, ((0, 1),)) == "does not: makes available"


@pytest.mark.parametrize(
    ("ranges", "phrase"),
    [
        (((0, 1),), "no priors"),
        (((1, 2),), "exactly 1 of: priors"),
        (((1, UNBOUNDED),), "1 or more priors"),
        (((0, 2),), "fewer than 2 priors"),
        (((1, 4),), "1 to 3 priors"),
        (((0, 1), (2, UNBOUNDED)), "no priors or 2 or more priors"),
    ],
)
def test_a_count_is_said_with_its_label(ranges: tuple[Range, ...], phrase: str) -> None:
    assert count_phrase("priors", ranges) == phrase


def test_a_known_value_is_said_as_a_case_would_write_it(vocabulary: Vocabulary) -> None:
    from inforce.facts.documents import Place, Scalar
    from inforce.facts.values import single

    for name, values in (("held", 2), ("age", 121), ("kind", 4), ("knows", 3)):
        fact = vocabulary.facts[name]
        for value in range(values):
            written = value_phrase(fact, value)
            assert single(fact, Scalar(written, Place("x")), []) == (value, value + 1)


def test_distinct_ranges_of_one_fact_are_said_differently(vocabulary: Vocabulary) -> None:
    fact = vocabulary.facts["age"]
    variable = vocabulary.variables[fact.first]
    ends = (0, 1, 2, 9, 10, 11, 17, 18, 120, 121)
    ranges = [(low, high) for low in ends for high in ends if low < high and (low, high) != (0, 121)]
    phrases = {fact_phrase(fact, variable, (one,)) for one in ranges}
    assert len(phrases) == len(ranges)
