"""Lists of records as logic: a record with gaps has solver terms for its fields, and an unknown list is a number of
records of each kind, without a bound.

A kind is a way in which predicates can hold of a record together; the solver itself finds the kinds.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import z3

from inforce.facts.vocabulary import UNBOUNDED, Fact, Field
from inforce.law.cites import Codes, inside, path_of
from inforce.law.expression import Compare, Expression, Name, Number, OneOf, Op, Under
from inforce.law.records import Record

Vector = tuple[int, ...]


class RecordTerms:
    """One record: its given fields as constants, the others as terms. `limits` says what must hold of them."""

    def __init__(self, name: str, fact: Fact, given: Record, predicates: tuple[Expression, ...], codes: Codes) -> None:
        self.name, self.given, self.codes = name, given, codes
        self.fields = {field.id: field for field in fact.fields}
        self.limits: list[Any] = []
        self._terms: dict[str, Any] = {}
        self._provisions: dict[tuple[str, str], Any] = {}
        wholes = sorted({pair for when in predicates for pair in _unders(when)})
        for field, whole in wholes:
            self._provisions[field, whole] = self._under(field, whole)
        self._nest(wholes)

    def _under(self, field: str, whole: str) -> Any:
        """Whether the record's provision is a whole or part of it."""
        target, given = path_of(whole, self.codes), self.given.get(field)
        if target is None:
            return z3.BoolVal(False)
        state = None if given is None else inside(path_of(str(given), self.codes), target)
        return z3.Bool(f"{self.name}.{field} under {whole}") if state is None else z3.BoolVal(state)

    def _nest(self, wholes: list[tuple[str, str]]) -> None:
        """A part lies in its whole, and two provisions of which neither is part of the other exclude each other."""
        paths = {pair: path_of(pair[1], self.codes) for pair in wholes}
        for one, path in paths.items():
            for other, whole in paths.items():
                if one == other or one[0] != other[0] or path is None or whole is None:
                    continue
                if path[: len(whole)] == whole:
                    self.limits.append(z3.Implies(self._provisions[one], self._provisions[other]))
                elif whole[: len(path)] != path:
                    self.limits.append(z3.Not(z3.And(self._provisions[one], self._provisions[other])))

    def of(self, when: Expression) -> Any:
        """A predicate on the record."""
        match when:
            case Name(id=field):
                return self._number(field) == 1
            case Under(left=field, provision=whole):
                return self._provisions[field, whole]
            case OneOf(left=left, positions=positions):
                return z3.Or([self._number(left.id) == position for position in positions])
            case Compare(left=left, op=op, right=right):
                return _compared(self._operand(left), op, self._operand(right))
            case Op(op="not", args=(part,)):
                return z3.Not(self.of(part))
            case Op(op=op, args=args):
                return (z3.And if op == "and" else z3.Or)([self.of(arg) for arg in args])
        raise TypeError(when)

    def _operand(self, number: Number) -> Any:
        return z3.IntVal(number.value) if number.kind == "literal" else self._number(number.id)

    def _number(self, name: str) -> Any:
        if name not in self._terms:
            field, given = self.fields[name], self.given.get(name)
            if isinstance(given, int):
                self._terms[name] = z3.IntVal(given)
            else:
                low, high = given if isinstance(given, tuple) else _domain(field)
                term = self._terms[name] = z3.Int(f"{self.name}.{name}")
                self.limits.append(term >= low)
                self.limits += [term < high] if high < UNBOUNDED else []
        return self._terms[name]


def _domain(field: Field) -> tuple[int, int]:
    if field.type == "bool":
        return 0, 2
    return (0, len(field.values)) if field.type == "enum" else (field.least, field.most)


def _compared(left: Any, op: str, right: Any) -> Any:
    return {
        "==": lambda: left == right,
        "!=": lambda: left != right,
        "<": lambda: left < right,
        "<=": lambda: left <= right,
        ">": lambda: left > right,
        ">=": lambda: left >= right,
    }[op]()


def _unders(when: Expression) -> Iterator[tuple[str, str]]:
    if isinstance(when, Under):
        yield when.left, when.provision
    elif isinstance(when, Op):
        for arg in when.args:
            yield from _unders(arg)


class Unsettled(Exception):
    """The solver gave up: out of time, or for the reason it gives."""


def kinds(fact: Fact, predicates: tuple[Expression, ...], codes: Codes) -> tuple[Vector, ...]:
    """Every way in which predicates can hold of one record together, found by the solver. Raises Unsettled."""
    record = RecordTerms("any", fact, {}, predicates, codes)
    terms = [record.of(when) for when in predicates]
    solver = z3.Solver()
    solver.add(*record.limits)
    found: list[Vector] = []
    while (answer := solver.check()) == z3.sat:
        model = solver.model()
        vector = tuple(int(z3.is_true(model.eval(term, model_completion=True))) for term in terms)
        found.append(vector)
        solver.add(z3.Or([z3.Not(term) if holds else term for term, holds in zip(terms, vector, strict=True)]))
    if answer == z3.unknown:
        raise Unsettled(solver.reason_unknown())  # a kind left out would prove what is not so
    return tuple(sorted(found))
