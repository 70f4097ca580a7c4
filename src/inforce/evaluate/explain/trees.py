"""A version of the law as one generated function: known facts in, for each offense a bit per test and a leaf out."""

from __future__ import annotations

from collections.abc import Callable

from inforce.evaluate.explain.expressions import source_of
from inforce.law.condition import Condition, variables_in
from inforce.law.lowered import Code, Leaf, Offense, Test, Tree, Version

# For one offense: (bits, leaf). Bits, from the lowest: elements, defenses, then (where the elements are met) rows.
# Leaf is -1 where the elements are not met. None in place of the pair: facts that the offense needs are unknown.
Record = tuple[int, int]
Evaluator = Callable[[tuple[int | None, ...], int], tuple[Record | None, ...]]


def compile_version(version: Version, code: Code) -> Evaluator:
    """The generated function of a version.

    It takes a value for each variable and a bit for each unknown one.
    """
    lines: list[str] = []
    calls: list[str] = []
    for number, offense in enumerate(version.offenses):
        needs = sum(1 << variable for variable in needed(offense))
        calls.append(f"None if u & {needs} else f{number}(v)")
        lines += _function(number, offense, code)
    lines += ["def evaluate(v, u):", f"    return ({', '.join(calls)}{',' if calls else ''})"]
    # The source is made here from whole numbers only, never from the text of a law or case file.
    namespace: dict[str, Evaluator] = {}
    exec(compile("\n".join(lines), f"<law {code.id} {version.begins}>", "exec"), namespace)
    return namespace["evaluate"]


def needed(offense: Offense) -> set[int]:
    """The variables that must be known for an offense's elements, defenses and grade."""
    found: set[int] = set()
    for element in offense.elements:
        found |= variables_in(element.condition)
    for defense in offense.defenses:
        found |= variables_in(defense.condition)
    for row in offense.rows:
        found |= variables_in(row.condition)
    stack: list[Tree] = [offense.tree]
    while stack:
        node = stack.pop()
        if isinstance(node, Test):
            found |= variables_in(node.condition)
            stack += (node.yes, node.no)
    return found


def _function(number: int, offense: Offense, code: Code) -> list[str]:
    bits: list[str] = []
    lines = [f"def f{number}(v):"]
    for position, element in enumerate(offense.elements):
        lines.append(f"    e{position} = {source_of(element.condition, code)}")
        bits.append(f"({1 << position} if e{position} else 0)")
    for position, defense in enumerate(offense.defenses):
        bits.append(f"({1 << (len(offense.elements) + position)} if {source_of(defense.condition, code)} else 0)")
    lines.append(f"    b = {' | '.join(bits) or '0'}")
    met = " and ".join(f"e{position}" for position in range(len(offense.elements))) or "True"
    lines.append(f"    if not ({met}): return (b, -1)")
    names: dict[Condition, str] = {}
    shift = len(offense.elements) + len(offense.defenses)
    parts = ["b"]
    for position, row in enumerate(offense.rows):
        lines.append(f"    r{position} = {source_of(row.condition, code)}")
        names.setdefault(row.condition, f"r{position}")
        parts.append(f"({1 << (shift + position)} if r{position} else 0)")
    lines.append(f"    b = {' | '.join(parts)}")
    lines.append(f"    return (b, {_tree(offense.tree, code, names)})")
    return lines


def _tree(tree: Tree, code: Code, names: dict[Condition, str]) -> str:
    if isinstance(tree, Leaf):
        return str(tree.code)
    test = names.get(tree.condition) or source_of(tree.condition, code)
    return f"({_tree(tree.yes, code, names)} if {test} else {_tree(tree.no, code, names)})"
