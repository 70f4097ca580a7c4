"""Every row of a table can prevail in some case."""

from __future__ import annotations

from inforce.facts.dates import term_days
from inforce.facts.diagnostics import Diagnostic
from inforce.law.expression import FALSE, TRUE, Compare, Expression, Number, Op
from inforce.law.load.library import Loaded
from inforce.law.model import GradeRule, LadderRule, Row


def check(loaded: Loaded) -> list[Diagnostic]:
    """Rows that cannot hold, or that always yield to a row before them."""
    found = []
    for code in loaded.library.jurisdictions.values():
        rules = [r for f in code.files for p in f.provisions for r in p.rules]
        ladder = next((r.grades for r in rules if isinstance(r, LadderRule)), ())
        for rule in rules:
            if not isinstance(rule, GradeRule):
                continue
            order = list(rule.rows)
            if rule.highest and all(row.grade in ladder for row in order):
                order.sort(key=lambda row: _height(row, rule.highest, ladder), reverse=True)
            for position, row in enumerate(order):
                earlier = next((other for other in order[:position] if _covers(other.when, row.when)), None)
                if _impossible(row.when):
                    found.append(
                        Diagnostic("unreachable-row", row.place, f"{row.cite} can never hold: {_why(row.when)}")
                    )
                elif earlier is not None:
                    message = f"{row.cite} can never prevail: wherever it holds, {earlier.cite} holds and comes first"
                    found.append(Diagnostic("unreachable-row", row.place, message))
    return found


def _height(row: Row, highest: tuple[str, ...], ladder: tuple[str, ...]) -> tuple[int, ...]:
    heights = {"grade": ladder.index(row.grade), "minimum": term_days(row.minimum)}
    return tuple(heights[output] for output in highest)


def _parts(when: Expression) -> tuple[Expression, ...]:
    if isinstance(when, Op) and when.op == "and":
        return tuple(part for arg in when.args for part in _parts(arg))
    return (when,)


def _ranges(when: Expression) -> dict[Number, tuple[int, int]]:
    """The interval to which a conjunction holds each number."""
    found: dict[Number, tuple[int, int]] = {}
    for part in _parts(when):
        if isinstance(part, Compare) and part.right.kind == "literal" and part.op != "!=":
            n = part.right.value
            low, high = {
                "==": (n, n + 1),
                "<": (-(1 << 60), n),
                "<=": (-(1 << 60), n + 1),
                ">": (n + 1, 1 << 60),
                ">=": (n, 1 << 60),
            }[part.op]
            known = found.get(part.left, (-(1 << 60), 1 << 60))
            found[part.left] = (max(known[0], low), min(known[1], high))
    return found


def _impossible(when: Expression) -> bool:
    return when == FALSE or any(low >= high for low, high in _ranges(when).values())


def _why(when: Expression) -> str:
    empty = [number.id for number, (low, high) in _ranges(when).items() if low >= high]
    return f"no number satisfies its tests of {empty[0]}" if empty else "it is false"


def _covers(wide: Expression, narrow: Expression) -> bool:
    """Whether every case of the narrow conjunction is one of the wide one; sound, and exact for conjunctions."""
    if wide in (TRUE, narrow):
        return True
    inner, outer = _ranges(narrow), _ranges(wide)
    others = set(_parts(narrow))
    for part in _parts(wide):
        if isinstance(part, Compare) and part.left in outer and part.op != "!=":
            low, high = inner.get(part.left, (-(1 << 60), 1 << 60))
            if low >= outer[part.left][0] and high <= outer[part.left][1]:
                continue
            return False
        if part not in others:
            return False
    return True
