"""Lowered conditions: only whole-number variables and half-open intervals, joined by and, or, not.

A relation between two variables stands in the vocabulary's rules of consistency only, never in the law.
"""

from __future__ import annotations

from collections.abc import Callable

from inforce.facts.frozen import Frozen


class Within(Frozen):
    """A variable lies in a half-open interval."""

    variable: int
    low: int
    high: int


class NotLess(Frozen):
    """One variable is at least another; in rules of consistency only."""

    variable: int
    other: int


class And(Frozen):
    """All parts hold; of no parts, true."""

    parts: tuple[Condition, ...]


class Or(Frozen):
    """Some part holds; of no parts, false."""

    parts: tuple[Condition, ...]


class Not(Frozen):
    """The part does not hold."""

    part: Condition


Condition = Within | NotLess | And | Or | Not
ALWAYS = And(())
NEVER = Or(())


def both(parts: list[Condition]) -> Condition:
    """A simplified conjunction."""
    flat = [p for part in parts for p in (part.parts if isinstance(part, And) else (part,))]
    if any(part == NEVER for part in flat):
        return NEVER
    return flat[0] if len(flat) == 1 else And(tuple(flat))


def either(parts: list[Condition]) -> Condition:
    """A simplified disjunction."""
    flat = [p for part in parts for p in (part.parts if isinstance(part, Or) else (part,))]
    if any(part == ALWAYS for part in flat):
        return ALWAYS
    return flat[0] if len(flat) == 1 else Or(tuple(flat))


def negation(part: Condition) -> Condition:
    """A simplified negation."""
    if part == ALWAYS:
        return NEVER
    if part == NEVER:
        return ALWAYS
    return part.part if isinstance(part, Not) else Not(part)


def variables_in(condition: Condition) -> set[int]:
    """The variables that a condition tests."""
    if isinstance(condition, Within):
        return {condition.variable}
    if isinstance(condition, NotLess):
        return {condition.variable, condition.other}
    if isinstance(condition, Not):
        return variables_in(condition.part)
    return set().union(*(variables_in(part) for part in condition.parts))


def bearing(musts: tuple[Condition, ...], tested: set[int]) -> list[Condition]:
    """The conditions that bear on some variables, directly or through one another."""
    reached, found, left = set(tested), [], list(musts)
    while more := [must for must in left if variables_in(must) & reached]:
        found += more
        left = [must for must in left if must not in more]
        reached = reached.union(*map(variables_in, more))
    return found


def intervals_in(condition: Condition, found: Callable[[Within], None]) -> None:
    """Calls `found` with every test in a condition."""
    if isinstance(condition, Within):
        found(condition)
    elif isinstance(condition, NotLess):
        pass
    elif isinstance(condition, Not):
        intervals_in(condition.part, found)
    else:
        for part in condition.parts:
            intervals_in(part, found)


def holds(condition: Condition, values: Callable[[int], tuple[int, int] | None]) -> bool | None:
    """Three-valued: True or False where the known ranges decide, None where they do not.

    `values` gives the half-open range in which a variable is known to lie, or None. Weak where one unknown stands
    twice; the diagrams are exact.
    """
    if isinstance(condition, Within):
        known = values(condition.variable)
        if known is None:
            return None
        if condition.low <= known[0] and known[1] <= condition.high:
            return True
        return False if known[1] <= condition.low or condition.high <= known[0] else None
    if isinstance(condition, NotLess):
        low, high = values(condition.variable), values(condition.other)
        if low is None or high is None:
            return None
        return True if low[0] >= high[1] - 1 else False if low[1] - 1 < high[0] else None
    if isinstance(condition, Not):
        inner = holds(condition.part, values)
        return None if inner is None else not inner
    ends = isinstance(condition, Or)
    unknown = False
    for part in condition.parts:
        state = holds(part, values)
        if state is ends:
            return ends
        unknown = unknown or state is None
    return None if unknown else not ends
