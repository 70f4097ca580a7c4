"""Conditions as Python source. Values are whole numbers in a tuple `v`; a bool is 0 or 1."""

from __future__ import annotations

from inforce.facts.vocabulary import UNBOUNDED
from inforce.law.condition import And, Condition, Not, NotLess, Within
from inforce.law.lowered import Code


def source_of(condition: Condition, code: Code) -> str:
    """A Python expression that is truthy where the condition holds."""
    if isinstance(condition, Within):
        name = f"v[{condition.variable}]"
        of = code.variables[condition.variable]
        low, high = condition.low, condition.high
        if (of.low, of.high) == (0, 2):
            return name if low == 1 else f"(not {name})"
        if high - low == 1:
            return f"({name} == {low})"
        if high >= of.high or high >= UNBOUNDED:
            return f"({name} >= {low})"
        return f"({name} < {high})" if low <= of.low else f"({low} <= {name} < {high})"
    if isinstance(condition, NotLess):
        return f"(v[{condition.variable}] >= v[{condition.other}])"
    if isinstance(condition, Not):
        return f"(not {source_of(condition.part, code)})"
    if not condition.parts:
        return "True" if isinstance(condition, And) else "False"
    joint = " and " if isinstance(condition, And) else " or "
    return f"({joint.join(source_of(part, code) for part in condition.parts)})"
