"""Conditions as logic, over the facts of one case: known ones are constants, the others terms within their limits."""

from __future__ import annotations

from typing import Any

import z3

from inforce.evaluate.smt.records import RecordTerms, Vector, kinds
from inforce.facts.case import Case
from inforce.facts.vocabulary import UNBOUNDED, Vocabulary
from inforce.law.condition import And, Condition, Not, NotLess, Within, bearing, variables_in
from inforce.law.lowered import Code, Counted

_KINDS: dict[tuple[object, ...], tuple[Vector, ...]] = {}


class Terms:
    """The variables of a jurisdiction as solver terms, for the completions of a case (by default: of every case).

    A variable that is true or false is a Boolean, every other a whole number. Counts of an unknown list are sums over
    kinds of record. `tested` names the variables whose conditions will be asked.
    """

    def __init__(self, code: Code, vocabulary: Vocabulary, tested: set[int], case: Case | None = None) -> None:
        self.code, self.vocabulary, self.case = code, vocabulary, case
        musts = bearing(code.musts, tested)
        self.tested = tested.union(*map(variables_in, musts))
        self.limits: list[Any] = []
        self.numbers: dict[str, list[Any]] = {}  # list: how many records it has of each kind
        self.kinds: dict[str, tuple[Vector, ...]] = {}
        self.counters: dict[str, list[Counted]] = {}
        self._known: dict[int, Any] = {}
        self._built: dict[int, tuple[Condition, Any]] = {}  # by identity, which the condition kept beside it makes safe
        for variable in sorted(self.tested):
            if code.variables[variable].kind != "count":
                self._known[variable] = self._fact(variable)
        for name in sorted({counted.list for counted in code.counted if counted.variable in self.tested}):
            self._count(name)
        self.limits += [self.of(must) for must in musts]

    def term(self, variable: int) -> Any:
        """A variable's term."""
        return self._known[variable]

    def is_truth(self, variable: int) -> bool:
        """Whether a variable is a Boolean."""
        of = self.code.variables[variable]
        return (of.low, of.high) == (0, 2) and of.kind != "count"

    def is_plain(self, variable: int, plain: int) -> Any:
        """Whether a variable has its plain value."""
        term = self.term(variable)
        return (term if plain else z3.Not(term)) if self.is_truth(variable) else term == plain

    def of(self, condition: Condition) -> Any:
        """A condition as a formula."""
        found = self._built.get(id(condition))
        if found is None:
            found = self._built[id(condition)] = condition, self._made(condition)
        return found[1]

    def _made(self, condition: Condition) -> Any:
        if isinstance(condition, Within):
            term, of = self.term(condition.variable), self.code.variables[condition.variable]
            if self.is_truth(condition.variable):
                return _truth(term, condition.low <= 0 < condition.high, condition.low <= 1 < condition.high)
            bounds = []
            if condition.low > of.low:
                bounds.append(term >= condition.low)
            if condition.high < min(of.high, UNBOUNDED):
                bounds.append(term < condition.high)
            return bounds[0] if len(bounds) == 1 else z3.And(bounds)
        if isinstance(condition, NotLess):
            return self.term(condition.variable) >= self.term(condition.other)
        if isinstance(condition, Not):
            return z3.Not(self.of(condition.part))
        parts = [self.of(part) for part in condition.parts]
        return z3.And(parts) if isinstance(condition, And) else z3.Or(parts)

    def _fact(self, variable: int) -> Any:
        """A fact or an open question, within what the case says of it and its domain."""
        of = self.code.variables[variable]
        value = self._value(variable)
        if self.is_truth(variable):
            return z3.Bool(of.id) if value is None else z3.BoolVal(bool(value))
        if value is not None:
            return z3.IntVal(value)
        term = z3.Int(of.id)
        known = self.case.partial.get(variable) if self.case else None
        ranges = [_bounded(term, low, high) for low, high in known or ((of.low, of.high),)]
        self.limits.append(z3.Or(ranges) if len(ranges) > 1 else ranges[0])
        return term

    def _value(self, variable: int) -> int | None:
        if self.case is None or variable >= len(self.case.values):
            return None
        return self.case.values[variable]

    def _count(self, name: str) -> None:
        """The counts of a list, as sums over its records and over how many others there are of each kind."""
        counted = [c for c in self.code.counted if c.list == name and c.variable in self.tested]
        predicates = tuple(c.when for c in counted)
        fact = self.vocabulary.facts[name]
        sums: list[list[Any]] = [[] for _ in counted]
        records = self.case.records.get(name) if self.case else None
        for at, given in enumerate(records or ()):
            record = RecordTerms(f"{name} {at + 1}", fact, given, predicates, self.code.codes)
            for parts, when in zip(sums, predicates, strict=True):
                parts.append(z3.If(record.of(when), 1, 0))
            self.limits += record.limits
        if records is None or (self.case and name in self.case.open_lists):
            self.counters[name] = counted
            self.kinds[name] = _kinds(fact, predicates, self.code)
            self.numbers[name] = [z3.Int(f"{name} of kind {kind}") for kind in self.kinds[name]]
            self.limits += [number >= 0 for number in self.numbers[name]]
            for at, parts in enumerate(sums):
                parts += [n for n, kind in zip(self.numbers[name], self.kinds[name], strict=True) if kind[at]]
        for counter, parts in zip(counted, sums, strict=True):
            self._known[counter.variable] = z3.Sum(parts) if parts else z3.IntVal(0)


def _truth(term: Any, no: bool, yes: bool) -> Any:
    """That a Boolean has one of the values allowed."""
    if yes == no:
        return z3.BoolVal(yes)
    return term if yes else z3.Not(term)


def _bounded(term: Any, low: int, high: int) -> Any:
    return z3.And(term >= low, term < high) if high < UNBOUNDED else term >= low


def _kinds(fact: Any, predicates: tuple[Any, ...], code: Code) -> tuple[Vector, ...]:
    """The kinds of record, found once for a list and some predicates."""
    key = (fact, predicates, tuple(code.codes.items()))
    if key not in _KINDS:
        _KINDS[key] = kinds(fact, predicates, code.codes)
    return _KINDS[key]
