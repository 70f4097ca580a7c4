"""What a table of cases holds: for each variable of the law, whether and how its columns say it.

The query is made for one shape, so that a column without gaps needs no branch for the unknown.
"""

from __future__ import annotations

import re

from sqlglot import exp

from inforce.facts.frozen import Frozen
from inforce.facts.vocabulary import Variable, Vocabulary
from inforce.law.condition import Condition
from inforce.law.lowered import Code


class Held(Frozen):
    """How a table holds a variable.

    `kind`: absent; truth; exact; ranged, as two columns for a half-open range; no, where no row can say yes.
    """

    name: str
    kind: str
    unknowns: bool  # whether it may hold NULL, or a range wider than one number


class Shape:
    """The columns of the table `facts` by the variables that they hold."""

    def __init__(
        self,
        code: Code,
        vocabulary: Vocabulary,
        held: dict[int, Held],
        days: bool,
        settled: dict[str, exp.Expr] | None = None,
    ) -> None:
        self.code, self.vocabulary = code, vocabulary
        self.variables: tuple[Variable, ...] = code.variables
        self.days = days  # whether conduct may go over several days
        self.settled = settled or {}  # columns that are made from those of the table, for open questions of law
        self._held = held
        # Where a table gives batches of material: the shape that an offense sees, by what it reaches and counts.
        self.reached: dict[tuple[Condition, str], Shape] = {}

    def narrowed(self, held: dict[int, Held]) -> Shape:
        """The same shape with other columns for some variables."""
        return Shape(self.code, self.vocabulary, {**self._held, **held}, self.days, self.settled)

    def held(self, variable: int) -> Held:
        """How the table holds a variable."""
        return self._held.get(variable) or Held(column_name(self.variables[variable]), "absent", True)

    def column(self, held: Held) -> exp.Expr:
        """The column of a variable that is known exactly or not at all."""
        return exp.column(held.name)

    def low(self, held: Held) -> exp.Expr:
        """The lowest number that a ranged variable may be."""
        return exp.column(f"{held.name}_low" if held.kind == "ranged" else held.name)

    def high(self, held: Held) -> exp.Expr:
        """The number above the highest that a variable may be."""
        if held.kind == "ranged":
            return exp.column(f"{held.name}_high")
        return exp.Add(this=exp.column(held.name), expression=exp.Literal.number(1))


def column_name(variable: Variable) -> str:
    """The column of a variable: a fact's own name; for a member of a set, both names in one."""
    return re.sub(r"[^a-z0-9]+", "_", variable.id.lower()).strip("_")


def kind_of(variable: Variable) -> str:
    """How a variable is held where it is known exactly."""
    return "truth" if (variable.low, variable.high) == (0, 2) else "exact"
