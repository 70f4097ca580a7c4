"""Which unknown facts are worth asking: ranked by how far a fact alone can move the ceiling of exposure."""

from __future__ import annotations

from inforce.diagram.diagram import Node
from inforce.diagram.outcomes import met_node, sentence_node
from inforce.diagram.space import Space
from inforce.facts.frozen import Frozen
from inforce.law.lowered import Offense


class Swing(Frozen):
    """How far one fact alone can move an answer: ceiling and floor, each as (lowest, highest) rank in days, and
    whether it can settle a defense."""

    fact: str
    ceiling: tuple[int, int]
    floor: tuple[int, int]
    defense: bool
    open: bool  # an open question of law: nobody can answer it


def swings(space: Space, offense: Offense) -> list[Swing]:
    """Every unknown fact that bears on an offense, with its swing. Facts that cannot matter are absent."""
    d = space.diagram
    met = met_node(space, offense)
    exposure = d.ite(d.both(space.care, met), sentence_node(space, offense), d.ite(space.care, 1, 0))
    ceilings = [0, 0, *(s.rank[0] for s in offense.sentences)]
    floors = [0, 0, *(s.rank[1] for s in offense.sentences)]
    by_fact: dict[str, set[int]] = {}
    for level, variable in enumerate(space.variables):
        by_fact.setdefault(space.code.variables[variable].fact, set()).add(level)
    levels = d.support(exposure)
    defense_nodes = [d.both(d.both(space.care, met), space.node(defense.condition)) for defense in offense.defenses]
    found = []
    for fact, own in by_fact.items():
        of = space.code.variables[space.variables[min(own)]]
        ceiling = floor = (0, 0)
        if own & levels:
            ceiling = _move(space, exposure, own, ceilings)
            floor = _move(space, exposure, own, floors)
        settles = any(own & d.support(node) for node in defense_nodes)
        if own & levels or settles:
            found.append(Swing(fact, ceiling, floor, settles, of.kind == "open"))
    return found


def _move(space: Space, exposure: Node, own: set[int], heights: list[int]) -> tuple[int, int]:
    """The largest change of a height that these levels alone can make; completions outside the care set (terminal 0)
    do not count."""
    d = space.diagram
    steps = sorted(set(heights[1:]))
    rank = {height: position + 1 for position, height in enumerate(steps)}
    ranked = d.relabel(exposure, lambda t: rank[heights[t]] if t else 0)
    most = d.quantify(ranked, own, max)
    least = d.quantify(ranked, own, lambda a, b: max(a, b) if 0 in (a, b) else min(a, b))
    size = len(steps) + 1
    pairs = d.terminals(d.combine(most, least, lambda a, b: a * size + b, {}))
    moves = [(steps[p % size - 1], steps[p // size - 1]) for p in pairs if p // size and p % size]
    return max(moves, key=lambda move: (move[1] - move[0], move), default=(0, 0))
