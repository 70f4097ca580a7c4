"""Batches of material in SQL: for each way in which offenses reach them, the facts that follow (law/material.py)."""

from __future__ import annotations

from sqlglot import exp

from inforce.evaluate.sql.dialects import counted, folded
from inforce.evaluate.sql.expressions import Conditions, Sql, Truth, all_of, any_of, negation, number, sql_of
from inforce.evaluate.sql.lists import RECORD, Fields
from inforce.evaluate.sql.shape import Held, Shape, column_name
from inforce.evaluate.sql.table import Column
from inforce.facts.vocabulary import UNBOUNDED, Vocabulary
from inforce.law.condition import Condition
from inforce.law.lowered import Code, Version
from inforce.law.material import UNREACHED

OTHER = "other"  # a second name for a record, inside a test of the first
Bounds = tuple[Sql, Sql]  # half-open
Weights = dict[str, tuple[int, bool]]


class Batches:
    """A nested list of batches, read for one jurisdiction."""

    def __init__(self, column: Column, code: Code, vocabulary: Vocabulary, dialect: str) -> None:
        self.column, self.code, self.vocabulary, self.dialect = column, code, vocabulary, dialect
        self.fact = vocabulary.facts["material"]
        self.fields = Fields(column, self.fact, code.codes)
        self.kinds = vocabulary.facts["kind"]

    def derived(self, reaches: Condition, weights: Weights) -> dict[int, Bounds]:
        """By variable, the range that follows from the batches which an offense reaches; NULL without batches."""
        surely, perhaps, none = self._reached(reaches)
        found = {}
        for name, how in self._rules():
            bounds = self._derive(how, name, surely, perhaps, weights)
            if UNREACHED[how] != how and none is not False:
                instead = self._derive(UNREACHED[how], name, True, False, weights)
                bounds = _chosen(none, instead[0], bounds[0]), _chosen(none, instead[1], bounds[1])
            found[self._variable(name)] = bounds
        return found

    def impossible(self, given: dict[int, Bounds]) -> list[Truth]:
        """Where batches contradict themselves, or what the table gives beside them."""
        found: list[Truth] = []
        own = {self.vocabulary.facts[name].first: self._bounds(name) for name in self._named()}
        inner = Conditions(*inline(self.code, self.vocabulary, own))
        for must in self.code.musts:
            fails = negation(inner.of(must))
            if fails is not None:
                found.append(self._some(fails))
        for name, how in self._rules():
            variable = self._variable(name)
            if variable in given:
                apart = []
                for group in self._groups():
                    low, high = self._derive(how, name, group, False, {})
                    least, above = given[variable]
                    none = self._none(group)
                    disjoint = any_of([exp.LTE(this=high, expression=least), exp.LTE(this=above, expression=low)])
                    apart.append(any_of([none, disjoint]))
                found.append(all_of(apart))
        return found

    def _rules(self) -> list[tuple[str, str]]:
        return list(self.fact.derive.items())

    def _variable(self, name: str) -> int:
        return self.vocabulary.facts[name].first

    def _named(self) -> list[str]:
        return [field.id for field in self.fact.fields if field.id in self.vocabulary.facts]

    # which batches

    def _reached(self, reaches: Condition) -> tuple[Truth, Truth, Truth]:
        """Whether a batch is reached, whether it may be, and whether none is; all are looked at then."""
        state = self._state(reaches, RECORD)
        if state is True:
            return True, False, False
        other = exp.func("COALESCE", sql_of(self._state(reaches, OTHER)), exp.true())
        none = exp.EQ(this=counted(self.dialect, self.column.source, OTHER, other), expression=number(0))
        is_sure = exp.func("COALESCE", sql_of(state), exp.false())
        may_be = exp.and_(exp.Not(this=exp.paren(none.copy())), _is_null(sql_of(state)))
        return exp.or_(none.copy(), is_sure), may_be, none

    def _state(self, reaches: Condition, record: str) -> Truth:
        """Three-valued: whether a batch is one that an offense reaches, by the batch's own fields."""
        fields = Fields(self.column, self.fact, self.code.codes, record)
        own = {self.vocabulary.facts[name].first: self._bounds(name, fields) for name in self._named()}
        return Conditions(*inline(self.code, self.vocabulary, own)).of(reaches)

    def _groups(self) -> list[Truth]:
        """All batches; those of each kind; those of unknown kind."""
        low, high = self._bounds("kind")
        known = exp.EQ(this=high, expression=exp.Add(this=low, expression=number(1)))
        of_kind: list[Truth] = [
            exp.and_(known.copy(), exp.EQ(this=low.copy(), expression=number(k))) for k in range(len(self.kinds.values))
        ]
        return [True, *of_kind, exp.Not(this=exp.paren(known.copy()))]

    def _none(self, where: Truth) -> Sql:
        return exp.EQ(this=counted(self.dialect, self.column.source, RECORD, sql_of(where)), expression=number(0))

    def _some(self, where: Truth) -> Sql:
        return exp.GT(this=counted(self.dialect, self.column.source, RECORD, sql_of(where)), expression=number(0))

    # what follows from them

    def _derive(self, how: str, name: str, surely: Truth, perhaps: Truth, weights: Weights) -> Bounds:
        every = any_of([surely, perhaps])
        if how == "count":
            low, last = self._units(weights)
            above: Sql = exp.Add(this=self._fold("sum", every, last), expression=number(1))
            return self._fold("sum", surely, low), exp.Least(this=above, expressions=[number(UNBOUNDED)])
        low, high = self._bounds(name)
        if how in ("all", "first"):
            return self._fold("min", every, low), self._fold("min", every, high)
        if how == "greatest":
            return self._fold("max", every, low), self._fold("max", every, high)
        if how == "any":
            first = self._fold("max", surely, low)
            if perhaps is not False:
                first = exp.func("COALESCE", first, self._fold("min", every, low))
            return first, self._fold("max", every, high)
        if how == "least":
            above = self._fold("min", surely, high)
            if perhaps is not False:
                above = exp.func("COALESCE", above, self._fold("max", every, high))
            return self._fold("min", every, low), above
        return self._fold("min", every, low), self._fold("max", every, high)

    def _fold(self, how: str, where: Truth, value: Sql) -> Sql:
        if where is False:
            return exp.cast(exp.Null(), "bigint")
        return folded(self.dialect, how, self.column.source, RECORD, sql_of(where), value.copy())

    def _bounds(self, name: str, fields: Fields | None = None) -> Bounds:
        """The range in which a batch's field lies; its whole domain where it is not given."""
        fact = self.vocabulary.facts[name]
        top = fact.most if fact.type == "int" else max(2, len(fact.values))
        low, high = (fields or self.fields).bounds(name)
        return exp.func("COALESCE", low, number(fact.least)), exp.func("COALESCE", high, number(top))

    def _units(self, weights: Weights) -> Bounds:
        """The least and the greatest number of units of a batch, both inclusive."""
        given, above = self.fields.bounds("depictions")
        stills, videos = self.fields.bounds("stills"), self.fields.bounds("videos")
        none = all_of([_is_null(bounds[0]) for bounds in (stills, videos)])
        lows: list[Sql] = []
        highs: list[Sql] = []
        for item, (low, high) in (("stills", stills), ("videos", videos)):
            weight, exact = weights.get(item, (1, False))
            lows.append(exp.Mul(this=exp.func("COALESCE", low, number(0)), expression=number(weight)))
            last = exp.paren(exp.Sub(this=exp.func("COALESCE", high, number(1)), expression=number(1)))
            most: Sql = exp.Mul(this=last, expression=number(weight))
            if not exact:
                few = exp.LTE(this=exp.func("COALESCE", high.copy(), number(1)), expression=number(1))
                most = exp.Case(ifs=[exp.If(this=few, true=most)], default=number(UNBOUNDED))
            highs.append(exp.Least(this=most, expressions=[number(UNBOUNDED)]))
        counted_last = exp.Case(
            ifs=[exp.If(this=exp.GTE(this=above.copy(), expression=number(UNBOUNDED)), true=number(UNBOUNDED))],
            default=exp.Sub(this=above, expression=number(1)),
        )
        is_given = exp.Not(this=_is_null(given.copy()))
        total = exp.Add(this=highs[0], expression=highs[1])
        high_sum = exp.Case(ifs=[exp.If(this=sql_of(none), true=number(UNBOUNDED))], default=total)
        low_all = exp.Case(ifs=[exp.If(this=is_given, true=given)], default=exp.Add(this=lows[0], expression=lows[1]))
        high_all = exp.Case(ifs=[exp.If(this=is_given.copy(), true=counted_last)], default=high_sum)
        return low_all, high_all


def inline(code: Code, vocabulary: Vocabulary, own: dict[int, Bounds]) -> tuple[Shape, dict[str, Sql]]:
    """A shape whose columns are expressions: each variable a range."""
    held = {}
    columns: dict[str, Sql] = {}
    for variable, (low, high) in own.items():
        name = column_name(code.variables[variable])
        held[variable] = Held(name, "ranged", True)
        columns[f"{name}_low"], columns[f"{name}_high"] = low, high
    return Shape(code, vocabulary, held, False), columns


def narrowed(direct: Bounds | None, derived: Bounds) -> Bounds:
    """What the table gives itself, narrowed by what follows from the batches."""
    if direct is None:
        return derived
    low = _both(exp.Greatest, direct[0], derived[0])
    return low, _both(exp.Least, direct[1], derived[1])


def _both(most: type[exp.Greatest] | type[exp.Least], one: Sql, other: Sql) -> Sql:
    return exp.Case(
        ifs=[exp.If(this=_is_null(one), true=other), exp.If(this=_is_null(other.copy()), true=one.copy())],
        default=most(this=one.copy(), expressions=[other.copy()]),
    )


def _chosen(none: Truth, instead: Sql, bound: Sql) -> Sql:
    return exp.Case(ifs=[exp.If(this=sql_of(none).copy(), true=instead)], default=bound)


def _is_null(value: Sql) -> Sql:
    return exp.Is(this=exp.paren(value.copy()), expression=exp.Null())


def weights_in(version: Version) -> Weights:
    """How many units an item of material counts in a version."""
    return next((unit.each for unit in version.units if unit.of == "depictions"), {})
