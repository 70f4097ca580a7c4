"""A case as values of a jurisdiction's variables: the vocabulary's facts, then open questions and counts."""

from __future__ import annotations

from inforce.facts.case import Case
from inforce.law.lowered import Code
from inforce.law.records import matches

Values = list[int | None]
MOST_LISTS = 50_000


class Binder:
    """Binds cases to one jurisdiction; made once."""

    def __init__(self, code: Code) -> None:
        self.code = code
        self._known: dict[tuple[object, ...], tuple[tuple[int | None, ...], int]] = {}  # bounded

    def bind(self, case: Case) -> tuple[tuple[int | None, ...], int]:
        """One value for each variable, None where it is not exactly known, and a bit for each that is unknown."""
        if not case.lists or case.open_lists:
            return self._bound(case, bind(case, self.code))
        found = self._known.get(case.lists)
        if found is None:
            values, unknown = self._bound(case, bind(case, self.code))
            first = len(case.values)
            found = values[first:], unknown >> first << first
            if len(self._known) > MOST_LISTS:
                self._known.clear()
            self._known[case.lists] = found
        return case.values + found[0], case.unknown | found[1]

    def _bound(self, case: Case, values: Values) -> tuple[tuple[int | None, ...], int]:
        return tuple(values), sum(1 << at for at, value in enumerate(values) if value is None)


def bind(case: Case, code: Code) -> Values:
    """One value for each variable of the jurisdiction, None where it is not exactly known.

    An open question that cannot matter, because what it decides between is equal, is taken as its default.
    """
    values: Values = [*case.values, *[None] * (len(code.variables) - len(case.values))]
    for counted in code.counted:
        records = case.records.get(counted.list)
        if records is None or counted.list in case.open_lists:
            continue
        states = [matches(counted.when, record, code.codes) for record in records]
        if None not in states:
            values[counted.variable] = sum(map(bool, states))
    for opened in code.opened:
        if opened.pairs and all(values[no] is not None and values[no] == values[yes] for no, yes in opened.pairs):
            values[opened.variable] = 0
    return values
