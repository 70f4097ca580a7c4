"""Rows of one table that can hold together, and whether the highest settles it."""

from __future__ import annotations

from itertools import combinations

from inforce.law.condition import both
from inforce.law.lowered import Offense
from inforce.law.questions import comes_to, met
from inforce.products.verify.answers import Answers, titled


def ask(answers: Answers) -> None:
    """For each pair of rows: they cannot hold together, or the one that sets more prevails."""
    (offense,) = answers.subject.offenses
    for a, b in combinations(range(len(offense.rows)), 2):
        one, other = offense.rows[a], offense.rows[b]
        what = f"{titled(offense)}, rows {a + 1} and {b + 1} ({one.cite}, {other.cite})"
        together = both([met(offense), one.condition, other.condition])
        witness = answers.prove(what, answers.prover.smallest, together)
        if witness is None:
            continue
        answers.note(what, f"{one.cite} and {other.cite} can hold together; the higher prevails.", witness)
        highest = max(one.height, other.height)
        lower = comes_to(offense.tree, {leaf.code for leaf in offense.leaves if _height(offense, leaf.row) < highest})
        lost = answers.prove(what, answers.prover.smallest, both([together, lower]))
        if lost is not None:
            says = f"{one.cite} and {other.cite} can hold together, and the row that sets less prevails."
            answers.find(what, says, lost, place=one.place)
        elif one.height == other.height and _ways(offense, a) != _ways(offense, b):
            says = f"{one.cite} and {other.cite} set the same and can hold together, but what follows differs by row."
            answers.find(f"{what}, equal", says, witness, place=one.place)


def _height(offense: Offense, row: int) -> tuple[int, int]:
    return (offense.default if row < 0 else offense.rows[row]).height


def _ways(offense: Offense, row: int) -> set[tuple[object, ...]]:
    """What may follow where a row prevails: which steps apply, and to what they lead."""
    return {
        (tuple((trail.step, trail.condition, trail.applied) for trail in leaf.trail), offense.sentences[leaf.sentence])
        for leaf in offense.leaves
        if leaf.row == row
    }
