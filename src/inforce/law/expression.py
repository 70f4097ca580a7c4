"""The typed expression tree of the rules: few node kinds, each of which every evaluator handles.

Literals of enumerated facts are positions; `law/lower.py` turns an expression into a condition over variables.
"""

from __future__ import annotations

from inforce.facts.frozen import Frozen


class Name(Frozen):
    """A true-or-false fact, term, open question or record field."""

    id: str
    of: str  # fact, term, open, field


class Member(Frozen):
    """Whether a set fact holds a member."""

    fact: str
    position: int


class Compare(Frozen):
    """A number, position or count against a constant or another fact."""

    left: Number
    op: str  # == != < <= > >=
    right: Number


class OneOf(Frozen):
    """Whether an enumerated fact, field or output has one of these positions."""

    left: Number
    positions: tuple[int, ...]


class Under(Frozen):
    """Whether a provision (a record's field, or the prevailing row's cite) is the named one or part of it."""

    left: str  # field id, or "row"
    provision: str


class Op(Frozen):
    """and, or, not. `and` of nothing is true, `or` of nothing is false."""

    op: str
    args: tuple[Expression, ...]


class Number(Frozen):
    """A whole number: a literal, a fact, a field, an output of the table, or a term that counts."""

    kind: str  # literal, fact, field, output, term
    value: int = 0
    id: str = ""


class Count(Frozen):
    """How many records of a list satisfy a condition on their fields."""

    list: str
    when: Expression


Expression = Name | Member | Compare | OneOf | Under | Op
TRUE = Op("and", ())
FALSE = Op("or", ())


def conjunction(*parts: Expression) -> Expression:
    """All of the parts."""
    return parts[0] if len(parts) == 1 else Op("and", parts)


def disjunction(*parts: Expression) -> Expression:
    """Any of the parts."""
    return parts[0] if len(parts) == 1 else Op("or", parts)


def names_in(expression: Expression | Count) -> set[tuple[str, str]]:
    """Every (kind, name) that an expression mentions: fact, term, open, field, output, list."""
    match expression:
        case Name(id=name, of=kind):
            return {(kind, name)}
        case Member(fact=fact):
            return {("fact", fact)}
        case Compare(left=left, right=right):
            return {(n.kind, n.id) for n in (left, right) if n.kind != "literal"}
        case OneOf(left=left):
            return {(left.kind, left.id)}
        case Under(left=left):
            return {("field", left)}
        case Op(args=args):
            return set().union(*(names_in(arg) for arg in args))
        case Count(list=records, when=when):
            return {("list", records)} | {(k, n) for k, n in names_in(when) if k != "field"}
    raise TypeError(expression)
