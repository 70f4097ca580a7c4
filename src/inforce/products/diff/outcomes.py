"""What changed texts come to: for each outcome that becomes another one, the smallest case that shows it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from inforce.diagram.smallest import Witness
from inforce.law.condition import Condition, both, either, negation
from inforce.law.lowered import Key, Offense, Sentence, key_of
from inforce.law.numbering import together
from inforce.law.questions import met, sentenced
from inforce.products.proving.sentences import leaf_in


class Side:
    """The offenses of one conduct on one day, under one choice of readings; its outcome is the harshest that fits."""

    def __init__(self, offenses: tuple[Offense, ...]) -> None:
        self.offenses = offenses
        found = {key_of(sentence): sentence for offense in offenses for sentence in offense.sentences}
        self.sentences = dict(sorted(found.items(), key=lambda item: _height(item[1])))

    @property
    def reading(self) -> str:
        """The readings that it follows."""
        return " and ".join(dict.fromkeys(o.reading for o in self.offenses if o.reading))

    @property
    def preferred(self) -> bool:
        """Whether it follows the preferred ones."""
        return all(offense.preferred for offense in self.offenses)

    def comes_to(self, key: Key | None) -> Condition:
        """That the harshest sentence is this one; with None, that no offense is met."""
        if key is None:
            return both([negation(met(offense)) for offense in self.offenses])
        wanted = self.sentences[key]
        here = either([sentenced(o, [s for s in o.sentences if key_of(s) == key]) for o in self.offenses])
        if len(self.offenses) == 1:
            return here
        harsher = [sentenced(o, [s for s in o.sentences if _harsher(s, wanted)]) for o in self.offenses]
        return both([here, *map(negation, harsher)])

    def outcome(self, witness: Witness) -> tuple[Sentence | None, tuple[str, ...]]:
        """The sentence in a case, and the cites that decide it."""
        found: tuple[Sentence | None, tuple[str, ...]] = (None, ())
        for offense in self.offenses:
            leaf = leaf_in(offense, witness.values)
            if leaf is None:
                continue
            sentence = offense.sentences[leaf.sentence]
            if found[0] is None or _harsher(sentence, found[0]):
                row = offense.default if leaf.row < 0 else offense.rows[leaf.row]
                steps = [offense.steps[trail.step].cite for trail in leaf.trail if trail.applied]
                found = sentence, tuple(dict.fromkeys((row.cite, *steps)))
        return found


def _harsher(one: Sentence, other: Sentence) -> bool:
    """An order of all sentences: ceiling, floor, grade, then whatever tells them apart, so that one is the first."""
    return _height(one) > _height(other)


def _height(sentence: Sentence) -> tuple[object, ...]:
    return (sentence.rank, sentence.unknown, *map(str, key_of(sentence)))


def sides(offenses: list[Offense], section: str, conduct: str) -> list[Side]:
    """The offenses of a section and conduct under each choice of readings, the preferred first."""
    by_id: dict[str, list[Offense]] = {}
    for offense in offenses:
        if (offense.section, offense.conduct) == (section, conduct):
            by_id.setdefault(offense.id, []).append(offense)
    found = [Side(choice) for choice in product(*by_id.values()) if together(choice)]
    return sorted(found, key=lambda side: not side.preferred)


def passages(before: Side, after: Side) -> Iterator[Condition]:
    """The condition of every way in which one outcome can become another."""
    for old, new in product((None, *before.sentences), (None, *after.sentences)):
        if old != new:
            yield both([before.comes_to(old), after.comes_to(new)])


def direction(before: Sentence | None, after: Sentence | None) -> str:
    """Whether an outcome is harsher, milder, new, gone, or open because only bounds are known."""
    if before is None:
        return "new"
    if after is None:
        return "gone"
    if before.unknown or after.unknown:
        return "open"
    if (before.rank, before.minimum) == (after.rank, after.minimum):
        return "changed"
    return "harsher" if (after.rank, after.minimum) > (before.rank, before.minimum) else "milder"


def defended(before: Side, after: Side) -> Iterator[tuple[str, bool, Condition]]:
    """Each defense that one day has and the other has not: its cite, whether it is lost, and the condition of a case
    that is an offense on both days, has it made out on one, and none at all on the other."""
    for one, other, is_lost in ((before, after, True), (after, before, False)):
        made = [(d.cite, both([met(o), d.condition])) for o in one.offenses for d in o.defenses]
        none = negation(either([both([met(o), d.condition]) for o in other.offenses for d in o.defenses]))
        still = either([met(offense) for offense in other.offenses])
        known = [(met(o), d.condition) for o in other.offenses for d in o.defenses]
        for cite, condition in dict(made).items():
            if condition not in [both([here, holds]) for here, holds in known]:
                yield cite, is_lost, both([condition, still, none])
