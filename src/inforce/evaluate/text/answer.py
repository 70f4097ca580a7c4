"""A provision's rules as lines of text; a registry with an entry for each rule kind."""

from __future__ import annotations

from collections.abc import Callable

from inforce.evaluate.text.expressions import Words
from inforce.evaluate.text.trees import grade_lines, row_line, step_lines
from inforce.facts.dates import term_words
from inforce.law import model


def rule_lines(rule: model.Rule, words: Words) -> list[str]:
    """A rule in plain words."""
    return LINES[type(rule)](rule, words)


def _define(rule: model.Define, words: Words) -> list[str]:
    if rule.adds:
        # The whole term keeps its name; what is added has one of its own.
        whole = words.labels.get(rule.term, rule.label)
        return [f"{whole} also means: {words.of(rule.meaning)} [{rule.cite}] ({rule.label})"]
    return [f"{rule.label} means: {words.of(rule.meaning)} [{rule.cite}]"]


def _open(rule: model.Open, words: Words) -> list[str]:
    return [f"left open: {rule.says} [{rule.cite}]"]


def _offense(rule: model.OffenseRule, words: Words) -> list[str]:
    return [f"offense: {rule.name}", *(_element(element, words) for element in rule.elements)]


def _element(element: model.Element, words: Words) -> str:
    return f"  {element.kind}: {element.says} [{element.cite}]; computed: {words.of(element.meaning)}"


def _grade(rule: model.GradeRule, words: Words) -> list[str]:
    return [f"punishment of {rule.of}:", *(f"  {line}" for line in grade_lines(rule, words))]


def _adjust(rule: model.AdjustRule, words: Words) -> list[str]:
    return [f"for {rule.of}:", *(f"  {line}" for line in step_lines(rule, words))]


def _defense(rule: model.DefenseRule, words: Words) -> list[str]:
    by = f", by {rule.by}" if rule.by else ""
    return [f"{rule.kind} to {', '.join(rule.of)}: {rule.says} [{rule.cite}{by}]; computed: {words.of(rule.meaning)}"]


def _presumption(rule: model.PresumptionRule, words: Words) -> list[str]:
    return [f"presumption: {rule.says} [{rule.cite}]; computed: where {words.of(rule.when)}"]


def _note(rule: model.NoteRule, words: Words) -> list[str]:
    return [f"doubt ({rule.confidence}): {rule.says} [{rule.cite}]"]


def _count(rule: model.CountRule, words: Words) -> list[str]:
    each = "; ".join(
        f"each of {item}: {'' if exact else 'at least '}{number}" for item, (number, exact) in rule.each.items()
    )
    return [f"count of {rule.of}: {each} [{rule.cite}] ({rule.confidence})"]


def _punishment(rule: model.PunishmentRule, words: Words) -> list[str]:
    parts = [
        f"at least {term_words(rule.least)}" if rule.least else "",
        f"at most {term_words(rule.most)}" if rule.most else "",
    ]
    parts += ["or life" if rule.life else "", f"fine up to {rule.fine} {rule.currency}" if rule.fine else ""]
    return [f"{rule.grade} ({rule.mode}): {', '.join(part for part in parts if part)} [{rule.cite}]"]


def _ladder(rule: model.LadderRule, words: Words) -> list[str]:
    return [f"grades from the lowest: {', '.join(rule.grades)}"]


def _attempt(rule: model.AttemptRule, words: Words) -> list[str]:
    lines = [f"{rule.name} of any offense here [{rule.cite}]", *(_element(e, words) for e in rule.elements)]
    lines += [f"  {name.replace('_', ' ')} is read as: {words.of(meaning)}" for name, meaning in rule.reads.items()]
    return [*lines, *(f"  then {row_line(step, words)}" for step in rule.steps)]


def _burden(rule: model.BurdenRule, words: Words) -> list[str]:
    return [f"burden for {rule.subject}: on the {rule.on}, {rule.standard} [{rule.cite}]"]


def _canon(rule: model.CanonRule, words: Words) -> list[str]:
    return [f"canon, {rule.name} (decides the {rule.decides}): {rule.says} [{rule.cite}] ({rule.confidence})"]


def _repealed(rule: model.Repeal, words: Words) -> list[str]:
    return [f"repealed [{rule.cite}]"]


def _conflict(rule: model.Conflict, words: Words) -> list[str]:
    over = ", ".join(rule.over)
    return [f"conflict over {over}; {rule.canon}: {rule.because} ({rule.confidence}); against: {rule.against}"]


LINES: dict[type, Callable[..., list[str]]] = {
    model.Define: _define,
    model.Open: _open,
    model.OffenseRule: _offense,
    model.GradeRule: _grade,
    model.AdjustRule: _adjust,
    model.DefenseRule: _defense,
    model.PresumptionRule: _presumption,
    model.NoteRule: _note,
    model.CountRule: _count,
    model.PunishmentRule: _punishment,
    model.LadderRule: _ladder,
    model.AttemptRule: _attempt,
    model.BurdenRule: _burden,
    model.CanonRule: _canon,
    model.Repeal: _repealed,
    model.Conflict: _conflict,
}
