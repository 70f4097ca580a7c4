"""The edits between two consolidated texts: parts are matched by cite and by what they say."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product

from inforce.evaluate.text.answer import rule_lines
from inforce.evaluate.text.expressions import Words
from inforce.evaluate.text.trees import row_result
from inforce.facts.frozen import Frozen
from inforce.law import model
from inforce.law.consolidate import Choices, InForce, conflicts, in_force
from inforce.law.load.library import Loaded
from inforce.law.model import Conflict, Jurisdiction
from inforce.law.within import labels_of
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


_ORDER = ("changed", "moved", "inserted", "removed")


class Texts:
    """The texts of a cite on two days, under each choice between conflicting acts, and their edits."""

    def __init__(
        self, loaded: Loaded, jurisdiction: Jurisdiction, section: str, asked: tuple[str, ...], days: tuple[str, str]
    ) -> None:
        self.loaded, self.jurisdiction, self.section, self.asked = loaded, jurisdiction, section, "".join(asked)
        own = {name: conflict for name, (home, conflict) in conflicts(jurisdiction).items() if home.section == section}
        acts = jurisdiction.acts
        live = [
            {name: c for name, c in own.items() if all(acts[act].effective <= day for act in c.between)} for day in days
        ]
        self.pairs = [
            (old, new)
            for old in _choices(live[0])
            for new in _choices(live[1])
            if all(old[name] == new[name] for name in old.keys() & new.keys())  # a fork that lasts goes one way
        ]
        self.preferred = {name: conflict.prefers for name, conflict in own.items()}
        self.parts = {
            (at, *sorted(choice.items())): self._parts(day, choice)
            for at, day in enumerate(days)
            for choice in _choices(live[at])
        }

    def edits(self) -> tuple[LawEdit, ...]:
        """The edits of each pair of texts; those of all pairs have no reading."""
        found: dict[LawEdit, list[tuple[Choices, Choices]]] = {}
        for old, new in self.pairs:
            before, after = self.parts[0, *sorted(old.items())], self.parts[1, *sorted(new.items())]
            for edit in edits(before, after):
                found.setdefault(edit, []).append((old, new))
        told = [
            edit.replace(
                reading="" if len(pairs) == len(self.pairs) else self._named(pairs),
                preferred=any(self._is_preferred(*pair) for pair in pairs),
            )
            for edit, pairs in found.items()
        ]
        return tuple(sorted(told, key=lambda edit: (not edit.preferred, _ORDER.index(edit.kind))))

    def _is_preferred(self, old: Choices, new: Choices) -> bool:
        return all(act == self.preferred[name] for choice in (old, new) for name, act in choice.items())

    def _named(self, pairs: list[tuple[Choices, Choices]]) -> str:
        """The acts that are followed in all of some pairs: those on which the edit depends."""
        common = set.intersection(*({act for choice in pair for act in choice.values()} for pair in pairs))
        return " and ".join(sorted(self.jurisdiction.acts[act].short for act in common))

    def _parts(self, day: str, choice: Choices) -> list[Part]:
        provisions = in_force(self.jurisdiction, day, choice)
        labels, ladder = labels_of(provisions)
        words_of = Words(self.loaded.vocabulary, labels, ladder)
        found: list[Part] = []
        for item in provisions:
            name = item.provision.name
            if item.file.section == self.section and (name.startswith(self.asked) or self.asked.startswith(name)):
                act = self.jurisdiction.acts.get(item.file.act)
                found += parts_of(item, act.name if act else "", words_of)
        return found


def _choices(live: dict[str, Conflict]) -> list[Choices]:
    """Every way to choose between the acts of some conflicts."""
    return [dict(zip(live, acts, strict=True)) for acts in product(*(conflict.between for conflict in live.values()))]
