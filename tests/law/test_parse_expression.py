"""Expressions of rules: each construct has one typed tree; everything else is refused where it stands, with a hint."""

from __future__ import annotations

import pytest

from inforce.facts.diagnostics import Diagnostic
from inforce.facts.documents import parse
from inforce.facts.read_vocabulary import read_vocabulary
from inforce.law.expression import FALSE, TRUE, Compare, Count, Expression, Member, Name, Number, OneOf, Op, Under
from inforce.law.parse_expression import Misread, Scope, parse_expression

COMMON = "label: l, question: q, help: h"
VOCABULARY = f"""\
held: {{type: bool, {COMMON}}}
shown: {{type: bool, {COMMON}}}
number: {{type: int, {COMMON}}}
other: {{type: int, {COMMON}}}
kind: {{type: enum, values: [actual, drawn], {COMMON}}}
knows: {{type: ordered, values: [no, should, does], {COMMON}}}
verbs: {{type: set, values: [takes, gives], {COMMON}}}
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
"""
LADDER = ("petty", "serious", "grave")


def scope(outputs: bool = False) -> Scope:
    problems: list[Diagnostic] = []
    vocabulary = read_vocabulary({"x": parse(VOCABULARY, "x.yaml")[0]}, problems)
    assert problems == []
    return Scope(vocabulary, {"qualified": "bool", "qualifying": "int"}, frozenset({"settled"}), LADDER, outputs)


def fact(name: str) -> Number:
    return Number("fact", id=name)


def literal(value: int) -> Number:
    return Number("literal", value)


def field(name: str) -> Number:
    return Number("field", id=name)


GRADE = Number("output", id="grade")
HELD, SHOWN = Name("held", "fact"), Name("shown", "fact")

TREES: dict[str, Expression | Count] = {
    "True": TRUE,
    "False": FALSE,
    "held": HELD,
    "  held  ": HELD,
    "qualified": Name("qualified", "term"),
    "settled": Name("settled", "open"),
    "not held": Op("not", (HELD,)),
    "held and shown": Op("and", (HELD, SHOWN)),
    "held or shown or held": Op("or", (HELD, SHOWN, HELD)),
    "held and (shown or not held)": Op("and", (HELD, Op("or", (SHOWN, Op("not", (HELD,)))))),
    "held or shown and held": Op("or", (HELD, Op("and", (SHOWN, HELD)))),
    "number == 3": Compare(fact("number"), "==", literal(3)),
    "number != 3": Compare(fact("number"), "!=", literal(3)),
    "number < 3": Compare(fact("number"), "<", literal(3)),
    "3 < number": Compare(fact("number"), ">", literal(3)),
    "3 <= number": Compare(fact("number"), ">=", literal(3)),
    "3 == number": Compare(fact("number"), "==", literal(3)),
    "10 <= number < 50": Op(
        "and", (Compare(fact("number"), ">=", literal(10)), Compare(fact("number"), "<", literal(50)))
    ),
    "number >= other": Compare(fact("number"), ">=", fact("other")),
    "qualifying >= 2": Compare(Number("term", id="qualifying"), ">=", literal(2)),
    'kind == "drawn"': Compare(fact("kind"), "==", literal(1)),
    'kind != "drawn"': Compare(fact("kind"), "!=", literal(1)),
    '"drawn" == kind': Compare(fact("kind"), "==", literal(1)),
    'knows >= "should"': Compare(fact("knows"), ">=", literal(1)),
    '"should" <= knows': Compare(fact("knows"), ">=", literal(1)),
    'kind in ["drawn", "actual"]': OneOf(fact("kind"), (0, 1)),
    'kind in ("drawn",)': OneOf(fact("kind"), (1,)),
    'kind not in ["drawn"]': Op("not", (OneOf(fact("kind"), (1,)),)),
    '"gives" in verbs': Member("verbs", 1),
    '"gives" not in verbs': Op("not", (Member("verbs", 1),)),
    "count(p for p in priors)": Count("priors", TRUE),
    "count(p for p in priors if p.final)": Count("priors", Name("final", "field")),
    "count(p for p in priors if p.final if not p.final)": Count(
        "priors", Op("and", (Name("final", "field"), Op("not", (Name("final", "field"),))))
    ),
    'count(p for p in priors if p.provision in "Example Code ch. 5")': Count(
        "priors", Under("provision", "Example Code ch. 5")
    ),
    'count(q for q in priors if q.disposition == "deferred")': Count(
        "priors", Compare(field("disposition"), "==", literal(1))
    ),
    'count(p for p in priors if p.disposition in ["deferred"])': Count("priors", OneOf(field("disposition"), (1,))),
    "count(p for p in priors if settled or p.final)": Count(
        "priors", Op("or", (Name("settled", "open"), Name("final", "field")))
    ),
}

OUTPUT_TREES: dict[str, Expression] = {
    'grade == "serious"': Compare(GRADE, "==", literal(1)),
    'grade >= "serious"': Compare(GRADE, ">=", literal(1)),
    'grade in ["petty", "grave"]': OneOf(GRADE, (0, 2)),
    'row in "(c-1)(2)"': Under("row", "(c-1)(2)"),
    'row not in "(c-1)(2)"': Op("not", (Under("row", "(c-1)(2)"),)),
}


@pytest.mark.parametrize("text", TREES)
def test_each_construct_has_one_tree(text: str) -> None:
    assert parse_expression(text, scope()) == TREES[text]


@pytest.mark.parametrize("text", OUTPUT_TREES)
def test_a_step_may_test_the_outputs_so_far_and_nothing_else_may(text: str) -> None:
    assert parse_expression(text, scope(outputs=True)) == OUTPUT_TREES[text]
    with pytest.raises(Misread):
        parse_expression(text, scope())


# text: (code, column from 0, words of the message, words of the hint)
REFUSED = {
    # syntax
    "": ("expression-syntax", None, "cannot be read", ""),
    "held and": ("expression-syntax", None, "cannot be read", ""),
    "held shown": ("expression-syntax", None, "cannot be read", ""),
    "held = shown": ("expression-syntax", None, "cannot be read", ""),
    "held; shown": ("expression-syntax", None, "cannot be read", ""),
    "held\x00": ("expression-syntax", None, "cannot be read", ""),
    "1" * 5_000: ("expression-syntax", None, "cannot be read", ""),
    "(" * 300 + "held" + ")" * 300: ("expression-syntax", None, "", ""),
    "held and 1": ("expression-syntax", 9, "Constant", ""),
    "held and 'x'": ("expression-syntax", 9, "Constant", ""),
    "held and None": ("expression-syntax", 9, "Constant", ""),
    "shown if held else held": ("expression-syntax", 0, "IfExp", ""),
    "lambda: held": ("expression-syntax", 0, "Lambda", ""),
    "(x := held)": ("expression-syntax", 1, "NamedExpr", ""),
    "held and print(1)": ("expression-syntax", 9, "Call", ""),
    "__import__('os').system('x')": ("expression-syntax", 0, "Call", ""),
    "number + 1 > 3": ("expression-syntax", 0, "BinOp", ""),
    "number > 1 + 1": ("expression-syntax", 9, "BinOp", ""),
    "number > -1": ("expression-syntax", 9, "UnaryOp", ""),
    "number > 1.5": ("expression-syntax", 9, "Constant", ""),
    "number > True": ("expression-syntax", 9, "Constant", ""),
    "held is shown": ("expression-syntax", 0, "comparison", ""),
    "[held]": ("expression-syntax", 0, "List", ""),
    "held[0]": ("expression-syntax", 0, "Subscript", ""),
    "f'{held}'": ("expression-syntax", 0, "JoinedStr", ""),
    "priors.final": ("expression-syntax", 0, "inside count", ""),
    "count(priors)": ("expression-syntax", 0, "count(p for p in priors", ""),
    "count(p for p in priors if p.final, 3)": ("expression-syntax", None, "", ""),
    "count(p for p in priors for q in priors)": ("expression-syntax", 0, "count(p for p in priors", ""),
    "count(p.final for p in priors)": ("expression-syntax", None, "count(p for p in priors", ""),
    "count(q for p in priors)": ("expression-syntax", None, "", ""),
    "count(p for p in priors) >= 2": ("expression-syntax", 0, "Call", ""),
    # names
    "hald": ("unknown-name", 0, "hald", "held"),
    "held and shwn": ("unknown-name", 9, "shwn", "shown"),
    "nubmer > 3": ("unknown-name", 0, "nubmer", "number"),
    "number > othr": ("unknown-name", 9, "othr", "other"),
    "qualifed": ("unknown-name", 0, "qualifed", "qualified"),
    '"takes" in vrbs': ("unknown-name", 11, "vrbs", "verbs"),
    "count(p for p in prior)": ("unknown-name", 17, "prior", "priors"),
    "count(p for p in priors if p.finale)": ("unknown-name", 27, "finale", "final"),
    "count(p for p in priors if q.final)": ("unknown-name", 27, "q", ""),
    "grade": ("unknown-name", 0, "grade", ""),
    # types
    "number": ("expression-type", 0, "not true or false", ""),
    "kind": ("expression-type", 0, "not true or false", ""),
    "verbs": ("expression-type", 0, "not true or false", ""),
    "priors": ("expression-type", 0, "not true or false", ""),
    "qualifying": ("expression-type", 0, "is a number", ""),
    "held and number": ("expression-type", 9, "not true or false", ""),
    "held == shown": ("expression-type", 0, "not a number", ""),
    "held == 1": ("expression-type", 0, "not a number", ""),
    "qualified >= 2": ("expression-type", 0, "true or false, not a number", ""),
    'number == "3"': ("expression-type", 10, "'3'", ""),
    "kind == 1": ("expression-type", 8, "values in quotes", ""),
    'kind == "drwn"': ("expression-type", 8, "'drwn'", "drawn"),
    'kind >= "drawn"': ("expression-type", 0, "no order", ""),
    'kind in ["drawn", "drwn"]': ("expression-type", 18, "'drwn'", "drawn"),
    'kind in ["drawn", 1]': ("expression-type", 18, "value in quotes", ""),
    "kind in verbs": ("expression-type", 8, "list of values", ""),
    "number in [1, 2]": ("expression-type", 10, "list of values", ""),
    '"xyz" in verbs': ("expression-type", 0, "'xyz'", "one of takes, gives"),
    '"takes" in kind': ("expression-type", 11, "no set", ""),
    "number == kind": ("expression-type", None, "", ""),
    "1 < 2": ("expression-type", None, "", ""),
    "count(p for p in verbs)": ("expression-type", 17, "no list of records", ""),
    "count(p for p in priors if p.provision)": ("expression-type", 27, "not true or false", ""),
    'count(p for p in priors if p.final in "Example Code § 5")': ("expression-type", 27, "no provision", ""),
    "count(p for p in priors if p.final == 1)": ("expression-type", None, "", ""),
    "count(p for p in priors if p.date > 3)": ("expression-type", None, "", ""),
    "count(p for p in priors if p.provision == 3)": ("expression-type", None, "", ""),
    # A record's predicate tests the record: what is true of the case cannot be decided while counting.
    "count(p for p in priors if held)": (None, None, "", ""),
    "count(p for p in priors if qualified)": (None, None, "", ""),
    "count(p for p in priors if number > 3)": (None, None, "", ""),
    'count(p for p in priors if "takes" in verbs)': (None, None, "", ""),
}


@pytest.mark.parametrize("text", REFUSED, ids=lambda text: text[:50] or "nothing")
def test_everything_else_is_refused_where_it_stands(text: str) -> None:
    code, column, message, hint = REFUSED[text]
    with pytest.raises(Misread) as found:
        parse_expression(text, scope())
    assert code in (None, found.value.code)
    assert message in found.value.message
    assert hint in found.value.hint
    assert 0 <= found.value.column <= len(text)
    if column is not None:
        assert found.value.column == column


@pytest.mark.parametrize(("text", "column"), [("held and and shown", 9), ("number >< 3", 8)])
def test_a_slip_of_syntax_is_shown_at_its_column_from_0_as_all_others(text: str, column: int) -> None:
    with pytest.raises(Misread) as found:
        parse_expression(text, scope())
    assert found.value.column == column


def test_columns_count_characters_and_not_bytes() -> None:
    text = 'count(p for p in priors if p.provision in "Example Code § 5" or p.finale)'
    with pytest.raises(Misread) as found:
        parse_expression(text, scope())
    assert text[found.value.column :].startswith("p.finale")


def test_leading_blanks_do_not_shift_the_column() -> None:
    text = "   held and shwn"
    with pytest.raises(Misread) as found:
        parse_expression(text, scope())
    assert text[found.value.column :].startswith("shwn")


@pytest.mark.parametrize(
    "text", ["not " * 3_000 + "held", "(" * 90 + "held" + " or held)" * 90, "held" + " or held" * 5_000]
)
def test_a_long_or_deep_expression_is_read_or_refused_and_breaks_nothing(text: str) -> None:
    from inforce.law.expression import names_in

    try:
        said = names_in(parse_expression(text, scope()))
    except Misread as misread:
        said = misread.code
    assert said in ("expression-syntax", {("fact", "held")})


def test_nothing_is_ever_run(tmp_path: object) -> None:
    for text in (f"open('{tmp_path}/x', 'w')", "exit()", "[].__class__", "held and (lambda: 1)()"):
        with pytest.raises(Misread):
            parse_expression(text, scope())
    assert not list(tmp_path.iterdir())  # type: ignore[attr-defined]
