"""A case's harshest outcome under one version, as one number, for comparing versions over a caseload.

Only the preferred reading of a fork counts; how many cases hang on the reading is counted apart.
"""

from __future__ import annotations

from sqlglot import exp

from inforce.evaluate.sql.dialects import element
from inforce.evaluate.sql.expressions import Sql, column, named, number
from inforce.evaluate.sql.packing import NO, YES, field
from inforce.evaluate.sql.query import Query, in_steps
from inforce.law.lowered import Version
from inforce.law.numbering import NOTHING, ceiling, forks_of

OPEN = -1  # the outcome is not determined
_BEFORE, _AFTER = 1 << 32, 1 << 2  # what one in an outcome is worth in a transition


class Outcomes:
    """Outcomes of the cases of a table under two versions of one jurisdiction, given as one query's versions."""

    def __init__(self, query: Query) -> None:
        self.query, self.packing = query, query.packing
        known = [(sentence.rank, at) for at, sentence in enumerate(query.packing.numbering.sentences) if sentence]
        self.order = [at for _, at in sorted(known)]  # sentences from the mildest to the harshest
        self.rank = {at: rank for rank, at in enumerate(self.order, 1)}

    def transitions(self, facts: exp.Select) -> exp.Select:
        """How many cases went from which outcome to which: (transition, cases). `read` takes a transition apart."""
        flags = _sum(*(exp.Mul(this=_one_if(self._differ(at)), expression=number(1 << at)) for at in (0, 1)))
        states = (exp.Add(this=self._state(at), expression=number(1)) for at in (0, 1))
        packed = _sum(
            *(exp.Mul(this=exp.paren(s), expression=number(u)) for s, u in zip(states, (_BEFORE, _AFTER), strict=True)),
            flags,
        )
        slots = exp.select(
            *(
                named(self.query.code_of(at, slot), f"slot_{at}_{slot}")
                for at in (0, 1)
                for slot in range(len(self.query.versions[at].offenses))
            )
        ).from_(exp.table_("tests"))
        # Passed through a list of one: grouped by directly, the engine would copy each expression into the next until
        # its plan no longer fits into memory.
        kept = named(exp.Explode(this=exp.Array(expressions=[packed])), "transition")
        select = exp.select(column("transition"), named(exp.Count(this=exp.Star()), "cases")).from_(
            exp.table_("outcomes")
        )
        select = select.group_by(column("transition"))
        steps = [
            *self.query.tested(facts),
            ("decided", slots),
            ("outcomes", exp.select(kept).from_(exp.table_("decided"))),
        ]
        return in_steps(select, steps, self.query.dialect)

    @staticmethod
    def read(transition: int) -> tuple[int, int, bool, bool]:
        """The outcome before and after, and whether readings differ before and after.

        An outcome is 0 for no offense, OPEN, or the rank of a sentence times `unit` plus the number of a leaf.
        """
        return (
            transition // _BEFORE - 1,
            transition % _BEFORE // _AFTER - 1,
            bool(transition & 1),
            bool(transition & 2),
        )

    @property
    def unit(self) -> int:
        """What one in the rank of an outcome is worth; below it stands the leaf."""
        return 1 << self.packing.width["reason"]

    def sentence(self, outcome: int) -> int:
        """The number of an outcome's sentence; 0 for none."""
        return self.order[outcome // self.unit - 1] if outcome > 0 else 0

    def leaf(self, outcome: int) -> int:
        """The number of the leaf that gives an outcome; 0 where it is not certain which."""
        return outcome % self.unit if outcome > 0 else 0

    def _state(self, at: int) -> Sql:
        low: list[Sql] = []
        high: list[Sql] = []
        for slot in self._preferred(self.query.versions[at]):
            one, other = self._bounds(column(f"slot_{at}_{slot}"))
            low.append(one)
            high.append(other)
        least, most = _greatest(low), _greatest(high)
        # Leaves of one sentence are one outcome; the harshest of them stands for it.
        same = exp.EQ(
            this=_shifted(least, self.packing.width["reason"]), expression=_shifted(most, self.packing.width["reason"])
        )
        return exp.Case(ifs=[exp.If(this=same, true=most.copy())], default=number(OPEN))

    def _bounds(self, code: Sql) -> tuple[Sql, Sql]:
        """The least and the greatest outcome that one offense can give."""
        verdict = field(self.packing, code, "verdict")
        sentence = field(self.packing, code.copy(), "sentence")
        ranks = [0, *(self.rank[at] * self.unit for at in range(1, len(self.rank) + 1))]
        exact = exp.Add(this=self._of(ranks, sentence), expression=field(self.packing, code.copy(), "reason"))
        is_exact = exp.GT(this=sentence.copy(), expression=number(0))
        floors = [self._lowest(at) for at in range(len(self.packing.numbering.floors))]
        tops = [self._highest(at) for at in range(len(self.packing.numbering.ceilings))]
        least = exp.Case(
            ifs=[
                exp.If(this=exp.NEQ(this=verdict, expression=number(YES)), true=number(0)),
                exp.If(this=is_exact, true=exact),
            ],
            default=self._of(floors, field(self.packing, code.copy(), "floor")),
        )
        most = exp.Case(
            ifs=[
                exp.If(this=exp.EQ(this=verdict.copy(), expression=number(NO)), true=number(0)),
                exp.If(this=is_exact.copy(), true=exact.copy()),
            ],
            default=self._of(tops, field(self.packing, code.copy(), "ceiling")),
        )
        return least, most

    def _lowest(self, floor: int) -> int:
        """The mildest outcome with at least a floor."""
        numbers = self.packing.numbering
        fits = [
            rank
            for at, rank in self.rank.items()
            if (s := numbers.sentences[at]) and numbers.floors.index(s.least or NOTHING) >= floor
        ]
        return min(fits, default=0) * self.unit

    def _highest(self, top: int) -> int:
        """The harshest outcome with at most a ceiling."""
        numbers = self.packing.numbering
        fits = [
            rank
            for at, rank in self.rank.items()
            if (s := numbers.sentences[at]) and numbers.ceilings.index(ceiling(s)) <= top
        ]
        return max(fits, default=0) * self.unit

    def _of(self, values: list[int], index: Sql) -> Sql:
        return element(self.query.dialect, exp.Array(expressions=[number(value) for value in values]), index)

    def _preferred(self, version: Version) -> list[int]:
        return [slot for slot, offense in enumerate(version.offenses) if offense.preferred]

    def _differ(self, at: int) -> Sql:
        """Whether readings of some offense differ in verdict or sentence."""
        mask = self.packing.mask("verdict", "sentence")
        parts: list[Sql] = []
        for group in forks_of(self.query.versions[at]):
            first, *others = (
                exp.paren(exp.BitwiseAnd(this=column(f"slot_{at}_{slot}"), expression=number(mask))) for slot in group
            )
            parts += [exp.NEQ(this=first.copy(), expression=other) for other in others]
        return exp.or_(*parts) if parts else exp.false()


def _sum(*parts: Sql) -> Sql:
    found = parts[0]
    for part in parts[1:]:
        found = exp.Add(this=found, expression=part)
    return found


def _one_if(test: Sql) -> Sql:
    return exp.Case(ifs=[exp.If(this=test, true=number(1))], default=number(0))


def _greatest(parts: list[Sql]) -> Sql:
    if not parts:
        return number(0)
    return parts[0] if len(parts) == 1 else exp.Greatest(this=parts[0], expressions=parts[1:], ignore_nulls=False)


def _shifted(value: Sql, bits: int) -> Sql:
    return exp.paren(exp.BitwiseRightShift(this=exp.paren(value.copy()), expression=number(bits)))
