"""A grade table as a decision tree: rows in order of what they set, then the steps, each path ending in a leaf."""

from __future__ import annotations

from inforce.facts.dates import term_days
from inforce.facts.frozen import Frozen
from inforce.law.condition import ALWAYS, NEVER, Condition
from inforce.law.lower import Lowering, Outputs, sentence_rank
from inforce.law.lowered import UNKNOWN, Leaf, LoweredRow, Sentence, Test, Trail, Tree
from inforce.law.model import GradeRule, PunishmentRule, Row


class Table(Frozen):
    """A lowered table."""

    rows: tuple[LoweredRow, ...]
    default: LoweredRow
    steps: tuple[LoweredRow, ...]
    tree: Tree
    leaves: tuple[Leaf, ...]
    sentences: tuple[Sentence, ...]


class _State(Frozen):
    grade: int  # position in the ladder; of an unknown default, the lowest grade that the table knows
    minimum: str
    row: str
    position: int
    unknown: str
    top: int  # the highest grade that an unknown text can lead to


def lower_table(
    rule: GradeRule, steps: tuple[Row, ...], lowering: Lowering, ranges: dict[str, PunishmentRule]
) -> Table:
    """The table of a grade rule with its steps. Raises Unlowerable."""
    return _Builder(rule, steps, lowering, ranges).table()


class _Builder:
    def __init__(
        self, rule: GradeRule, steps: tuple[Row, ...], lowering: Lowering, ranges: dict[str, PunishmentRule]
    ) -> None:
        self.rule, self.steps, self.lowering, self.ranges = rule, steps, lowering, ranges
        self.ladder = lowering.ladder
        self.highest = len(self.ladder) - 1
        self.leaves: list[Leaf] = []
        self.sentences: list[Sentence] = []

    def table(self) -> Table:
        rows = tuple(self._row(row) for row in self.rule.rows)
        order = list(range(len(rows)))
        if self.rule.highest:
            order.sort(key=lambda position: self._height(self.rule.rows[position]), reverse=True)
        tree: Tree = self._from(self._start(self.rule.default, -1), 0, ())
        for position in reversed(order):
            condition = rows[position].condition
            if condition == NEVER:
                continue
            branch = self._from(self._start(self.rule.rows[position], position), 0, ())
            tree = branch if condition == ALWAYS else Test(condition, branch, tree)
        steps = tuple(self._row(step, steps=True) for step in self.steps)
        return Table(rows, self._row(self.rule.default), steps, tree, tuple(self.leaves), tuple(self.sentences))

    def _row(self, row: Row, steps: bool = False) -> LoweredRow:
        condition: Condition = ALWAYS if steps else self.lowering.condition(row.when)
        return LoweredRow(
            row.cite,
            condition,
            row.grade,
            row.minimum,
            row.unknown,
            (-1, 0) if steps or not row.grade else (self.ladder.index(row.grade), term_days(row.minimum)),
            self.lowering.terms_in(row.when),
            self.lowering.confidence_in(row.when, row.confidence),
            str(row.place),
        )

    def _height(self, row: Row) -> tuple[int, ...]:
        heights = {"grade": self.ladder.index(row.grade) if row.grade else -1, "minimum": term_days(row.minimum)}
        return tuple(heights[output] for output in self.rule.highest)

    def _start(self, row: Row, position: int) -> _State:
        if row.grade:
            return _State(self.ladder.index(row.grade), row.minimum, row.cite, position, row.unknown, self.highest)
        known = [self.ladder.index(other.grade) for other in self.rule.rows if other.grade]
        return _State(min(known, default=0), row.minimum, row.cite, position, row.unknown, self.highest)

    def _from(self, state: _State, step: int, trail: tuple[Trail, ...]) -> Tree:
        """The steps from `step` on, for a state of the outputs."""
        if step == len(self.steps):
            return self._leaf(state, trail)
        rule = self.steps[step]
        condition = self.lowering.condition(rule.when, Outputs(state.grade, state.minimum, state.row))
        if condition == NEVER:
            return self._from(state, step + 1, (*trail, Trail(step, NEVER, False)))
        applied = self._from(self._apply(rule, state), step + 1, (*trail, Trail(step, condition, True)))
        if condition == ALWAYS:
            return applied
        return Test(condition, applied, self._from(state, step + 1, (*trail, Trail(step, condition, False))))

    def _apply(self, step: Row, state: _State) -> _State:
        grade, top = state.grade, state.top
        if step.grade == "next higher":
            grade = min(grade + 1, self.highest)
        elif step.grade == "next lower":
            grade, top = max(grade - 1, 0), max(top - 1, 0)
        elif step.grade:
            grade = self.ladder.index(step.grade)
        minimum = "" if step.minimum == "none" else step.minimum or state.minimum
        unknown = "; ".join(dict.fromkeys(why for why in (state.unknown, step.unknown) if why))
        return state.replace(grade=grade, minimum=minimum, unknown=unknown, top=top)

    def _leaf(self, state: _State, trail: tuple[Trail, ...]) -> Leaf:
        for known in self.leaves:
            if known.row == state.position and known.trail == trail:
                return known
        sentence = self._sentence(state)
        if sentence not in self.sentences:
            self.sentences.append(sentence)
        leaf = Leaf(len(self.leaves), state.position, trail, self.sentences.index(sentence))
        self.leaves.append(leaf)
        return leaf

    def _sentence(self, state: _State) -> Sentence:
        grade = self.ladder[state.grade]
        known = self.ranges[grade]
        least, minimum = known.least, ""
        if term_days(state.minimum) > term_days(known.least):
            least = minimum = state.minimum
        if not state.unknown:
            rank = sentence_rank(least, known.most, known.life, state.grade)
            return Sentence(
                grade, known.mode, least, known.most, known.life, minimum, known.fine, known.currency, known.cite,
                False, rank,
            )  # fmt: skip
        # Whatever leaves it open, an outcome known by its bounds is the same outcome where the bounds are the same.
        top = self.ranges[self.ladder[state.top]]
        ceiling = sentence_rank(least, top.most, top.life, -1)
        return Sentence(UNKNOWN, known.mode, least, top.most, top.life, "", top.fine, top.currency, "", True, ceiling)
