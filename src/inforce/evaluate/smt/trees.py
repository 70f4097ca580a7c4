"""Decision trees as logic: the number that a tree comes to, as one term."""

from __future__ import annotations

from typing import Any

import z3

from inforce.evaluate.smt.expressions import Terms
from inforce.law.lowered import Leaf, Offense, Tree


def leaf_term(tree: Tree, terms: Terms) -> Any:
    """The code of the leaf that a tree comes to."""
    if isinstance(tree, Leaf):
        return z3.IntVal(tree.code)
    return z3.If(terms.of(tree.condition), leaf_term(tree.yes, terms), leaf_term(tree.no, terms))


def met_term(offense: Offense, terms: Terms) -> Any:
    """Whether an offense's elements are met."""
    return z3.And([terms.of(element.condition) for element in offense.elements])
