"""Settles what a query left undetermined: the explainer answers, once for each group of cases that no rule tells apart.

Two cases whose facts lie in the same cells of the law's own thresholds have the same answer about an offense; most
undetermined rows share their cells with many others.
"""

from __future__ import annotations

from bisect import bisect_right

from inforce.evaluate.sql.answers import Answers
from inforce.facts.case import Case
from inforce.law.condition import Condition, Not, NotLess, intervals_in, variables_in
from inforce.law.lowered import Code
from inforce.law.questions import conditions_of
from inforce.products.assess import Assessment, Assessor
from inforce.products.assessment import OutputRow
from inforce.products.table_rows import TableRows

Key = tuple[object, ...]


class Settler:
    """Answers undetermined rows exactly."""

    def __init__(self, assessor: Assessor, reader: TableRows) -> None:
        self.assessor, self.reader = assessor, reader
        self._cells: dict[tuple[str, int, str, str], _Cells] = {}
        self._known: dict[Key, tuple[OutputRow, ...]] = {}

    def rows(self, case: Case, offense: str, of: str) -> tuple[OutputRow, ...]:
        """The exact rows of one offense of a case, as `assess` gives them."""
        assessment = self.assessor.assess(case)
        key = self._key(assessment, offense, of)
        if key not in self._known:
            found = [row for row in assessment.rows if (row.offense, row.of) == (offense, of)]
            self._known[key] = tuple(found)
        return tuple(row.replace(case=case.name) for row in self._known[key])

    def _key(self, assessment: Assessment, offense: str, of: str) -> Key:
        """What the answer about an offense can depend on: the cells in which the case's facts lie."""
        code = assessment.code
        parts: list[object] = [code.id, offense, of]
        for ready in assessment.ready:
            at = (code.id, ready.position, offense, of)
            if at not in self._cells:
                chosen = [o for o in ready.version.offenses if (o.cite, o.of) == (offense, of)]
                conditions = [c for o in chosen for c in conditions_of(o)]
                conditions += [note.condition for o in chosen for note in o.notes if note.lowers]
                self._cells[at] = _Cells(code, conditions)
            parts += [ready.position, self._cells[at].of(assessment)]
        if "material" in assessment.case.records:
            parts.append(assessment.case.lists)
        return tuple(parts)


class _Cells:
    """The cells into which some conditions cut the facts that they test."""

    def __init__(self, code: Code, conditions: list[Condition]) -> None:
        tested = set().union(*(variables_in(condition) for condition in conditions))
        related: set[int] = set()
        for must in code.musts:
            if variables_in(must) & tested:
                conditions = [*conditions, must]
                related |= _related(must)
        cuts: dict[int, set[int]] = {}
        for condition in conditions:
            for variable in variables_in(condition):
                cuts.setdefault(variable, set())
            intervals_in(condition, lambda test: cuts.setdefault(test.variable, set()).update((test.low, test.high)))
        self.cuts = sorted((variable, sorted(points)) for variable, points in cuts.items())
        # A number that a rule compares with another one stays as it is: cells of the two say less than they do.
        self.related = related
        self.counted = {counted.variable for counted in code.counted}

    def of(self, assessment: Assessment) -> Key:
        """The cells of a case; its lists as well, where they are not fully counted."""
        found: list[object] = []
        lists: object = None
        for variable, cuts in self.cuts:
            value = assessment.values[variable]
            ranges = ((value, value + 1),) if value is not None else assessment.case.partial.get(variable, ())
            if variable in self.counted and value is None:
                lists = (assessment.case.lists, tuple(sorted(assessment.case.open_lists)))
            if variable in self.related:
                found.append(ranges)
            else:
                found.append(tuple((bisect_right(cuts, low), bisect_right(cuts, high - 1)) for low, high in ranges))
        return (*found, lists)


def _related(must: Condition) -> set[int]:
    if isinstance(must, NotLess):
        return {must.variable, must.other}
    parts = (must.part,) if isinstance(must, Not) else getattr(must, "parts", ())
    return set().union(*(_related(part) for part in parts))


def settle(settler: Settler, answers: Answers) -> int:
    """Replaces the undetermined rows of a table's answers by exact ones, and counts those that were settled.

    Memory holds one case at a time, and the answers that differ.
    """
    settled = 0
    columns = settler.reader.table.columns
    for case_row, cells, rows in answers.undetermined([column.name for column in columns]):
        case, problems = settler.reader.case(case_row + 1, cells)
        assert case is not None, problems
        groups: dict[tuple[str, str], list[tuple[int, str]]] = {}
        for number, offense, of, undetermined in rows:
            groups.setdefault((offense, of), []).append((number, undetermined))
        for (offense, of), members in groups.items():
            if any(undetermined for _, undetermined in members):
                answers.replace([number for number, _ in members], settler.rows(case, offense, of))
                settled += sum(1 for _, undetermined in members if undetermined)
    return settled
