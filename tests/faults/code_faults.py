"""Faults that a hurried change could bring into the evaluators and the diagrams, and what catches each.

`solver` and `text` are the differential tests of the library's cases, `cases` the law's own tests, `kinds` compares the
kinds of record that the solver finds with those that the law layer lists, and `provers` is verify, in which the
diagrams and the solver must agree. The faults of the SQL evaluator stand beside its own tests.
"""

from __future__ import annotations

from typing import NamedTuple


class CodeFault(NamedTuple):
    """A line of the program, what it becomes, and who must notice."""

    name: str
    file: str
    good: str
    bad: str
    caught_by: str


CODE_FAULTS = (
    CodeFault(
        "the solver's interval is closed",
        "evaluate/smt/expressions.py",
        "bounds.append(term < condition.high)",
        "bounds.append(term <= condition.high)",
        "solver",
    ),
    CodeFault(
        "the solver's tree takes the other branch",
        "evaluate/smt/trees.py",
        "leaf_term(tree.yes, terms), leaf_term(tree.no, terms))",
        "leaf_term(tree.no, terms), leaf_term(tree.yes, terms))",
        "solver",
    ),
    CodeFault(
        "the solver forgets what must hold between facts",
        "evaluate/smt/expressions.py",
        "self.limits += [self.of(must) for must in musts]",
        "self.limits += []",
        "provers",
    ),
    CodeFault(
        "the solver counts a record whose provision only contains the named one",
        "evaluate/smt/records.py",
        "self.limits.append(z3.Implies(self._provisions[one], self._provisions[other]))",
        "self.limits.append(z3.Implies(self._provisions[other], self._provisions[one]))",
        "kinds",
    ),
    CodeFault(
        "the solver lets a list hold fewer records than none",
        "evaluate/smt/expressions.py",
        "self.limits += [number >= 0 for number in self.numbers[name]]",
        "self.limits += [number >= -1 for number in self.numbers[name]]",
        "provers",
    ),
    CodeFault(
        "a smallest case is the first and not the nearest",
        "diagram/smallest.py",
        "if (cost := (away + own[0], distance + own[1])) <= best:",
        "if best == NOWHERE and (cost := (away + own[0], distance + own[1])) <= best:",
        "provers",
    ),
    CodeFault(
        "a number is taken from the far end of its cell",
        "diagram/smallest.py",
        "return min(max(self.plain[self.space.variables[level]], low), high - 1)",
        "return min(high - 1, low + 7)",
        "provers",
    ),
    CodeFault(
        "the diagrams take part of a cell for the whole",
        "diagram/space.py",
        "hits = [condition.low <= low and high <= condition.high for low, high in cells]",
        "hits = [condition.low <= low and low < condition.high for low, high in cells[:-1]] + [False]",
        "solver",
    ),
    CodeFault(
        "a condition is widened where it must not be",
        "diagram/conditions.py",
        "stack += children if cells is None else [children[position] for position in cells]",
        "stack += children[:-1] if cells is None else [children[position] for position in cells]",
        "solver",
    ),
    CodeFault(
        "a rule compares with the wrong end when it is explained",
        "evaluate/explain/expressions.py",
        'return f"({name} >= {low})"',
        'return f"({name} > {low})"',
        "cases",
    ),
    CodeFault(
        "the text prints a range that begins one later",
        "evaluate/text/expressions.py",
        'low = first.right.value + (first.op == ">")',
        "low = first.right.value + 1",
        "text",
    ),
    CodeFault(
        "the text leaves out a denial",
        "evaluate/text/expressions.py",
        'return f"not ({text})" if compare.op == "!=" else text',
        "return text",
        "text",
    ),
)
