"""The text of a case means what the fact's type says, and nothing is guessed: what does not fit is refused."""

from __future__ import annotations

import pytest

from inforce.facts.case import Case, Range
from inforce.facts.diagnostics import Diagnostic, Place, Refused
from inforce.facts.documents import Scalar, Sequence, parse
from inforce.facts.read_case import read_cases
from inforce.facts.read_vocabulary import read_vocabulary
from inforce.facts.values import expected, field_value, is_unknown, single
from inforce.facts.vocabulary import UNBOUNDED, Fact, Vocabulary

HERE = Place("case", 1, 1)
COMMON = "label: l, question: q, help: h"
VOCABULARY = f"""\
held: {{type: bool, {COMMON}}}
number: {{type: int, least: 0, {COMMON}}}
age: {{type: int, least: 0, most: 120, {COMMON}}}
months: {{type: int, least: 6, most: 24, {COMMON}}}
kind: {{type: enum, values: [none, actual person, drawing], {COMMON}}}
knows: {{type: ordered, values: [no, should have known, knows], {COMMON}}}
verbs: {{type: set, values: [takes, gives, makes_available], {COMMON}}}
priors:
  type: records
  label: l
  question: q
  help: h
  fields:
    provision: {{type: provision, label: l}}
    disposition: {{type: enum, values: [conviction, deferred], label: l}}
    final: {{type: bool, label: l}}
    date: {{type: date, label: l}}
    pages: {{type: int, least: 0, most: 9, label: l}}
"""


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    problems: list[Diagnostic] = []
    found = read_vocabulary({"x": parse(VOCABULARY, "x.yaml")[0]}, problems)
    assert problems == []
    return found


def one(fact: Fact, text: str) -> Range | None:
    problems: list[Diagnostic] = []
    found = single(fact, Scalar(text, HERE), problems)
    assert (found is None) == bool(problems), problems
    assert {problem.code for problem in problems} <= {"wrong-type"}
    assert all(problem.place == HERE for problem in problems)
    return found


def case(vocabulary: Vocabulary, facts: str) -> Case:
    return read_cases(parse(f"jurisdiction: xx\noffense_date: 2024-06-01\nfacts: {facts}\n", "case"), vocabulary)[0]


def refused(vocabulary: Vocabulary, facts: str) -> list[Diagnostic]:
    with pytest.raises(Refused) as found:
        case(vocabulary, facts)
    return list(found.value.diagnostics)


RANGES = [
    ("0", (0, 1)),
    ("17", (17, 18)),
    ("08", (8, 9)),
    ("007", (7, 8)),
    (" 17 ", (17, 18)),
    ("10 to 17", (10, 18)),
    ("10  to\n17", (10, 18)),
    ("between 10 and 17", (10, 18)),
    ("10 - 17", (10, 18)),
    ("17 to 17", (17, 18)),
    ("at least 50", (50, UNBOUNDED)),
    ("AT LEAST 50", (50, UNBOUNDED)),
    ("50 or more", (50, UNBOUNDED)),
    ("50 or older", (50, UNBOUNDED)),
    ("at most 50", (0, 51)),
    ("50 or less", (0, 51)),
    ("50 or fewer", (0, 51)),
    ("under 18", (0, 18)),
    ("below 18", (0, 18)),
    ("fewer than 18", (0, 18)),
    ("less than 18", (0, 18)),
    ("younger than 18", (0, 18)),
    ("under 1", (0, 1)),
    ("over 18", (19, UNBOUNDED)),
    ("above 18", (19, UNBOUNDED)),
    ("more than 18", (19, UNBOUNDED)),
    ("older than 18", (19, UNBOUNDED)),
    ("at least 0", (0, UNBOUNDED)),
    ("9999999999", (9_999_999_999, 10_000_000_000)),
]


@pytest.mark.parametrize(("text", "expected_range"), RANGES)
def test_every_way_to_write_a_number_or_range(vocabulary: Vocabulary, text: str, expected_range: Range) -> None:
    assert one(vocabulary.facts["number"], text) == expected_range


@pytest.mark.parametrize(
    "text",
    [
        "1e3",
        "1.5",
        "1,000",
        "-1",
        "+1",
        "0x10",
        "0o17",
        "1_000",
        "ten",
        "about 10",
        "10-17",
        "10 to",
        "to 17",
        "10 to 17 to 20",
        "17 to 10",
        "under 0",
        "fewer than 0",
        "at least",
        "at least ten",
        "yes",
        "12 depictions",
        "١٢",
        "²",
        "１２",
        "9" * 11,
        "9" * 5000,
        "inf",
        "nan",
        "10 or",
        "between 10",
        "[10]",
    ],
)
def test_a_text_that_is_no_whole_number_is_refused(vocabulary: Vocabulary, text: str) -> None:
    assert one(vocabulary.facts["number"], text) is None


@pytest.mark.parametrize(
    ("text", "expected_range"),
    [
        ("120", (120, 121)),
        ("121", None),
        ("at least 120", (120, 121)),
        ("at least 121", None),
        ("over 119", (120, 121)),
        ("over 120", None),
        ("under 121", (0, 121)),
        ("at least 18", (18, 121)),
        ("0 to 120", (0, 121)),
        ("0 to 121", None),
        ("119 or older", (119, 121)),
        ("5000 or older", None),
    ],
)
def test_a_number_stays_within_its_domain(vocabulary: Vocabulary, text: str, expected_range: Range | None) -> None:
    assert one(vocabulary.facts["age"], text) == expected_range


@pytest.mark.parametrize(
    ("text", "expected_range"),
    [
        ("5", None),
        ("6", (6, 7)),
        ("at most 6", (6, 7)),
        ("under 6", None),
        ("under 7", (6, 7)),
        ("24", (24, 25)),
        ("25", None),
    ],
)
def test_a_number_stays_above_its_least(vocabulary: Vocabulary, text: str, expected_range: Range | None) -> None:
    assert one(vocabulary.facts["months"], text) == expected_range


@pytest.mark.parametrize("text", ["yes", "Yes", "YES", "true", "True", "y", "on", " yes "])
def test_the_forms_of_yes(vocabulary: Vocabulary, text: str) -> None:
    assert one(vocabulary.facts["held"], text) == (1, 2)


@pytest.mark.parametrize("text", ["no", "No", "NO", "false", "FALSE", "n", "off"])
def test_the_forms_of_no(vocabulary: Vocabulary, text: str) -> None:
    assert one(vocabulary.facts["held"], text) == (0, 1)


@pytest.mark.parametrize("text", ["1", "0", "maybe", "yes no", "ja", "none", "y e s"])
def test_anything_else_is_neither(vocabulary: Vocabulary, text: str) -> None:
    assert one(vocabulary.facts["held"], text) is None


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("actual person", 1),
        ("Actual Person", 1),
        ("actual_person", 1),
        ("actual  person", 1),
        ("none", 0),
        ("drawing", 2),
    ],
)
def test_a_value_may_be_written_in_any_case(vocabulary: Vocabulary, text: str, position: int) -> None:
    assert one(vocabulary.facts["kind"], text) == (position, position + 1)


def test_no_is_a_value_where_the_fact_says_so(vocabulary: Vocabulary) -> None:
    """YAML would guess a boolean; the fact's own values win."""
    for text in ("no", "No", "NO"):
        assert one(vocabulary.facts["knows"], text) == (0, 1)
    assert case(vocabulary, "{knows: NO}").values[vocabulary.facts["knows"].first] == 0


def test_a_wrong_value_is_answered_with_the_nearest(vocabulary: Vocabulary) -> None:
    (problem,) = refused(vocabulary, "{kind: actual persan}")
    assert problem.hint == "did you mean actual person?"
    (problem,) = refused(vocabulary, "{kind: 7}")
    assert problem.hint == "one of: none, actual person, drawing"


def test_one_value_is_not_a_list(vocabulary: Vocabulary) -> None:
    problems: list[Diagnostic] = []
    assert single(vocabulary.facts["number"], Sequence((), HERE), problems) is None
    assert problems[0].code == "wrong-type"


@pytest.mark.parametrize("text", ["", "unknown", "~", "null", "?", " unknown "])
@pytest.mark.parametrize("name", ["held", "number", "kind", "knows", "verbs", "priors"])
def test_unknown_and_absence_mean_the_same(vocabulary: Vocabulary, name: str, text: str) -> None:
    given, absent = case(vocabulary, f"{{{name}: '{text}'}}"), case(vocabulary, "{}")
    assert (given.values, given.partial, given.records, given.unknown) == (
        absent.values,
        absent.partial,
        absent.records,
        absent.unknown,
    )
    assert given.answers == ()


def test_a_missing_value_is_unknown_and_a_list_is_not() -> None:
    assert is_unknown(None)
    assert not is_unknown(Sequence((), HERE))
    assert not is_unknown(Scalar("none", HERE))


@pytest.mark.parametrize("text", ["none", "None", "NONE"])
@pytest.mark.parametrize("name", ["kind", "verbs", "priors"])
def test_none_is_none_however_it_is_written(vocabulary: Vocabulary, name: str, text: str) -> None:
    """None of them is a statement; it must not turn into nothing said."""
    assert case(vocabulary, f"{{{name}: {text}}}").replace(answers=()) == case(vocabulary, f"{{{name}: none}}").replace(
        answers=()
    )


# sets and lists


def verbs(vocabulary: Vocabulary, facts: str) -> tuple[int | None, ...]:
    first = vocabulary.facts["verbs"].first
    return case(vocabulary, facts).values[first : first + 3]


@pytest.mark.parametrize(
    ("facts", "values"),
    [
        ("{verbs: none}", (0, 0, 0)),
        ("{verbs: []}", (0, 0, 0)),
        ("{verbs: [none]}", (0, 0, 0)),
        ("{verbs: takes}", (1, 0, 0)),
        ("{verbs: [takes, gives]}", (1, 1, 0)),
        ("{verbs: [gives, takes]}", (1, 1, 0)),
        ("{verbs: [Takes, takes]}", (1, 0, 0)),
        ("{verbs: {at least: [gives]}}", (None, 1, None)),
        ("{verbs: {at least: gives}}", (None, 1, None)),
        ("{verbs: {at least: none}}", (None, None, None)),
        ("{verbs: unknown}", (None, None, None)),
        ("{}", (None, None, None)),
    ],
)
def test_a_list_means_exactly_these_and_at_least_leaves_it_open(
    vocabulary: Vocabulary, facts: str, values: tuple[int | None, ...]
) -> None:
    assert verbs(vocabulary, facts) == values


def test_the_unknown_bits_are_the_values_that_are_missing(vocabulary: Vocabulary) -> None:
    found = case(vocabulary, "{verbs: {at least: [gives]}, held: no, number: 1 to 3}")
    assert found.unknown == sum(1 << at for at, value in enumerate(found.values) if value is None)
    number = vocabulary.facts["number"].first
    assert found.values[number] is None
    assert found.partial == {number: ((1, 4),)}


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ("{verbs: [takes, flies]}", "wrong-type"),
        ("{verbs: [none, takes]}", "wrong-type"),
        ("{verbs: [[takes]]}", "wrong-type"),
        ("{verbs: {at most: [takes]}}", "wrong-type"),
        ("{verbs: {at least: [takes], at most: [gives]}}", "wrong-type"),
        ("{priors: some}", "wrong-type"),
        ("{priors: [1]}", "wrong-type"),
        ("{priors: [{disposition: guilty}]}", "wrong-type"),
        ("{priors: [{date: 2024-02-30}]}", "bad-date"),
        ("{priors: [{provison: x}]}", "unknown-key"),
        ("{priors: {provision: x}}", "wrong-type"),
        ("{priors: [{pages: 10}]}", "wrong-type"),
        ("{priors: [{provision: [a]}]}", "wrong-type"),
    ],
)
def test_a_list_that_does_not_fit_is_refused(vocabulary: Vocabulary, facts: str, code: str) -> None:
    assert code in {problem.code for problem in refused(vocabulary, facts)}


def test_records_are_typed_field_by_field(vocabulary: Vocabulary) -> None:
    found = case(
        vocabulary,
        "{priors: [{provision: ' A  Code § 1(a) ', disposition: DEFERRED, final: no, date: 2001-02-03, pages: 1 to 3}, "
        "{final: unknown, pages: '4'}, {}]}",
    )
    assert found.records == {
        "priors": (
            {"provision": "A Code § 1(a)", "disposition": 1, "final": 0, "date": "2001-02-03", "pages": (1, 4)},
            {"pages": 4},
            {},
        )
    }
    assert found.open_lists == frozenset()


def test_an_open_list_is_marked(vocabulary: Vocabulary) -> None:
    found = case(vocabulary, "{priors: {at least: [{final: yes}]}}")
    assert (found.records, found.open_lists) == ({"priors": ({"final": 1},)}, frozenset({"priors"}))
    assert case(vocabulary, "{priors: none}").records == {"priors": ()}
    assert case(vocabulary, "{priors: []}").records == {"priors": ()}


def test_every_refusal_says_what_was_expected(vocabulary: Vocabulary) -> None:
    for fact in vocabulary.facts.values():
        assert expected(fact)
    for field in vocabulary.facts["priors"].fields:
        problems: list[Diagnostic] = []
        assert field_value(field, Scalar("%%", HERE), problems) in (None, "%%")
        assert all(problem.hint for problem in problems)


def test_an_answer_keeps_its_text_and_place(vocabulary: Vocabulary) -> None:
    found = read_cases(
        parse(
            "jurisdiction: xx\noffense_date: 2024-06-01\nfacts:\n  number:   under  18\n  verbs: [takes, gives]\n",
            "c.yaml",
        ),
        vocabulary,
    )[0]
    assert [tuple(answer) for answer in found.answers] == [
        ("number", "under 18", "c.yaml:4:13"),
        ("verbs", "takes; gives", "c.yaml:5:10"),
    ]
    assert found.says("number") == "under 18"
    assert found.says("held") == ""


def test_a_case_without_name_is_called_by_its_place(vocabulary: Vocabulary) -> None:
    assert case(vocabulary, "{}").name == "case:1"
    assert read_cases(parse("case: one\njurisdiction: [a, b]\noffense_date: 2024-06-01\n", "x"), vocabulary)[
        0
    ].jurisdictions == ("a", "b")


def test_an_interval_has_two_ends(vocabulary: Vocabulary) -> None:
    text = "jurisdiction: xx\noffense_date: {from: 2023-08-01, to: 2023-08-01}\n"
    found = read_cases(parse(text, "x"), vocabulary)[0]
    assert (found.begins, found.ends) == ("2023-08-01", "2023-08-01")
    with pytest.raises(Refused) as half:
        read_cases(parse("jurisdiction: xx\noffense_date: {from: 2023-08-01}\n", "x"), vocabulary)
    assert [d.code for d in half.value.diagnostics] == ["missing-key"]
