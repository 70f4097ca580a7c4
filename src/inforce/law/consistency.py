"""Whether the facts of a case can hold together, by the vocabulary's own rules."""

from __future__ import annotations

from collections.abc import Callable

from inforce.facts.case import Case, Range
from inforce.facts.diagnostics import Diagnostic, Place
from inforce.law.expression import Compare, Expression, Member, Name, Number, OneOf, Op, names_in
from inforce.law.lowered import Edition


def contradictions(case: Case, edition: Edition) -> list[Diagnostic]:
    """What a case says that cannot hold together."""

    vocabulary = edition.vocabulary

    def known(fact: str, position: int = 0) -> Range | None:
        variable = vocabulary.facts[fact].first + position
        value = case.values[variable]
        if value is not None:
            return value, value + 1
        ranges = case.partial.get(variable)
        return (ranges[0][0], ranges[-1][1]) if ranges else None

    found = []
    for must, says in edition.musts:
        if state_of(must, known) is not False:
            continue
        names = sorted(name for _, name in names_in(must))
        given = [answer for answer in case.answers if answer.fact in names]
        facts = ", ".join(f"{answer.fact}: {answer.text}" for answer in given)
        file, _, where = (given[-1].place if given else case.place).partition(":")
        line, _, column = where.partition(":")
        place = Place(file, int(line or 0), int(column or 0))
        found.append(Diagnostic("contradiction", place, f"these facts cannot hold together: {facts}", says))
    return found


def state_of(expression: Expression, known: Callable[..., Range | None]) -> bool | None:
    """Three-valued: whether an expression over facts holds, given the ranges in which they are known to lie."""
    match expression:
        case Name(id=fact):
            found = known(fact)
            return None if found is None or found[1] - found[0] > 1 else found[0] == 1
        case Member(fact=fact, position=position):
            found = known(fact, position)
            return None if found is None else found[0] == 1
        case OneOf(left=left, positions=positions):
            found = known(left.id)
            if found is None:
                return None
            states = {number in positions for number in range(*found)}
            return states.pop() if len(states) == 1 else None
        case Compare(left=left, op=op, right=right):
            return _compare(_range(left, known), op, _range(right, known))
        case Op(op="not", args=(part,)):
            state = state_of(part, known)
            return None if state is None else not state
        case Op(op=op, args=args):
            ends = op == "or"
            found_states = [state_of(arg, known) for arg in args]
            if ends in found_states:
                return ends
            return None if None in found_states else not ends
    return None


def _range(number: Number, known: Callable[..., Range | None]) -> Range | None:
    return (number.value, number.value + 1) if number.kind == "literal" else known(number.id)


def _compare(a: Range | None, op: str, b: Range | None) -> bool | None:
    if a is None or b is None:
        return None
    if op in (">", "<="):
        return _compare(b, "<" if op == ">" else ">=", a)
    if op == "<":
        return True if a[1] - 1 < b[0] else False if a[0] >= b[1] - 1 else None
    if op == ">=":
        state = _compare(a, "<", b)
        return None if state is None else not state
    if a[1] - a[0] == 1 and a == b:
        return op == "=="
    apart = a[1] <= b[0] or b[1] <= a[0]
    return (op != "==") if apart else None
