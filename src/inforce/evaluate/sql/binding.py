"""A table of cases bound to a jurisdiction's variables: the query's first step, and the rows that it must refuse.

What a cell means was read before, by the reader of case files; here its meanings become expressions.
"""

from __future__ import annotations

from sqlglot import exp

from inforce.evaluate.sql.cells import digits_in, looked_up
from inforce.evaluate.sql.dialects import contains
from inforce.evaluate.sql.expressions import (
    Conditions,
    Sql,
    all_of,
    any_of,
    column,
    named,
    negation,
    number,
    sql_of,
    text,
)
from inforce.evaluate.sql.lists import Counting
from inforce.evaluate.sql.material import Batches, Bounds, narrowed, weights_in
from inforce.evaluate.sql.shape import Held, Shape, column_name, kind_of
from inforce.evaluate.sql.table import CASES, COUNTED, DIGITS, ROW, CaseTable, Column
from inforce.facts.cells import Template
from inforce.facts.vocabulary import UNBOUNDED, Fact, Variable, Vocabulary
from inforce.law.condition import Condition
from inforce.law.lowered import Code, Counted, Version
from inforce.law.records import matches

DATE = "^ *[0-9]{4}-[0-9]{2}-[0-9]{2} *$"


class Binding:
    """How one table's cells become the values of one jurisdiction's variables."""

    def __init__(
        self,
        table: CaseTable,
        code: Code,
        versions: tuple[Version, ...],
        vocabulary: Vocabulary,
        dialect: str,
        jurisdiction: str = "",
        dated: bool = True,
    ) -> None:
        self.table, self.code, self.vocabulary, self.dialect = table, code, vocabulary, dialect
        self.jurisdiction = jurisdiction  # of every row, where the table has no column for it
        self.columns: dict[str, Sql] = {}
        self.settled: dict[str, Sql] = {}  # open questions of law that the counts settle
        self.refusals: list[Sql] = []
        self.held: dict[int, Held] = {}
        for column_ in table.columns:
            fact = vocabulary.facts.get(column_.use) if isinstance(column_.use, str) else None
            if fact is not None and fact.type != "records":
                self._fact(column_, fact)
        self._counts()
        self._open_questions()
        self.dated = dated  # without, the cases are answered whatever their dates are
        self.days = dated and table.of("offense_to") is not None
        self.shape = Shape(code, vocabulary, self.held, self.days, self.settled)
        self._contradictions()
        batches = table.of("material")
        if batches is not None and batches.storage == "records":
            self._material(Batches(batches, code, vocabulary, dialect), versions)

    def facts(self, numbered: bool = False) -> exp.Select:
        """The cases that can be assessed, as the law's variables; `numbered` adds the row of each in the file."""
        row = [named(column(ROW), "case_row")] if numbered else []
        versions = self._versions() if self.dated else []
        counts = {column_name(self.code.variables[c.variable]): c.label for c in self.code.counted}
        values = [named(value, name) for name, value in self.columns.items()]
        for value in values:
            label = counts.get(value.alias) or counts.get(value.alias.removesuffix("_low"))
            if label:
                value.add_comments([label])
        select = exp.select(self._key(), *row, *versions, *values).from_(exp.table_(CASES))
        return select.where(self._readable())

    def unreadable(self) -> Sql:
        """Whether a row cannot be read as a case of the jurisdiction."""
        return exp.Not(this=exp.func("COALESCE", exp.paren(self._readable()), exp.false()))

    def _key(self) -> Sql:
        row = exp.DPipe(
            this=text("row "),
            expression=exp.cast(exp.Add(this=column(ROW), expression=number(1)), "text"),
            safe=True,
        )
        key = self.table.of("case")
        if key is None:
            return named(row, "case")
        given = exp.cast(key.source, "text")
        if not key.gaps:
            return named(given, "case")
        return named(exp.func("COALESCE", exp.Nullif(this=exp.Trim(this=given), expression=text("")), row), "case")

    # facts

    def _fact(self, source: Column, fact: Fact) -> None:
        if fact.type == "set":
            self._set(source, fact)
            return
        variable = self.code.variables[fact.first]
        name = column_name(variable)
        if fact.type == "int":
            self._number(source, name, fact.first, variable, fact.least, fact.most)
            return
        kind = kind_of(variable)
        if source.storage == "boolean" and fact.type == "bool":
            value = source.source
        else:
            value = self._looked_up(
                source, {text_: self._value(m, fact.first, kind) for text_, m in source.meanings.items()}
            )
            self._refuse_others(source)
        self._hold(fact.first, Held(name, kind, source.gaps), value)

    def _value(self, meaning: object, variable: int, kind: str) -> Sql:
        values = dict(meaning.values)  # type: ignore[attr-defined]
        if variable not in values:
            return exp.Null()
        return exp.convert(bool(values[variable])) if kind == "truth" else number(values[variable])

    def _set(self, source: Column, fact: Fact) -> None:
        for at, member in enumerate(fact.values):
            variable = fact.first + at
            if source.storage == "texts" and not source.meanings:
                held = Held(column_name(self.code.variables[variable]), "truth", source.gaps)
                self._hold(variable, held, contains(source.source, text(member)))
                continue
            lookup = {text_: self._value(m, variable, "truth") for text_, m in source.meanings.items()}
            held = Held(column_name(self.code.variables[variable]), "truth", source.gaps)
            self._hold(variable, held, self._looked_up(source, lookup))
        self._refuse_others(source)

    def _number(self, source: Column, name: str, at: int, variable: Variable, least: int, most: int) -> None:
        """A whole number; as two columns where some cell is a range."""
        exact, fits = self._digits(source, least, most)
        if fits is not None:
            self.refusals.append(fits)
        ranges = {cell: dict(m.ranges)[at] for cell, m in source.meanings.items() if m.ranges}
        if not ranges:
            self._refuse_others(source)
            self._hold(at, Held(name, kind_of(variable) if most - least > 2 else "exact", source.gaps), exact)
            return
        low = {cell: number(found[0]) for cell, found in ranges.items()}
        high = {cell: number(min(found[1], UNBOUNDED)) for cell, found in ranges.items()}
        self.columns[f"{name}_low"] = exp.func("COALESCE", exact, self._looked_up(source, low))
        self.columns[f"{name}_high"] = exp.func(
            "COALESCE", exp.Add(this=exact.copy(), expression=number(1)), self._looked_up(source, high)
        )
        self._refuse_others(source)
        self.held[at] = Held(name, "ranged", True)

    def _digits(self, source: Column, least: int, most: int) -> tuple[Sql, Sql | None]:
        """The number in a cell, and where it does not fit; None where it always does."""
        if source.storage == "integer":
            if least <= source.low and source.high < most:
                return source.source, None
            value: Sql = source.source
        elif source.storage == "number":
            whole = exp.and_(
                exp.Not(this=exp.IsNan(this=source.source)),
                exp.EQ(this=source.source, expression=exp.Floor(this=source.source)),
            )
            value = exp.Case(
                ifs=[exp.If(this=whole, true=exp.TryCast(this=source.source, to=exp.DataType.build("bigint")))]
            )
            self.refusals.append(exp.Not(this=exp.paren(whole.copy())))
        else:
            value = digits_in(self._text(source))
        outside = exp.or_(
            exp.LT(this=value.copy(), expression=number(least)), exp.GTE(this=value.copy(), expression=number(most))
        )
        return value, outside

    def _text(self, source: Column) -> Sql:
        if source.storage == "texts":
            return exp.func("ARRAY_TO_STRING", source.source, text("; "))
        return source.source if source.storage == "text" else exp.cast(source.source, "text")

    def _looked_up(self, source: Column, values: dict[str, Sql]) -> Sql:
        return looked_up(self._text(source), values)

    def _refuse_others(self, source: Column) -> None:
        """Refuses rows whose cell has a text that says nothing."""
        if not source.others:
            return
        known = looked_up(self._text(source), dict.fromkeys(source.meanings, exp.true()))
        parts = [exp.Is(this=exp.paren(known), expression=exp.Null())]
        if source.meanings == {}:
            parts = []
        digits = exp.RegexpLike(this=self._text(source), expression=text(DIGITS))
        if self._is_number(source):
            parts.append(exp.Not(this=digits))  # type: ignore[arg-type]
        filled = exp.Not(this=exp.Is(this=source.source, expression=exp.Null()))
        self.refusals.append(exp.and_(filled, *parts))

    def _is_number(self, source: Column) -> bool:
        if isinstance(source.use, Template):
            return True
        return self.vocabulary.facts[source.use].type == "int"

    def _hold(self, variable: int, held: Held, value: Sql) -> None:
        self.columns[held.name] = value
        self.held[variable] = held

    # records

    def _counts(self) -> None:
        """The counts of records that the law makes, from nested lists or from columns that count."""
        counting = Counting(self.code, self.dialect)
        for counted in self.code.counted:
            name = column_name(self.code.variables[counted.variable])
            nested = self.table.of(counted.list)
            templates = self.table.templates(counted.list)
            if nested is not None and nested.storage == "text":
                low, high = self._counted_in_texts(nested, counted)
            elif nested is not None and nested.storage == "records":
                low, high = counting.nested(nested, self.vocabulary.facts[counted.list], counted.when)
            elif templates:
                found = counting.templates(templates, counted.when, self._counted)
                if not isinstance(found, tuple):
                    self._hold(counted.variable, Held(name, "exact", False), found)
                    continue
                low, high = found
            else:
                continue
            self.columns[f"{name}_low"], self.columns[f"{name}_high"] = low, high
            self.held[counted.variable] = Held(name, "ranged", True)
        for column_ in self.table.columns:
            if isinstance(column_.use, Template):
                _, outside = self._digits(column_, 0, UNBOUNDED)
                if outside is not None and column_.storage != "text":
                    self.refusals.append(outside)
                self._refuse_others(column_)
            elif column_.storage == "text" and column_.use in {counted.list for counted in self.code.counted}:
                self._refuse_others(column_)
            elif column_.storage == "records":
                fact = self.vocabulary.facts[column_.use]
                self.refusals += counting.unreadable(column_, fact)

    def _counted_in_texts(self, source: Column, counted: Counted) -> Bounds:
        """Counts of lists that are given as texts, each of which was read before."""
        low: dict[str, Sql] = {}
        high: dict[str, Sql] = {}
        for cell, meaning in source.meanings.items():
            if meaning.records is None:
                continue
            states = [matches(counted.when, record, self.code.codes) for record in meaning.records]
            low[cell] = number(states.count(True))
            most = UNBOUNDED if meaning.is_open else len(states) - states.count(False) + 1
            high[cell] = number(most)
        return self._looked_up(source, low), self._looked_up(source, high)

    def _counted(self, source: Column) -> tuple[Sql, Sql]:
        """A column that counts: the least number, and the number above the greatest."""
        value, _ = self._digits(source, COUNTED.least, COUNTED.most)
        ranges = {cell: m.ranges[0][1] for cell, m in source.meanings.items() if m.ranges}
        low = self._looked_up(source, {cell: number(r[0]) for cell, r in ranges.items()}) if ranges else None
        high = self._looked_up(source, {cell: number(r[1]) for cell, r in ranges.items()}) if ranges else None
        above = exp.Add(this=value.copy(), expression=number(1))
        if low is None or high is None:
            return value, above
        return exp.func("COALESCE", value, low), exp.func("COALESCE", above, high)

    def _open_questions(self) -> None:
        """A question that the law leaves open cannot matter where what it decides between is equal."""
        for opened in self.code.opened:
            name = column_name(self.code.variables[opened.variable])
            equal: list[Sql | bool | None] = []
            for no, yes in opened.pairs:
                one, other = self.held.get(no), self.held.get(yes)
                if one is None or other is None:
                    equal = [None]
                    break
                equal.append(self._known_equal(one, other))
            same = all_of(equal) if opened.pairs else None
            if same is None:
                continue
            if same is True:
                self.held[opened.variable] = Held(name, "no", False)
                continue
            self.settled[name] = exp.Case(ifs=[exp.If(this=sql_of(same), true=exp.false())])
            self.held[opened.variable] = Held(name, "truth", True)

    def _known_equal(self, one: Held, other: Held) -> Sql | bool:
        """Whether two counts are known and equal; for all rows, where one column would hold both."""
        if one.kind != "ranged" and other.kind != "ranged":
            if self.columns[one.name] == self.columns[other.name] and not one.unknowns:
                return True
            return exp.EQ(this=column(one.name), expression=column(other.name))
        low = [column(f"{held.name}_low") for held in (one, other)]
        high = [column(f"{held.name}_high") for held in (one, other)]
        above = [exp.Add(this=one.copy(), expression=number(1)) for one in low]
        return exp.and_(
            exp.EQ(this=low[0], expression=low[1]),
            *(exp.EQ(this=a, expression=b) for a, b in zip(high, above, strict=True)),
        )

    # batches of material

    def _material(self, batches: Batches, versions: tuple[Version, ...]) -> None:
        """For each way in which offenses reach batches, columns of the facts that follow from those reached."""
        direct = {
            variable: self._bounds(held)
            for variable, held in self.held.items()
            if held.name in self.columns or held.kind == "ranged"
        }
        ways: dict[tuple[Condition, str], dict[int, Held]] = {}
        for version in versions:
            weights = weights_in(version)
            for offense in version.offenses:
                way = (offense.reaches, repr(weights))
                if way not in ways:
                    ways[way] = self._way(batches, len(ways) + 1, batches.derived(offense.reaches, weights), direct)
                self.shape.reached[offense.reaches, repr(weights)] = self.shape.narrowed(ways[way])
        self.refusals += [sql_of(bad) for bad in batches.impossible(direct)]

    def _way(
        self, batches: Batches, number_: int, derived: dict[int, Bounds], direct: dict[int, Bounds]
    ) -> dict[int, Held]:
        held = {}
        for variable, bounds in derived.items():
            name = f"batch_{number_}_{column_name(self.code.variables[variable])}"
            low, high = narrowed(direct.get(variable), bounds)
            self.columns[f"{name}_low"], self.columns[f"{name}_high"] = low, high
            held[variable] = Held(name, "ranged", True)
        return held

    def _bounds(self, held: Held) -> Bounds:
        """The half-open range in which a bound variable lies."""
        if held.kind == "ranged":
            return self.columns[f"{held.name}_low"], self.columns[f"{held.name}_high"]
        value = self.columns[held.name]
        if held.kind == "truth":
            one = exp.If(this=value.copy(), true=number(1))
            value = exp.Case(ifs=[one, exp.If(this=exp.Not(this=exp.paren(value.copy())), true=number(0))])
        return value.copy(), exp.Add(this=exp.paren(value.copy()), expression=number(1))

    # which rows can be assessed, and under which version

    def _readable(self) -> Sql:
        parts: list[Sql | bool | None] = [
            negation(any_of([exp.func("COALESCE", exp.paren(bad.copy()), exp.false()) for bad in self.refusals]))
        ]
        if self.dated:
            first, last = self._dates()
            begins = exp.cast(text(self.code.begins), "date")
            parts.append(exp.GTE(this=first, expression=begins))
            if last is not None:
                parts.append(exp.GTE(this=last, expression=first.copy()))
        place = self.table.of("jurisdiction")
        if place is not None:
            parts.append(exp.EQ(this=exp.Trim(this=self._text(place)), expression=text(self.code.id)))
        return sql_of(all_of(parts))

    def _dates(self) -> tuple[Sql, Sql | None]:
        """The first and the last day of the conduct; no last day where the table has one date only."""
        date = self.table.of("offense_date")
        first, last = self.table.of("offense_from"), self.table.of("offense_to")
        days = [self._day(c) if c else None for c in (date, first, last)]
        begins = [day for day in (days[1], days[0]) if day is not None]
        ends = [day for day in (days[2], days[0]) if day is not None]
        one = begins[0] if len(begins) == 1 else exp.func("COALESCE", *begins)
        if last is None:
            return one, None
        return one, ends[0] if len(ends) == 1 else exp.func("COALESCE", *ends)

    def _day(self, source: Column) -> Sql:
        if source.storage == "date":
            return exp.cast(source.source, "date")
        is_date = exp.RegexpLike(this=self._text(source), expression=text(DATE))
        day = exp.TryCast(this=exp.Trim(this=self._text(source)), to=exp.DataType.build("date"))
        return exp.Case(ifs=[exp.If(this=is_date, true=day)])

    def _versions(self) -> list[Sql]:
        first, last = self._dates()
        if last is None:
            return [named(self._version(first), "version")]
        return [named(self._version(first), "first_version"), named(self._version(last), "last_version")]

    def _version(self, day: Sql) -> Sql:
        ends = [ends for _, ends in self.code.dates if ends]
        ifs = [
            exp.If(this=exp.LT(this=day.copy(), expression=exp.cast(text(date), "date")), true=number(at))
            for at, date in enumerate(ends)
        ]
        return exp.Case(ifs=ifs, default=number(len(ends))) if ifs else number(0)

    def _contradictions(self) -> None:
        """Facts that cannot hold together make a row unreadable, as they make a case."""
        conditions = Conditions(self.shape, self.columns)
        for must in self.code.musts:
            fails = negation(conditions.of(must))
            if isinstance(fails, exp.Expr):
                self.refusals.append(fails)
