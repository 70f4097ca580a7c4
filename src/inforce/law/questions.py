"""Questions about the law itself, as data for whatever answers them: is there a case in which a condition holds?

Everything a table does becomes a condition: that an offense's elements are met, that a tree comes to some leaves.
"""

from __future__ import annotations

from collections.abc import Collection

from inforce.facts.frozen import Frozen
from inforce.law.condition import ALWAYS, NEVER, Condition, both, either, negation
from inforce.law.lowered import Leaf, Offense, Sentence, Test, Tree


class FactMove(Frozen):
    """A change of one fact: a variable upwards or downwards, or one record more of a kind.

    It is asked about with pairs of conditions that exclude each other in one case: before the move, and after.

    `counted` are the counts that the added record raises.
    """

    variable: int
    up: bool
    list: str = ""
    counted: tuple[int, ...] = ()


def met(offense: Offense) -> Condition:
    """That an offense's elements are met."""
    return both([element.condition for element in offense.elements])


def comes_to(tree: Tree, wanted: Collection[int]) -> Condition:
    """That a tree comes to one of some leaves, by their codes."""
    if isinstance(tree, Leaf):
        return ALWAYS if tree.code in wanted else NEVER
    yes, no = comes_to(tree.yes, wanted), comes_to(tree.no, wanted)
    if yes == no:
        return yes
    return either([both([tree.condition, yes]), both([negation(tree.condition), no])])


def sentenced(offense: Offense, wanted: Collection[Sentence]) -> Condition:
    """That an offense's elements are met and its sentence is one of some."""
    leaves = {leaf.code for leaf in offense.leaves if offense.sentences[leaf.sentence] in wanted}
    return both([met(offense), comes_to(offense.tree, leaves)])


def prevails(offense: Offense, row: int) -> Condition:
    """That a row of the table is the one that decides; -1 is the default."""
    return comes_to(offense.tree, {leaf.code for leaf in offense.leaves if leaf.row == row})


def applies(offense: Offense, step: int) -> Condition:
    """That a step that follows the table applies."""
    applied = (leaf for leaf in offense.leaves if any(t.step == step and t.applied for t in leaf.trail))
    return comes_to(offense.tree, {leaf.code for leaf in applied})


def tree_conditions(tree: Tree) -> list[Condition]:
    """Every condition that a tree tests."""
    found: list[Condition] = []
    stack = [tree]
    while stack:
        node = stack.pop()
        if isinstance(node, Test):
            found.append(node.condition)
            stack += (node.yes, node.no)
    return found


def conditions_of(offense: Offense) -> list[Condition]:
    """Every condition that bears on an offense's elements, grade and defenses."""
    return [
        *(element.condition for element in offense.elements),
        *(row.condition for row in offense.rows),
        *tree_conditions(offense.tree),
        *(defense.condition for defense in offense.defenses),
    ]
