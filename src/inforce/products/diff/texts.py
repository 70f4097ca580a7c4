"""The edits between two consolidated texts: parts are matched by cite and by what they say."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from inforce.evaluate.text.answer import rule_lines
from inforce.evaluate.text.expressions import Words
from inforce.evaluate.text.trees import row_result
from inforce.facts.frozen import Frozen
from inforce.law import model
from inforce.law.consolidate import InForce
from inforce.products.diff.report import LawEdit


class Part(Frozen):
    """A part of a text in force: a row, a step, an element, a definition. `says` is what it says, without its cite."""

    what: str
    cite: str
    says: str
    act: str
    place: str


def edits(before: list[Part], after: list[Part]) -> Iterator[LawEdit]:
    """What was removed, inserted, moved and changed between two texts. Equal parts are taken out first, then equal
    words under another cite, then other words under one cite; what is left came or went."""
    old, new = list(before), list(after)
    _matched(old, new, lambda a, b: (a.what, a.cite, a.says) == (b.what, b.cite, b.says))
    for one, other in _matched(old, new, lambda a, b: (a.what, a.says) == (b.what, b.says)):
        yield _edit("moved", one, other)
    for one, other in _matched(old, new, lambda a, b: (a.what, a.cite) == (b.what, b.cite)):
        yield _edit("changed", one, other)
    for one in old:
        yield _edit("removed", one, None)
    for other in new:
        yield _edit("inserted", None, other)


def _matched(old: list[Part], new: list[Part], alike: Callable[[Part, Part], bool]) -> list[tuple[Part, Part]]:
    """Pairs that are alike, each part once, taken out of both lists."""
    found = []
    for one in list(old):
        other = next((o for o in new if alike(one, o)), None)
        if other is not None:
            old.remove(one)
            new.remove(other)
            found.append((one, other))
    return found


def _edit(kind: str, one: Part | None, other: Part | None) -> LawEdit:
    shown = other or one
    assert shown is not None
    return LawEdit(
        kind, shown.what, one.cite if one else "", other.cite if other else "", one.says if one else "",
        other.says if other else "", "", True, other.act if other else "", shown.place,
    )  # fmt: skip


def parts_of(item: InForce, act: str, words: Words) -> Iterator[Part]:
    """The parts of a provision in force."""

    def part(what: str, cite: str, says: str, place: object) -> Part:
        return Part(what, cite, says, act, str(place))

    if not item.provision.rules:
        # Prose alone: what it says is not computed, so that its heading stands for it.
        yield part("provision", item.cite, item.provision.title, item.provision.place)
    for rule in item.provision.rules:
        if isinstance(rule, model.GradeRule):
            yield part("default", rule.default.cite, row_result(rule.default), rule.default.place)
            for row in rule.rows:
                yield part("row", row.cite, _row(row, words), row.place)
        elif isinstance(rule, model.AdjustRule):
            for step in rule.steps:
                yield part("step", step.cite, _row(step, words), step.place)
        elif isinstance(rule, model.OffenseRule):
            yield part("offense", rule.cite, rule.name, rule.place)
            for element in rule.elements:
                says = f"{element.kind}: {element.says}; computed: {words.of(element.meaning)}"
                yield part("element", element.cite, says, element.place)
        elif isinstance(rule, model.AttemptRule):
            for step in rule.steps:
                yield part("step", step.cite, _row(step, words), step.place)
        elif not isinstance(rule, (model.NoteRule, model.Conflict)):  # the library's own remarks, no text of the law
            what = _KINDS.get(type(rule), type(rule).__name__.removesuffix("Rule").lower())
            cite = getattr(rule, "cite", "") or item.cite
            says = " ".join(rule_lines(rule, words)).replace(f" [{cite}]", "")
            yield part(what, cite, says, rule.place)


_KINDS = {model.Define: "definition", model.Open: "open question", model.CountRule: "count"}


def _row(row: model.Row, words: Words) -> str:
    return f"{row_result(row)} if {words.of(row.when)}"
