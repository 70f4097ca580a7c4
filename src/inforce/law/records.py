"""Counting records: which satisfy a predicate, and which counts are possible together where a list has gaps.

A list that is not fully known becomes the set of its possible count vectors, each count saturated at the largest
number that any rule tests. That is exact, and puts no bound on the number of records.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

from inforce.facts.vocabulary import Fact, Field
from inforce.law.cites import Codes, Path, inside, path_of
from inforce.law.expression import Compare, Expression, Name, OneOf, Op, Under, names_in

Record = dict[str, object]
LONGEST_RANGE = 1_000  # longer ranges of a record's number are left undecided
Vector = tuple[int, ...]


def matches(when: Expression, record: Record, codes: Codes) -> bool | None:
    """Three-valued: whether a record satisfies a predicate; a field not given is unknown."""
    match when:
        case Name(id=field):
            value = record.get(field)
            return None if value is None else bool(value)
        case Under(left=field, provision=whole):
            value = record.get(field)
            if value is None:
                return None
            target = path_of(whole, codes)
            return target is not None and inside(_path(value, codes), target)
        case OneOf(left=left, positions=positions):
            return _compare(record.get(left.id), lambda number: number in positions)
        case Compare(left=left, op=op, right=right):
            return _compare(record.get(left.id), lambda number: _OPERATORS[op](number, right.value))
        case Op(op="not", args=(part,)):
            state = matches(part, record, codes)
            return None if state is None else not state
        case Op(op=op, args=args):
            ends, unknown = op == "or", False
            for arg in args:
                state = matches(arg, record, codes)
                if state is ends:
                    return ends
                unknown = unknown or state is None
            return None if unknown else not ends
    raise TypeError(when)


_OPERATORS: dict[str, Callable[[int, int], bool]] = {
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


def _compare(value: object, test: Callable[[int], bool]) -> bool | None:
    if not isinstance(value, (int, tuple)):
        return None
    if isinstance(value, tuple):
        low, high = value
        if high - low > LONGEST_RANGE:
            return None
        states = {test(number) for number in range(low, high)}
        return states.pop() if len(states) == 1 else None
    return test(value)


def _path(value: object, codes: Codes) -> Path | None:
    return value if isinstance(value, tuple) else path_of(str(value), codes)


def possible_vectors(
    fact: Fact,
    records: tuple[Record, ...] | None,
    is_open: bool,
    predicates: tuple[Expression, ...],
    caps: Vector,
    codes: Codes,
) -> set[Vector]:
    """Every vector of counts that some completion of a list has, each count saturated at its cap.

    `records` is None for a list that is not known at all; `is_open` says that it may hold more than these.
    """
    vectors: set[Vector] = {tuple(0 for _ in predicates)}
    for record in records or ():
        vectors = _sums(vectors, _signatures(fact, record, predicates, codes), caps)
    if records is None or is_open:
        any_record = _signatures(fact, {}, predicates, codes)
        while True:
            wider = vectors | _sums(vectors, any_record, caps)
            if wider == vectors:
                break
            vectors = wider
    return vectors


def kinds_of_record(fact: Fact, predicates: tuple[Expression, ...], codes: Codes) -> dict[Vector, Record]:
    """Every way in which predicates can hold of one record, each with a record of that kind, all fields of it given
    that the predicates test."""
    tested = [f for f in fact.fields if any(("field", f.id) in names_in(when) for when in predicates)]
    choices = [_representatives(field, None, predicates, codes) for field in tested]
    found: dict[Vector, Record] = {}
    for values in product(*choices):
        record: Record = {field.id: value for field, value in zip(tested, values, strict=True)}
        vector = tuple(int(bool(matches(when, record, codes))) for when in predicates)
        found.setdefault(vector, record)
    return found


def _sums(vectors: set[Vector], signatures: set[Vector], caps: Vector) -> set[Vector]:
    return {
        tuple(min(a + b, cap) for a, b, cap in zip(vector, signature, caps, strict=True))
        for vector in vectors
        for signature in signatures
    }


def _signatures(fact: Fact, record: Record, predicates: tuple[Expression, ...], codes: Codes) -> set[Vector]:
    """Which predicates a record may satisfy together, over all values of the fields it does not give."""
    states = [matches(when, record, codes) for when in predicates]
    if None not in states:
        return {tuple(int(bool(state)) for state in states)}
    choices: list[list[object]] = []
    fields: list[Field] = []
    for field in fact.fields:
        options = _representatives(field, record.get(field.id), predicates, codes)
        if len(options) > 1:
            fields.append(field)
            choices.append(options)
    found = set()
    for values in product(*choices):
        filled = {**record, **{field.id: value for field, value in zip(fields, values, strict=True)}}
        found.add(tuple(int(bool(matches(when, filled, codes))) for when in predicates))
    return found


def _representatives(field: Field, given: object, predicates: tuple[Expression, ...], codes: Codes) -> list[object]:
    """Values of a field that between them give every combination of the predicates' tests."""
    if field.type == "provision":
        wholes = {path_of(p, codes) for when in predicates for p in _provisions(when, field.id)}
        named = [whole for whole in wholes if whole]
        # A provision that has tested parts stands for itself without them; a star ends its path. The finest first.
        ends = [(*w, "*") if any(o != w and o[: len(w)] == w for o in named) else w for w in sorted(named, key=len)]
        options: list[object] = [*reversed(ends), ("*",)]
        if given is None:
            return options
        path = _path(given, codes) or ("*",)
        finer: list[object] = [o for o in options if isinstance(o, tuple) and o[: len(path)] == path]
        return [(*path, "*"), *finer]
    if field.type in ("bool", "enum"):
        size = 2 if field.type == "bool" else len(field.values)
        return [given] if isinstance(given, int) else list(range(size))
    if field.type == "int":
        low, high = given if isinstance(given, tuple) else (field.least, field.most) if given is None else (0, 0)
        if given is not None and not isinstance(given, tuple):
            return [given]
        cuts = {low, *(cut for when in predicates for cut in _cuts(when, field.id) if low <= cut < high)}
        return sorted(cuts)
    return [given]


def _cuts(when: Expression, field: str) -> set[int]:
    """Where the tests of a number change their answer."""
    match when:
        case Compare(left=left, right=right) if left.id == field:
            return {right.value, right.value + 1}
        case Op(args=args):
            return set().union(*(_cuts(arg, field) for arg in args))
    return set()


def _provisions(when: Expression, field: str) -> set[str]:
    match when:
        case Under(left=left, provision=whole) if left == field:
            return {whole}
        case Op(args=args):
            return set().union(*(_provisions(arg, field) for arg in args))
    return set()
