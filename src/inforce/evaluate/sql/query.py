"""The query of a jurisdiction: facts, then a packed number for each offense, then a row for each answer.

The steps are common table expressions, so that the text can be read from top to bottom. No step joins, so that the
order of the cases and their keys are kept.
"""

from __future__ import annotations

from sqlglot import exp

from inforce.evaluate.sql.answer import ROW_COLUMNS, Unpacking
from inforce.evaluate.sql.dialects import series
from inforce.evaluate.sql.expressions import Sql, all_of, column, named, number, sql_of
from inforce.evaluate.sql.material import weights_in
from inforce.evaluate.sql.packing import NO, YES, Packing, field
from inforce.evaluate.sql.shape import Shape
from inforce.evaluate.sql.tests import Tests
from inforce.evaluate.sql.trees import OffenseSql
from inforce.facts.dates import day_before
from inforce.law.condition import Condition
from inforce.law.lowered import Offense, Version
from inforce.law.numbering import forks_of

__all__ = ["ROW_COLUMNS", "Query"]
Step = tuple[str, exp.Select]
KEYS = ("case",)  # what every step carries on


class Query:
    """The steps of one jurisdiction's query over one shape of table."""

    def __init__(self, versions: tuple[Version, ...], shape: Shape, dialect: str) -> None:
        self.versions, self.shape, self.dialect = versions, shape, dialect
        self.packing = Packing(versions)
        self.slots = max(len(version.offenses) for version in versions)
        self.tests: dict[tuple[Condition, str] | None, Tests] = {None: Tests(shape)}
        self.tests |= {way: Tests(seen, f"test_{at}_") for at, (way, seen) in enumerate(shape.reached.items(), 1)}
        self._codes = {
            (at, slot): self._code(at, slot, offense)
            for at, version in enumerate(versions)
            for slot, offense in enumerate(version.offenses)
        }

    def code_of(self, version: int, slot: int) -> Sql:
        """The packed number of one offense under one version."""
        return self._codes[version, slot].copy()

    def _code(self, at: int, slot: int, offense: Offense) -> Sql:
        way = (offense.reaches, repr(weights_in(self.versions[at])))
        tests = self.tests[way if way in self.tests else None]
        return OffenseSql(self.packing, tests, at, slot, offense).code()

    def rows(self, facts: exp.Select, keys: tuple[str, ...] = KEYS, placed: bool = False) -> exp.Select:
        """One row for each offense in force and each reading; `facts` gives a row for each case.

        `placed` adds a column by which the rows of one case can be put in order again.
        """
        answers = exp.select(*Unpacking(self.packing, self.shape, self.dialect).columns(keys)).from_(
            exp.table_("cited")
        )
        if placed:
            many = exp.Mul(this=column("version"), expression=number(1 << self.packing.width["entry"]))
            answers = answers.select(named(exp.Add(this=many, expression=column("entry")), "place"), copy=False)
        steps = [
            *self.tested(facts),
            ("decided", self.decided(keys)),
            ("readings", self.readings(keys)),
            ("answers", self.answers(keys)),
            (
                "cited",
                exp.select(exp.Star(), *Unpacking(self.packing, self.shape, self.dialect).cited()).from_(
                    exp.table_("answers")
                ),
            ),
        ]
        return in_steps(answers, steps, self.dialect)

    def codes(self, facts: exp.Select, keys: tuple[str, ...]) -> exp.Select:
        """One row for each case, with a packed number for each offense and reading of its version."""
        return in_steps(self.decided(keys), self.tested(facts), self.dialect)

    def tested(self, facts: exp.Select) -> list[Step]:
        """The steps up to the law's tests, which are made once for each case and version of the law."""
        steps = [("facts", facts)]
        if self.shape.settled:
            settled = [named(value.copy(), name) for name, value in self.shape.settled.items()]
            steps.append(("settled", exp.select(exp.Star(), *settled).from_(exp.table_("facts"))))
        if self.shape.days:
            # A row for each version that the conduct touches.
            touched = series(self.dialect, column("first_version"), column("last_version"))
            straddles = exp.NEQ(this=column("first_version"), expression=column("last_version"))
            laws = exp.select(exp.Star(), named(touched, "version"), named(straddles, "straddles"))
            steps.append(("laws", laws.from_(steps[-1][0])))
        tests = [test for tests in self.tests.values() for test in tests.columns()]
        return [*steps, ("tests", exp.select(exp.Star(), *tests).from_(steps[-1][0]))]

    def decided(self, keys: tuple[str, ...]) -> exp.Select:
        """The packed numbers."""
        columns: list[Sql] = [*map(column, keys), column("version")]
        if self.shape.days:
            columns += [column("first_version"), column("straddles")]
        for slot in range(self.slots):
            columns.append(named(self._slot(slot), f"slot_{slot}"))
        return exp.select(*columns).from_(exp.table_("tests"))

    def _slot(self, slot: int) -> Sql:
        """The packed number of an offense by its place in whichever version governs; of equal ones, once."""
        made: list[tuple[Sql, list[int]]] = []
        for at in range(len(self.versions)):
            code = self._codes.get((at, slot))
            if code is None:
                continue
            if made and made[-1][0] == code:
                made[-1][1].append(at)
            else:
                made.append((code, [at]))
        if len(made) == 1 and len(made[0][1]) == len(self.versions):
            return made[0][0].copy()
        ifs = []
        for code, numbers in made:
            here = exp.If(this=_within("version", numbers), true=code.copy())
            here.this.add_comments([self._says(numbers, slot)])
            ifs.append(here)
        return exp.Case(ifs=ifs)

    def _says(self, numbers: list[int], slot: int) -> str:
        """An offense and the versions that have it, for whoever reads the query."""
        offense = self.versions[numbers[0]].offenses[slot]
        ends = self.versions[numbers[-1]].ends
        days = f"from {self.versions[numbers[0]].begins}{f' to {day_before(ends)}' if ends else ' on'}"
        reading = f", reading {offense.reading}" if offense.reading else ""
        of = f" of {offense.of}" if offense.of else ""
        return f"{offense.name}, {offense.cite}{of}{reading}, {days}"

    def readings(self, keys: tuple[str, ...]) -> exp.Select:
        """The packed numbers that become rows: of readings that agree, one."""
        columns: list[Sql] = [exp.Star()]
        for slot in range(self.slots):
            columns.append(named(self._emitted(slot), f"row_{slot}"))
        return exp.select(*columns).from_(exp.table_("decided"))

    def _emitted(self, slot: int) -> Sql:
        """The number of a slot with its offense and reading; of readings that agree, for the first of them only."""
        own = column(f"slot_{slot}")
        agreed: dict[tuple[tuple[int, ...], int], list[int]] = {}
        alone: dict[int, list[int]] = {}
        for at, version in enumerate(self.versions):
            if slot >= len(version.offenses):
                continue
            offense = version.offenses[slot]
            alone.setdefault(self.packing.entry(offense), []).append(at)
            group = next((g for g in forks_of(version) if slot in g), None)
            if group:
                entry = self.packing.entry(offense, agreed=True) if slot == group[0] else -1
                agreed.setdefault((group, entry), []).append(at)
        ifs = []
        for (group, entry), numbers in agreed.items():
            here = all_of([_within("version", numbers), self._agree(group)])
            found = exp.Null() if entry < 0 else exp.Add(this=own.copy(), expression=number(entry))
            ifs.append(exp.If(this=sql_of(here), true=found))
        for entry, numbers in alone.items():
            with_entry = exp.Add(this=own.copy(), expression=number(entry))
            ifs.append(exp.If(this=_within("version", numbers), true=with_entry))
        return exp.Case(ifs=ifs)

    def _agree(self, group: tuple[int, ...]) -> Sql:
        """Whether readings are determined and agree in verdict, sentence and defenses."""
        compared = self.packing.mask("verdict", "sentence", "defenses")
        first = column(f"slot_{group[0]}")
        settled = exp.paren(
            exp.or_(
                exp.EQ(this=field(self.packing, first.copy(), "verdict"), expression=number(NO)),
                exp.and_(
                    exp.EQ(this=field(self.packing, first.copy(), "verdict"), expression=number(YES)),
                    exp.GT(this=field(self.packing, first.copy(), "sentence"), expression=number(0)),
                ),
            )
        )
        same = [
            exp.EQ(
                this=exp.paren(exp.BitwiseAnd(this=first.copy(), expression=number(compared))),
                expression=exp.paren(exp.BitwiseAnd(this=column(f"slot_{other}"), expression=number(compared))),
            )
            for other in group[1:]
        ]
        one_law = [exp.Not(this=column("straddles"))] if self.shape.days else []
        return exp.and_(*one_law, *same, settled)

    def answers(self, keys: tuple[str, ...]) -> exp.Select:
        """A row for each answer."""
        emitted = exp.Array(expressions=[column(f"row_{slot}") for slot in range(self.slots)])
        columns: list[Sql] = [exp.Star(), named(exp.Explode(this=emitted), "answer")]
        inner = exp.select(*columns).from_(exp.table_("readings")).subquery("each", copy=False)
        kept = exp.Not(this=exp.Is(this=column("answer"), expression=exp.Null()))
        answer = column("answer")
        fields = {name: field(self.packing, answer.copy(), name) for name in self.packing.width}
        # Where the sentence is not determined, bounds stand in the place of the reason.
        bounded = exp.and_(
            exp.NEQ(this=fields["verdict"].copy(), expression=number(NO)),
            exp.EQ(this=fields["sentence"].copy(), expression=number(0)),
        )
        fields["reason"] = exp.Case(ifs=[exp.If(this=bounded, true=number(0))], default=fields["reason"])
        days = ("first_version", "straddles") if self.shape.days else ()
        carried = [column(name) for name in (*keys, "version", *days)]
        others = [named(other, f"other_{at}") for at, other in enumerate(self._others())]
        made = [named(value, name) for name, value in fields.items()]
        return exp.select(*carried, *made, *others).from_(inner).where(kept, copy=False)

    def _others(self) -> list[Sql]:
        """For readings that agree, the packed numbers of the second reading, the third and so on."""
        found: list[list[exp.If]] = []
        seen: set[int] = set()
        for version in self.versions:
            for group in forks_of(version):
                agreed = self.packing.numbering.entry(version.offenses[group[0]], agreed=True)
                if agreed in seen:
                    continue
                seen.add(agreed)
                for at, slot in enumerate(group[1:]):
                    while len(found) <= at:
                        found.append([])
                    is_agreed = exp.EQ(this=field(self.packing, column("answer"), "entry"), expression=number(agreed))
                    found[at].append(exp.If(this=is_agreed, true=column(f"slot_{slot}")))
        return [exp.Case(ifs=ifs) for ifs in found]


def in_steps(select: exp.Select, steps: list[Step], dialect: str) -> exp.Select:
    """A query after its steps, each a common table expression."""
    # PostgreSQL would put each step's expressions in the place of their names, until the plan fills the memory.
    materialized = True if dialect == "postgres" else None
    for name, step in steps:
        select = select.with_(name, as_=step, materialized=materialized, copy=False)
    return select


def _within(name: str, numbers: list[int]) -> Sql:
    if len(numbers) == 1:
        return exp.EQ(this=column(name), expression=number(numbers[0]))
    return exp.In(this=column(name), expressions=[number(n) for n in numbers])
