"""The tests of a query: each condition of the law once, as a column that the trees of all offenses read."""

from __future__ import annotations

from sqlglot import exp

from inforce.evaluate.sql.expressions import Conditions, Sql, Truth, any_of, column, named
from inforce.evaluate.sql.shape import Shape
from inforce.law.condition import Condition, variables_in


class Tests:
    """Conditions as columns, made when an offense first needs them."""

    def __init__(self, shape: Shape, prefix: str = "test_") -> None:
        self.shape, self.prefix = shape, prefix
        self._conditions = Conditions(shape)
        self._made: dict[Condition, tuple[str, Sql, list[str]]] = {}

    def of(self, condition: Condition, cite: str = "") -> Truth:
        """The test as a column, or what the table settles it to be. `cite` is the rule that tests it."""
        found = self._conditions.of(condition)
        if not isinstance(found, exp.Expr) or isinstance(found, exp.Column):
            return found
        name, _, cites = self._made.setdefault(condition, (f"{self.prefix}{len(self._made) + 1}", found, []))
        if cite and cite not in cites:
            cites.append(cite)
        return column(name)

    def any_of(self, conditions: tuple[Condition, ...]) -> Truth:
        """Whether any of some tests holds."""
        return any_of([self.of(condition) for condition in conditions])

    def may_be_null(self, *conditions: Condition) -> bool:
        """Whether a test can be unknown for some row."""
        return any(self.shape.held(v).unknowns for condition in conditions for v in variables_in(condition))

    def columns(self) -> list[Sql]:
        """The tests that were needed, each with the cites of the rules that make it."""
        found = []
        for name, test, cites in self._made.values():
            alias = named(test.copy(), name)
            if cites:
                alias.add_comments(["; ".join(cites)])
            found.append(alias)
        return found
