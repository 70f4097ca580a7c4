"""Grade tables in plain words: one line for each row and step, in the statute's order."""

from __future__ import annotations

from inforce.evaluate.text.expressions import Words
from inforce.facts.dates import term_words
from inforce.law.model import AdjustRule, GradeRule, Row


def grade_lines(rule: GradeRule, words: Words) -> list[str]:
    """A table: its default, its rows, and how it chooses among rows that hold together."""
    lines = [f"{row_result(rule.default)} unless a row below holds [{rule.default.cite}] {_mark(rule.default)}"]
    lines += [row_line(row, words) for row in rule.rows]
    if rule.highest:
        lines.append(f"where several rows hold, the one with the highest {', then '.join(rule.highest)} prevails")
    return [line.rstrip() for line in lines]


def step_lines(rule: AdjustRule, words: Words) -> list[str]:
    """Steps that follow a table, in order."""
    return [f"then {row_line(step, words)}" for step in rule.steps]


def row_line(row: Row, words: Words) -> str:
    """One row: what it sets, when, and its cite."""
    return f"{row_result(row)} if {words.of(row.when)} [{row.cite}] {_mark(row)}".rstrip()


def row_result(row: Row) -> str:
    """What a row sets."""
    grade = f"{row.grade} category" if row.grade.startswith("next ") else row.grade
    minimum = (
        "no raised minimum" if row.minimum == "none" else f"minimum {term_words(row.minimum)}" if row.minimum else ""
    )
    unknown = f"not known ({row.unknown})" if row.unknown else ""
    return ", ".join(part for part in (grade, minimum, unknown) if part)


def _mark(row: Row) -> str:
    return "" if row.confidence == "primary" else f"({row.confidence})"
