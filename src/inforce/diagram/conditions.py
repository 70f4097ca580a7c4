"""Conditions as a statute would write them: alternatives of tests, each prime, none of them redundant."""

from __future__ import annotations

from inforce.diagram.diagram import TERMINALS, Diagram, Node
from inforce.diagram.space import Space
from inforce.facts.case import Range
from inforce.facts.frozen import Frozen


class Literal(Frozen):
    """A variable lies in one of some ranges; `ranges` are merged and half-open."""

    variable: int
    ranges: tuple[Range, ...]


Alternative = tuple[Literal, ...]  # all hold
Cube = dict[int, frozenset[int]]  # level: cells


def cover(space: Space, needed: Node, allowed: Node) -> tuple[Alternative, ...]:
    """Alternatives that hold wherever `needed` does and nowhere outside `allowed`.

    Each alternative is prime (no test can be dropped or widened), and none can be left out.
    """
    d = space.diagram
    cubes: list[Cube] = []
    nodes: list[Node] = []
    left = needed
    while left != 0:
        cube = _widen(d, _some_path(d, left), allowed)
        cubes.append(cube)
        nodes.append(_node(d, cube))
        left = d.without(left, nodes[-1])
    keep = list(range(len(cubes)))
    for position in reversed(range(len(cubes))):
        others: Node = 0
        for other in keep:
            if other != position:
                others = d.either(others, nodes[other])
        if d.without(needed, others) == 0:
            keep.remove(position)
    found = [_alternative(space, cubes[position]) for position in keep]
    return tuple(sorted(found, key=lambda a: (len(a), [(test.variable, test.ranges) for test in a])))


def _some_path(d: Diagram, node: Node) -> Cube:
    """A path to 1, preferring the last cell: large numbers and affirmed facts make the widest conditions."""
    cube: Cube = {}
    while node >= TERMINALS:
        children = d.children(node)
        for position in range(len(children) - 1, -1, -1):
            if children[position] != 0:
                cube[d.level(node)] = frozenset((position,))
                node = children[position]
                break
    return cube


def _widen(d: Diagram, cube: Cube, allowed: Node) -> Cube:
    """The largest cube around a path: tests dropped where possible, else their cells widened."""
    for level in sorted(cube, key=lambda at: (d.sizes[at] == 2, at), reverse=True):
        rest = {k: v for k, v in cube.items() if k != level}
        if _inside(d, rest, allowed):
            cube = rest
    for level in sorted(cube):
        cells = cube[level]
        for position in range(d.sizes[level]):
            if position not in cells and _inside(d, {**cube, level: cells | {position}}, allowed):
                cells = cells | {position}
        cube = {**cube, level: cells}
    return cube


def _inside(d: Diagram, cube: Cube, allowed: Node) -> bool:
    """Whether every completion in the cube is allowed."""
    seen: set[Node] = set()
    stack = [allowed]
    while stack:
        node = stack.pop()
        if node < TERMINALS:
            if node == 0:
                return False
            continue
        if node in seen:
            continue
        seen.add(node)
        cells = cube.get(d.level(node))
        children = d.children(node)
        stack += children if cells is None else [children[position] for position in cells]
    return True


def _node(d: Diagram, cube: Cube) -> Node:
    node: Node = 1
    for level in sorted(cube, reverse=True):
        node = d.make(level, tuple(node if position in cube[level] else 0 for position in range(d.sizes[level])))
    return node


def _alternative(space: Space, cube: Cube) -> Alternative:
    literals = []
    for level in sorted(cube):
        ranges: list[Range] = []
        for position in sorted(cube[level]):
            low, high = space.cells[level][position]
            if ranges and ranges[-1][1] == low:
                ranges[-1] = (ranges[-1][0], high)
            else:
                ranges.append((low, high))
        literals.append(Literal(space.variables[level], tuple(ranges)))
    return tuple(literals)


def satisfied(alternatives: tuple[Alternative, ...], values: dict[int, int]) -> bool:
    """Whether a completion meets one of the alternatives."""
    return any(
        all(any(low <= values[literal.variable] < high for low, high in literal.ranges) for literal in alternative)
        for alternative in alternatives
    )
