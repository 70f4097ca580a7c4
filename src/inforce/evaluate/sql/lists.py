"""Counting records in SQL: from nested lists, or from columns that each count records of one kind."""

from __future__ import annotations

from collections.abc import Callable

from sqlglot import exp

from inforce.evaluate.sql.cells import digits_in, looked_up
from inforce.evaluate.sql.dialects import counted
from inforce.evaluate.sql.expressions import Sql, Truth, all_of, any_of, negation, number, sql_of, text
from inforce.evaluate.sql.table import Column
from inforce.facts.cells import Template
from inforce.facts.values import UNKNOWN
from inforce.facts.vocabulary import UNBOUNDED, Fact
from inforce.law.cites import Codes, cite_of, path_of
from inforce.law.expression import Compare, Expression, Name, OneOf, Op, Under
from inforce.law.lowered import Code
from inforce.law.records import matches

RECORD = "record"
_OPERATORS: dict[str, type[exp.Binary]] = {
    "==": exp.EQ,
    "!=": exp.NEQ,
    "<": exp.LT,
    "<=": exp.LTE,
    ">": exp.GT,
    ">=": exp.GTE,
}


class Counting:
    """Counts of records by the predicates of one jurisdiction's rules."""

    def __init__(self, code: Code, dialect: str) -> None:
        self.code, self.dialect = code, dialect

    def templates(
        self, columns: list[Column], when: Expression, bounds: Callable[[Column], tuple[Sql, Sql]]
    ) -> Sql | tuple[Sql, Sql]:
        """How many records satisfy a predicate, by columns that count: a number, or the bounds of one.

        A column without a value leaves the list open, for records of any kind.
        """
        low: list[Sql] = []
        high: list[Sql] = []
        exact = True
        for column in columns:
            assert isinstance(column.use, Template)
            state = matches(when, dict(column.use.fields), self.code.codes)
            least, above = bounds(column)
            ranged = any(m.ranges for m in column.meanings.values())
            exact = exact and state is not None and not ranged and not column.gaps
            if state is True:
                low.append(exp.func("COALESCE", least, number(0)) if column.gaps or ranged else least)
            # Where it does not count, a column still says whether the list is complete.
            most: Sql = exp.Sub(this=exp.paren(above), expression=number(1)) if state is not False else number(0)
            if column.gaps or ranged:
                known = exp.Not(this=exp.Is(this=exp.paren(above.copy()), expression=exp.Null()))
                most = exp.Case(ifs=[exp.If(this=known, true=most)], default=number(UNBOUNDED))
            high.append(most)
        if exact:
            return _sum(low)
        capped = exp.Least(
            this=exp.Add(this=_sum(high), expression=number(1)), expressions=[number(UNBOUNDED)], ignore_nulls=False
        )
        return _sum(low), capped

    def nested(self, column: Column, fact: Fact, when: Expression) -> tuple[Sql, Sql]:
        """The least number of records of a nested list that satisfy a predicate, and the number above the greatest."""
        fields = Fields(column, fact, self.code.codes)
        holds = fields.of(when)
        surely = counted(self.dialect, column.source, RECORD, sql_of(holds))
        perhaps = counted(self.dialect, column.source, RECORD, _not_false(holds))
        return surely, exp.Add(this=perhaps, expression=number(1))

    def unreadable(self, column: Column, fact: Fact) -> list[Sql]:
        """Where some record of a nested list has a value that cannot be read."""
        fields = Fields(column, fact, self.code.codes)
        bad = [test for field in column.fields if (test := fields.unreadable(field)) is not None]
        if not bad:
            return []
        some = counted(self.dialect, column.source, RECORD, sql_of(any_of(list(bad))))
        return [exp.GT(this=some, expression=number(0))]


class Fields:
    """The fields of a nested list's records as typed expressions."""

    def __init__(self, column: Column, fact: Fact, codes: Codes, record: str = RECORD) -> None:
        self.record = record
        self.columns = {str(field.use): field for field in column.fields}
        self.fields = {field.id: field for field in fact.fields}
        self.codes = codes

    def raw(self, name: str) -> Sql:
        """A field as stored."""
        return exp.Dot(this=exp.to_identifier(self.record), expression=exp.to_identifier(name))

    def of(self, when: Expression) -> Truth:
        """A predicate on a record's fields, three-valued."""
        match when:
            case Name(id=field):
                return self._value(field, truth=True)
            case Under(left=field, provision=whole):
                return self._under(field, whole)
            case OneOf(left=left, positions=positions):
                value = self._value(left.id)
                if value is None:
                    return None
                return exp.In(this=value, expressions=[number(position) for position in positions])
            case Compare(left=left, op=op, right=right):
                value = self._value(left.id)
                if value is None:
                    return None
                return _OPERATORS[op](this=value, expression=number(right.value))
            case Op(op="not", args=(part,)):
                return negation(self.of(part))
            case Op(op="and", args=args):
                return all_of([self.of(arg) for arg in args])
            case Op(args=args):
                return any_of([self.of(arg) for arg in args])
        raise TypeError(when)

    def _value(self, name: str, truth: bool = False) -> Sql | None:
        column = self.columns.get(name)
        if column is None:
            return None
        if column.storage in ("boolean", "integer"):
            return self.raw(name)
        values: dict[str, Sql] = {}
        for cell, meaning in column.meanings.items():
            if meaning.ranges and meaning.ranges[0][1][1] == meaning.ranges[0][1][0] + 1:
                position = meaning.ranges[0][1][0]
                values[cell] = exp.convert(bool(position)) if truth else number(position)
        found = looked_up(self.raw(name), values)
        return None if isinstance(found, exp.Null) else found

    def bounds(self, name: str) -> tuple[Sql, Sql]:
        """The half-open range in which a field of numbers, words or yes and no lies; NULL where it is not given."""
        column = self.columns.get(name)
        if column is None:
            return exp.cast(exp.Null(), "bigint"), exp.cast(exp.Null(), "bigint")
        if column.storage == "boolean":
            one = exp.If(this=self.raw(name), true=number(1))
            exact: Sql = exp.Case(ifs=[one, exp.If(this=exp.Not(this=self.raw(name)), true=number(0))])
        else:
            exact = self.raw(name) if column.storage == "integer" else digits_in(self.raw(name))
        above: Sql = exp.Add(this=exact.copy(), expression=number(1))
        ranges = {cell: meaning.ranges[0][1] for cell, meaning in column.meanings.items() if meaning.ranges}
        if not ranges:
            return exact, above
        low = looked_up(self.raw(name), {cell: number(found[0]) for cell, found in ranges.items()})
        high = looked_up(self.raw(name), {cell: number(found[1]) for cell, found in ranges.items()})
        if self.fields[name].type != "int":
            return low, high
        return exp.func("COALESCE", exact, low), exp.func("COALESCE", above, high)

    def _under(self, name: str, whole: str) -> Truth:
        """Whether a provision is the named one or part of it; unknown where it is named too coarsely to tell."""
        path = path_of(whole, self.codes)
        if name not in self.columns or path is None:
            return None
        given = self.raw(name)
        cite = cite_of(path, self.codes)
        coarser = [cite_of(path[:length], self.codes) for length in range(2, len(path)) if path[length - 1]]
        # A part of a subsection opens with a bracket; a section of a chapter goes on with its number.
        begins = f"{cite}(" if len(path) > 2 else cite_of((*path, f"{path[1]}."), self.codes)
        inside = exp.or_(
            exp.EQ(this=given, expression=text(cite)),
            exp.StartsWith(this=given.copy(), expression=text(begins)),
        )
        blank = exp.In(this=given.copy(), expressions=[text(word) for word in (*UNKNOWN, *coarser)])
        return exp.Case(ifs=[exp.If(this=blank, true=exp.cast(exp.Null(), "boolean"))], default=inside)

    def unreadable(self, column: Column) -> Sql | None:
        """Where a field has a text that says nothing."""
        if not column.others:
            return None
        known = looked_up(self.raw(column.name), dict.fromkeys(column.meanings, exp.true()))
        filled = exp.Not(this=exp.Is(this=self.raw(column.name), expression=exp.Null()))
        return exp.and_(filled, exp.Is(this=exp.paren(known), expression=exp.Null()))


def _not_false(holds: Truth) -> Sql:
    """True where a test holds or may hold."""
    if not isinstance(holds, exp.Expr):
        return exp.convert(holds is not False)
    return exp.Not(this=exp.func("COALESCE", exp.Not(this=exp.paren(holds)), exp.false()))


def _sum(parts: list[Sql]) -> Sql:
    found: Sql = parts[0] if parts else number(0)
    for part in parts[1:]:
        found = exp.Add(this=found, expression=part)
    return found
