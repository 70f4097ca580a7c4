"""Tests of facts in plain words, made from the phrases of the vocabulary."""

from __future__ import annotations

from inforce.facts.case import Range
from inforce.facts.vocabulary import UNBOUNDED, Fact, Variable


def fact_phrase(fact: Fact, variable: Variable, ranges: tuple[Range, ...]) -> str:
    """What it means that a fact's variable lies in one of some ranges."""
    if variable.kind == "member":
        value = fact.values[_member(fact, variable)]
        form = fact.says.get("yes" if ranges == ((1, 2),) else "no", fact.label + ": {value}")
        return form.format(value=value.replace("_", " "))
    if fact.type == "bool":
        return fact.says.get("yes" if ranges == ((1, 2),) else "no", fact.label)
    if fact.type == "int":
        return " or ".join(_number(fact.says, low, high, variable, fact.label) for low, high in ranges)
    chosen = [value for position, value in enumerate(fact.values) if any(a <= position < b for a, b in ranges)]
    if fact.type == "ordered" and len(chosen) > 1 and ranges[-1][1] == len(fact.values) and len(ranges) == 1:
        return f"{fact.label}: {chosen[0]} or higher"
    if len(chosen) > 2 and len(chosen) == len(fact.values) - 1:
        return f"{fact.label}: not {next(v for v in fact.values if v not in chosen)}"
    return f"{fact.label}: {' or '.join(chosen)}"


def _member(fact: Fact, variable: Variable) -> int:
    return fact.values.index(variable.id.split(":", 1)[1])


def _number(says: dict[str, str], low: int, high: int, of: Variable, label: str) -> str:
    if high - low == 1:
        return says.get("exactly", label + ": {n}").format(n=low)
    if high >= of.high or high >= UNBOUNDED:
        return says.get("at_least", label + ": {n} or more").format(n=low)
    if low <= of.low:
        return says.get("below", label + ": fewer than {n}").format(n=high)
    return says.get("between", label + ": {low} to {high}").format(low=low, high=high - 1)


def count_phrase(label: str, ranges: tuple[Range, ...]) -> str:
    """What it means that a count of records lies in one of some ranges."""
    parts = []
    for low, high in ranges:
        if (low, high) == (0, 1):
            parts.append(f"no {label}")
        elif high - low == 1:
            parts.append(f"exactly {low} of: {label}")
        elif high >= UNBOUNDED:
            parts.append(f"{low} or more {label}")
        elif low <= 0:
            parts.append(f"fewer than {high} {label}")
        else:
            parts.append(f"{low} to {high - 1} {label}")
    return " or ".join(parts)


def value_phrase(fact: Fact, value: int) -> str:
    """A known value as a case would write it."""
    if fact.type == "bool":
        return "yes" if value else "no"
    return fact.values[value] if fact.values else str(value)
