"""A case as values of a jurisdiction's variables: the vocabulary's facts, then open questions and counts."""

from __future__ import annotations

from inforce.facts.case import Case
from inforce.law.lowered import Code
from inforce.law.records import matches

Values = list[int | None]


class Binder:
    """Binds cases to one jurisdiction; made once."""

    def __init__(self, code: Code) -> None:
        self.code = code
        self.lists = tuple({counted.list for counted in code.counted})
        # With every list known to be empty, every count is 0 and no open question about records matters.
        own = code.variables[len(code.variables) - len(code.counted) - len(code.opened) :]
        paired = {opened.variable for opened in code.opened if opened.pairs}
        first = len(code.variables) - len(own)
        self.empty = tuple(
            0 if variable.kind == "count" or first + at in paired else None for at, variable in enumerate(own)
        )
        self.empty_unknown = sum(1 << (first + at) for at, value in enumerate(self.empty) if value is None)

    def bind(self, case: Case) -> tuple[tuple[int | None, ...], int]:
        """One value for each variable, None where it is not exactly known, and a bit for each that is unknown."""
        for name in self.lists:
            if case.records.get(name) != () or case.open_lists:
                values = bind(case, self.code)
                return tuple(values), sum(1 << at for at, value in enumerate(values) if value is None)
        return case.values + self.empty, case.unknown | self.empty_unknown


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
