"""Conditions as SQL. SQL's own and, or, not are the three-valued ones that unknown facts need.

An expression is a node of sqlglot, or a Python value where the table settles it: True, False, or None for unknown.
"""

from __future__ import annotations

from sqlglot import exp

from inforce.evaluate.sql.shape import Held, Shape
from inforce.law.condition import And, Condition, Not, NotLess, Or, Within

Sql = exp.Expr
Truth = Sql | bool | None


def number(value: int) -> Sql:
    """A whole number."""
    return exp.Literal.number(value)


def text(value: str) -> Sql:
    """A text."""
    return exp.Literal.string(value)


_RESERVED = ("case", "of", "when")


def column(name: str) -> Sql:
    """A column; names that SQL keeps for itself are quoted."""
    return exp.column(name, quoted=name in _RESERVED)


def named(value: Sql, name: str) -> Sql:
    """A value under a name."""
    return exp.alias_(value, name, quoted=name in _RESERVED, copy=False)


def all_of(parts: list[Truth]) -> Truth:
    """Three-valued conjunction."""
    if any(part is False for part in parts):
        return False
    left = list(dict.fromkeys(part for part in parts if part is not True))
    if not left or left == [None]:
        return None if left else True
    made = [exp.Null() if part is None else _wrapped(part, exp.Or) for part in left]
    return made[0] if len(made) == 1 else exp.and_(*made, copy=False)


def any_of(parts: list[Truth]) -> Truth:
    """Three-valued disjunction."""
    if any(part is True for part in parts):
        return True
    left = list(dict.fromkeys(part for part in parts if part is not False))
    if not left or left == [None]:
        return None if left else False
    made = [exp.Null() if part is None else part for part in left]
    return made[0] if len(made) == 1 else exp.or_(*made, copy=False)


def negation(part: Truth) -> Truth:
    """Three-valued negation."""
    if part is None or isinstance(part, bool):
        return None if part is None else not part
    return part.this.copy() if isinstance(part, exp.Not) else exp.Not(this=_wrapped(part, exp.Connector))


def _wrapped(part: Sql | bool | None, kind: type[Sql]) -> Sql:
    assert isinstance(part, exp.Expr)
    return exp.paren(part, copy=False) if isinstance(part, kind) else part


class Conditions:
    """Conditions over the columns of one table, or over the expressions that become those columns."""

    def __init__(self, shape: Shape, columns: dict[str, Sql] | None = None) -> None:
        self.shape, self.columns = shape, columns
        self._made: dict[Condition, Truth] = {}

    def of(self, condition: Condition) -> Truth:
        """The condition as SQL; where a fact that it needs is unknown its value is NULL."""
        if condition not in self._made:
            made = self._of(condition)
            self._made[condition] = (
                _inlined(made, self.columns) if self.columns and isinstance(made, exp.Expr) else made
            )
        found = self._made[condition]
        return found.copy() if isinstance(found, exp.Expr) else found

    def _of(self, condition: Condition) -> Truth:
        if isinstance(condition, Within):
            return self._within(condition)
        if isinstance(condition, NotLess):
            return self._not_less(condition)
        if isinstance(condition, Not):
            return negation(self.of(condition.part))
        if isinstance(condition, And):
            return all_of([self.of(part) for part in condition.parts])
        return any_of([self.of(part) for part in (*condition.parts, *self._consensus(condition))])

    def _consensus(self, condition: Or) -> list[Condition]:
        """(o and yes) or (not o and no) holds where yes and no both do, though o be unknown; SQL must be told."""
        found: list[Condition] = []
        parts = [part for part in condition.parts if isinstance(part, And)]
        for part in parts:
            for test in part.parts:
                for other in parts:
                    if Not(test) in other.parts and isinstance(self.of(test), exp.Expr):
                        rest = [p for p in part.parts if p != test] + [p for p in other.parts if p != Not(test)]
                        found.append(And(tuple(rest)))
        return found

    def _within(self, test: Within) -> Truth:
        held = self.shape.held(test.variable)
        of = self.shape.variables[test.variable]
        low = test.low if test.low > of.low else None
        high = test.high if test.high < of.high else None
        if held.kind == "absent":
            return None
        if held.kind == "no":
            return test.low <= 0 < test.high
        if held.kind == "truth":
            return self.shape.column(held) if test.low == 1 else exp.Not(this=self.shape.column(held))
        if held.kind == "ranged":
            return _ranged(held, self.shape, low, high)
        column = self.shape.column(held)
        if low is not None and high == low + 1:
            return exp.EQ(this=column, expression=number(low))
        bounds: list[Truth] = []
        if low is not None:
            bounds.append(exp.GTE(this=column, expression=number(low)))
        if high is not None:
            bounds.append(exp.LT(this=column.copy(), expression=number(high)))
        return all_of(bounds)

    def _not_less(self, relation: NotLess) -> Truth:
        one, other = self.shape.held(relation.variable), self.shape.held(relation.other)
        if "absent" in (one.kind, other.kind):
            return None
        if one.kind != "ranged" and other.kind != "ranged":
            return exp.GTE(this=self.shape.column(one), expression=self.shape.column(other))
        never = exp.LTE(this=self.shape.high(one), expression=self.shape.low(other))
        always = exp.GTE(
            this=self.shape.low(one), expression=exp.Sub(this=self.shape.high(other), expression=number(1))
        )
        return truth_by(always, never)


def _ranged(held: Held, shape: Shape, low: int | None, high: int | None) -> Truth:
    """Whether a number known as a range lies within bounds."""
    inside: list[Truth] = []
    outside: list[Truth] = []
    if low is not None:
        inside.append(exp.GTE(this=shape.low(held), expression=number(low)))
        outside.append(exp.LTE(this=shape.high(held), expression=number(low)))
    if high is not None:
        inside.append(exp.LTE(this=shape.high(held), expression=number(high)))
        outside.append(exp.GTE(this=shape.low(held), expression=number(high)))
    return truth_by(all_of(inside), any_of(outside))


def truth_by(always: Truth, never: Truth) -> Truth:
    """True where the first surely holds, false where the second does, else unknown."""
    if isinstance(always, bool) and isinstance(never, bool):
        return True if always else False if never else None
    return exp.Case(
        ifs=[
            exp.If(this=_sql(always), true=exp.true()),
            exp.If(this=_sql(never), true=exp.false()),
        ]
    )


def _sql(part: Truth) -> Sql:
    return part if isinstance(part, exp.Expr) else exp.Null() if part is None else exp.convert(part)


def sql_of(part: Truth) -> Sql:
    """A truth as SQL, constants too; an unknown one with its type, which some engines ask for."""
    return exp.cast(exp.Null(), "boolean") if part is None else _sql(part)


def _inlined(made: Sql, columns: dict[str, Sql]) -> Sql:
    """The same with each column's own expression in its place."""

    def own(node: Sql) -> Sql:
        found = columns.get(node.name) if isinstance(node, exp.Column) and not node.args["this"].quoted else None
        return exp.paren(found.copy()) if found is not None else node

    return made.transform(own)
