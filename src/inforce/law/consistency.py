"""Whether the facts of a case can hold together, by the vocabulary's own rules."""

from __future__ import annotations

from collections.abc import Callable

from inforce.facts.case import Case, Range
from inforce.facts.diagnostics import Diagnostic, Place
from inforce.law.expression import Compare, Expression, Member, Name, Number, OneOf, Op, names_in
from inforce.law.lowered import Edition
from inforce.law.material import derivations


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
        place = place_at(given[-1].place if given else case.place)
        found.append(Diagnostic("contradiction", place, f"these facts cannot hold together: {facts}", says))
    if "material" in case.records:
        found += _batches(case, edition)
    return found


def place_at(text: str) -> Place:
    """A place from its text; a file's name may hold colons."""
    parts = text.rsplit(":", 2)
    if len(parts) == 3 and parts[1].isdigit() and parts[2].isdigit():
        return Place(parts[0], int(parts[1]), int(parts[2]))
    file, _, line = text.rpartition(":")
    return Place(file, int(line), 1) if file and line.isdigit() else Place(text)


def _batches(case: Case, edition: Edition) -> list[Diagnostic]:
    """Batches that contradict themselves, or the facts that the case gives beside them."""
    vocabulary = edition.vocabulary
    material = next(answer for answer in case.answers if answer.fact == "material")
    found = []
    for batch in case.records["material"]:

        def known(fact: str, position: int = 0, batch: dict[str, object] = batch) -> Range | None:
            value = batch.get(fact)
            return value if isinstance(value, tuple) else (value, value + 1) if isinstance(value, int) else None

        for must, says in edition.musts:
            if state_of(must, known) is False:
                message = "a batch contradicts itself"
                found.append(Diagnostic("contradiction", place_at(material.place), message, says))
    for name in vocabulary.facts["material"].derive:
        given = next((answer for answer in case.answers if answer.fact == name), None)
        if given is None:
            continue
        variable = vocabulary.facts[name].first
        value = case.values[variable]
        ranges = case.partial.get(variable) or (((value, value + 1),) if value is not None else ())
        allowed = derivations(case, name, vocabulary)
        if ranges and not any(low < b and a < high for low, high in ranges for a, b in allowed):
            message = f"{name}: {given.text} cannot follow from the batches of material"
            hint = "give the number or the batches, or both if they agree"
            found.append(Diagnostic("contradiction", place_at(given.place), message, hint))
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
