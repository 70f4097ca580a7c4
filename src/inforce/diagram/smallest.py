"""The smallest case in which something holds: fewest facts away from plain, then the numbers nearest to plain."""

from __future__ import annotations

from itertools import product

from inforce.diagram.diagram import TERMINALS, Diagram, Node
from inforce.diagram.space import Outline, Space
from inforce.facts.case import Case
from inforce.facts.frozen import Frozen
from inforce.facts.vocabulary import UNBOUNDED, Vocabulary
from inforce.law.condition import Condition, Not, NotLess, Within, bearing, variables_in
from inforce.law.lowered import Code
from inforce.law.questions import FactMove
from inforce.law.records import Record, Vector, kinds_of_record

Cost = tuple[int, int]  # facts away from plain; how far away the numbers are
NOWHERE: Cost = (1 << 60, 0)


class Witness(Frozen):
    """A case as values of all variables, and its records. A count stands for itself or more, as far as rules tell.

    `after` is the moved variable's value after a move.
    """

    values: tuple[int, ...]
    records: dict[str, tuple[Record, ...]]
    away: int
    distance: int
    after: int = 0


class LawSpace:
    """Every case, as far as some conditions can tell them apart, cut at the plain values too."""

    def __init__(self, code: Code, vocabulary: Vocabulary, conditions: list[Condition], plain: tuple[int, ...]) -> None:
        self.code, self.plain = code, plain
        tested = set().union(*map(variables_in, conditions))
        musts = bearing(code.musts, tested)
        outline = Outline(code, [*conditions, *musts])
        self._cut(outline, musts)
        self.space = Space(code, vocabulary, _nothing_known(vocabulary), (None,) * len(code.variables), outline)
        self.d: Diagram = self.space.diagram
        self.lists = [_List(self.space, vocabulary, name) for name in sorted({c.list for c in code.counted})]
        self.lists = [found for found in self.lists if found.levels]

    def _cut(self, outline: Outline, musts: list[Condition]) -> None:
        """A cell is plain or holds nothing plain; numbers that a rule relates are cut alike, so that the values
        nearest to plain in two cells that may go together go together."""
        for variable, cuts in outline.cuts.items():
            if self.code.variables[variable].kind == "count":
                # One number in each cell but the last, so that one record more is the next cell.
                cuts |= set(range(max(cut for cut in cuts if cut < UNBOUNDED) + 1))
            else:
                cuts |= {self.plain[variable], self.plain[variable] + 1}
        for must in musts:
            for pair in _relations(must):
                shared = set().union(*(outline.cuts.setdefault(v, set()) for v in pair), *self._around(pair))
                for variable in pair:
                    outline.cuts[variable] |= shared

    def _around(self, variables: tuple[int, int]) -> list[set[int]]:
        return [{self.plain[v], self.plain[v] + 1} for v in variables]

    def node(self, condition: Condition) -> Node:
        """A condition over every case that can be."""
        return self.d.both(self.space.care, self.space.node(condition))

    def smallest(self, condition: Condition) -> Witness | None:
        """The smallest case in which a condition holds, or None where there is none."""
        return self._witness(self.node(condition))

    def smallest_fall(self, pairs: tuple[tuple[Condition, Condition], ...], move: FactMove) -> Witness | None:
        """The smallest case in which, for some pair, the first condition holds and after the move the second.

        The conditions of a pair exclude each other in one case, as two sentences do: a move that stays within a cell
        then changes nothing, and only moves to other cells are looked at.
        """
        nodes = [(self.node(before), self.node(after)) for before, after in pairs]
        found = self._falls_by_record(nodes, move) if move.list else self._falls_by_fact(nodes, move)
        return min(found, key=lambda w: (w.away, w.distance, w.after), default=None)

    def _falls_by_fact(self, nodes: list[tuple[Node, Node]], move: FactMove) -> list[Witness]:
        level = self.space.level_of.get(move.variable)
        if level is None:
            return []
        cells, found = self.space.cells[level], []
        for at, to in product(range(len(cells)), repeat=2):
            if (to > at) != move.up or to == at:
                continue
            fallen: Node = 0
            for before, after in nodes:
                both = self.d.both(self._given(before, level, at), self._given(after, level, to))
                fallen = self.d.either(fallen, both)
            here = self.d.make(level, tuple(int(i == at) for i in range(len(cells))))
            witness = self._witness(self.d.both(here, fallen))
            if witness:
                low, high = cells[to]
                found.append(witness.replace(after=low if move.up else high - 1))
        return found

    def _given(self, node: Node, level: int, position: int) -> Node:
        """The diagram where a level has one cell; what remains does not test it."""
        memo: dict[Node, Node] = {}

        def walk(at: Node) -> Node:
            if self.d.level(at) > level:
                return at
            if at not in memo:
                children = self.d.children(at)
                if self.d.level(at) == level:
                    memo[at] = children[position]
                else:
                    memo[at] = self.d.make(self.d.level(at), tuple(walk(child) for child in children))
            return memo[at]

        return walk(node)

    def _falls_by_record(self, nodes: list[tuple[Node, Node]], move: FactMove) -> list[Witness]:
        levels = {self.space.level_of[v] for v in move.counted if v in self.space.level_of}
        fallen: Node = 0
        for before, after in nodes:
            fallen = self.d.either(fallen, self.d.both(before, self._one_more(after, levels)))
        witness = self._witness(fallen)
        return [witness] if witness else []

    def _one_more(self, node: Node, levels: set[int]) -> Node:
        """The diagram as it stands where some counts are higher by one; the cells of counts hold one number each."""
        memo: dict[Node, Node] = {}

        def walk(at: Node) -> Node:
            if at < TERMINALS:
                return at
            if at not in memo:
                level = self.d.level(at)
                children = [walk(child) for child in self.d.children(at)]
                if level in levels:
                    children = [*children[1:], children[-1]]
                memo[at] = self.d.make(level, tuple(children))
            return memo[at]

        return walk(node)

    def _witness(self, node: Node) -> Witness | None:
        costs: dict[Node, tuple[Cost, tuple[int, ...] | int | None]] = {}
        (away, distance) = self._cost(node, costs)
        if (away, distance) >= NOWHERE:
            return None
        values = list(self.plain)
        records: dict[str, tuple[Record, ...]] = {one.fact: () for one in self.lists}
        while node >= TERMINALS:
            level, (_, choice) = self.d.level(node), costs[node]
            if isinstance(choice, int):
                values[self.space.variables[level]] = self._nearest(level, choice)
                node = self.d.children(node)[choice]
                continue
            assert choice is not None
            for one, vector in zip(self.lists, _split(choice, self.lists), strict=True):
                records[one.fact] = one.records[vector]
                for level, count in zip(one.levels, vector, strict=True):
                    values[self.space.variables[level]] = count
            node = self._follow(node, choice)
        return Witness(tuple(values), records, away, distance)

    def _cost(self, node: Node, costs: dict[Node, tuple[Cost, tuple[int, ...] | int | None]]) -> Cost:
        """The cost of the nearest case below a node; levels that a diagram skips stay plain."""
        if node < TERMINALS:
            return (0, 0) if node else NOWHERE
        if node not in costs:
            level = self.d.level(node)
            is_count = any(level in one.levels for one in self.lists)
            costs[node] = self._by_list(node, costs) if is_count else self._by_cell(node, level, costs)
        return costs[node][0]

    def _by_cell(
        self, node: Node, level: int, costs: dict[Node, tuple[Cost, tuple[int, ...] | int | None]]
    ) -> tuple[Cost, int]:
        best, chosen = NOWHERE, 0
        for position, child in enumerate(self.d.children(node)):
            away, distance = self._cost(child, costs)
            own = self._away(level, position)
            # Of equal cases, the one whose first fact in the vocabulary's order is away from plain.
            if (cost := (away + own[0], distance + own[1])) <= best:
                best, chosen = cost, position
        return best, chosen

    def _by_list(
        self, node: Node, costs: dict[Node, tuple[Cost, tuple[int, ...] | int | None]]
    ) -> tuple[Cost, tuple[int, ...]]:
        """All counts at once, since records raise several together."""
        best: Cost = NOWHERE
        chosen: tuple[int, ...] = ()
        for vectors in product(*(one.records for one in self.lists)):
            number = sum(len(one.records[v]) for one, v in zip(self.lists, vectors, strict=True))
            flat = tuple(n for vector in vectors for n in vector)
            if number < best[0]:
                away, distance = self._cost(self._follow(node, flat), costs)
                if (cost := (away + number, distance)) < best:
                    best, chosen = cost, flat
        return best, chosen

    def _follow(self, node: Node, counts: tuple[int, ...]) -> Node:
        """A node at the counts' levels, with the counts put in."""
        at = {level: count for one, vector in zip(self.lists, _split(counts, self.lists), strict=True)
              for level, count in zip(one.levels, vector, strict=True)}  # fmt: skip
        while (level := self.d.level(node)) in at:
            node = self.d.children(node)[min(at[level], self.d.sizes[level] - 1)]
        return node

    def _away(self, level: int, position: int) -> Cost:
        variable = self.space.variables[level]
        plain = self.plain[variable]
        value = self._nearest(level, position)
        of = self.code.variables[variable]
        return (int(value != plain), abs(value - plain) if of.high - of.low > 2 else 0)

    def _nearest(self, level: int, position: int) -> int:
        low, high = self.space.cells[level][position]
        return min(max(self.plain[self.space.variables[level]], low), high - 1)


class _List:
    """The counts of one list: their levels, and for each possible vector the fewest records that give it."""

    def __init__(self, space: Space, vocabulary: Vocabulary, name: str) -> None:
        self.fact = name
        counted = [c for c in space.code.counted if c.list == name and c.variable in space.level_of]
        self.levels = [space.level_of[c.variable] for c in counted]
        # LawSpace cuts counts so that each cell but the last holds one number.
        caps = tuple(len(space.cells[level]) - 1 for level in self.levels)
        predicates = tuple(c.when for c in counted)
        self._counted = tuple(c.variable for c in counted)
        self._kinds = kinds = kinds_of_record(vocabulary.facts[name], predicates, space.code.codes)
        self.records: dict[Vector, tuple[Record, ...]] = {(0,) * len(counted): ()}
        layer = dict(self.records)
        while layer:
            wider: dict[Vector, tuple[Record, ...]] = {}
            for vector, records in layer.items():
                for kind, record in kinds.items():
                    more = tuple(min(a + b, cap) for a, b, cap in zip(vector, kind, caps, strict=True))
                    if more not in self.records and more not in wider:
                        wider[more] = (*records, record)
            self.records |= wider
            layer = wider

    def kinds(self) -> list[tuple[tuple[int, ...], Record]]:
        """Each kind of record that some count tells apart: the counts that it raises, and a record of it."""
        return [
            (tuple(v for v, counts in zip(self._counted, kind, strict=True) if counts), record)
            for kind, record in self._kinds.items()
            if any(kind)
        ]


def _split(flat: tuple[int, ...], lists: list[_List]) -> list[Vector]:
    found, at = [], 0
    for one in lists:
        found.append(flat[at : at + len(one.levels)])
        at += len(one.levels)
    return found


def _relations(condition: Condition) -> list[tuple[int, int]]:
    if isinstance(condition, NotLess):
        return [(condition.variable, condition.other)]
    if isinstance(condition, Within):
        return []
    if isinstance(condition, Not):
        return _relations(condition.part)
    return [pair for part in condition.parts for pair in _relations(part)]


def _nothing_known(vocabulary: Vocabulary) -> Case:
    return Case("", (), "", "", (None,) * len(vocabulary.variables), 0, {}, {}, frozenset(), (), "")
