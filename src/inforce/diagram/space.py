"""The completions of a case: its unknown variables, cut into cells at the law's own thresholds.

What cannot hold together (a vocabulary's rules, the counts of one list) is part of the space as the care set.
"""

from __future__ import annotations

from itertools import pairwise

from inforce.diagram.diagram import Diagram, Node
from inforce.facts.case import Case, Range
from inforce.facts.vocabulary import Vocabulary
from inforce.law.condition import And, Condition, Not, NotLess, Within, intervals_in, variables_in
from inforce.law.lowered import Code, Leaf, Test, Tree
from inforce.law.records import possible_vectors

MOST_LISTS = 10_000


class Outline:
    """What some conditions test, found once for all cases: variables, their cuts, the rules of consistency."""

    def __init__(self, code: Code, conditions: list[Condition]) -> None:
        self.tested: set[int] = set()
        self.cuts: dict[int, set[int]] = {}
        for condition in conditions:
            self.tested |= variables_in(condition)
            _cut_at(condition, self.cuts)
        self.musts = [(must, variables_in(must)) for must in code.musts]
        self.vectors: dict[tuple[object, ...], set[tuple[int, ...]]] = {}  # of lists; bounded


def _cut_at(condition: Condition, cuts: dict[int, set[int]]) -> None:
    intervals_in(condition, lambda test: cuts.setdefault(test.variable, set()).update((test.low, test.high)))


class Space:
    """All completions of a case, as far as some conditions can tell them apart."""

    def __init__(
        self, code: Code, vocabulary: Vocabulary, case: Case, values: tuple[int | None, ...], outline: Outline
    ) -> None:
        self.code, self.values = code, list(values)
        tested = outline.tested
        musts, cuts = self._musts(outline)
        joint = self._lists(vocabulary, case, cuts, outline)
        unknown = [v for v in cuts if self.values[v] is None]
        order = {v: (code.variables[v].kind == "open", v not in tested, v) for v in unknown}
        self.variables = sorted(unknown, key=lambda variable: order[variable])
        self.cells: list[list[Range]] = [self._cut(v, cuts[v], case.partial.get(v)) for v in self.variables]
        self.level_of = {variable: level for level, variable in enumerate(self.variables)}
        self.diagram = Diagram([len(cells) for cells in self.cells])
        self._built: dict[int, tuple[Condition, Node]] = {}  # by identity, made safe by the condition kept beside it
        self.care = self._care(musts, joint, tested)

    def _musts(self, outline: Outline) -> tuple[list[Condition], dict[int, set[int]]]:
        """The rules of consistency that touch an unknown tested variable, with those that touch them in turn; and the
        cuts of all variables then."""
        reached = {variable for variable in outline.tested if self.values[variable] is None}
        cuts = {variable: outline.cuts[variable] for variable in reached if variable in outline.cuts}
        left = outline.musts
        taken: list[Condition] = []
        while True:
            more = [(must, names) for must, names in left if names & reached]
            if not more:
                break
            left = [pair for pair in left if pair not in more]
            for must, names in more:
                taken.append(must)
                reached |= {name for name in names if self.values[name] is None}
        if taken:
            cuts = {variable: set(points) for variable, points in cuts.items()}
            for must in taken:
                _cut_at(must, cuts)
                for variable in variables_in(must):
                    cuts.setdefault(variable, set())
        return taken, cuts

    def _lists(
        self, vocabulary: Vocabulary, case: Case, cuts: dict[int, set[int]], outline: Outline
    ) -> list[tuple[list[int], set[tuple[int, ...]]]]:
        """The counts of lists with gaps: which vectors are possible. A count that has one value becomes known."""
        found = []
        for name in {counted.list for counted in self.code.counted}:
            counted = [c for c in self.code.counted if c.list == name and c.variable in cuts]
            counted = [c for c in counted if self.values[c.variable] is None]
            if not counted:
                continue
            caps = tuple(max(n for n in cuts[c.variable] if n < 1 << 30) for c in counted)
            variables = tuple(c.variable for c in counted)
            known = case.lists if name in case.records else None
            # A case made without the hashable form of its lists is counted anew.
            key = (variables, caps, known, name in case.open_lists)
            vectors = outline.vectors.get(key) if known != () else None
            if vectors is None:
                vectors = possible_vectors(
                    vocabulary.facts[name],
                    case.records.get(name),
                    name in case.open_lists,
                    tuple(c.when for c in counted),
                    caps,
                    self.code.codes,
                )
                if known != ():
                    if len(outline.vectors) > MOST_LISTS:
                        outline.vectors.clear()
                    outline.vectors[key] = vectors
            for position, c in enumerate(counted):
                possible = {vector[position] for vector in vectors}
                if len(possible) == 1:
                    self.values[c.variable] = possible.pop()
            found.append(([c.variable for c in counted], vectors))
        for opened in self.code.opened:
            if self.values[opened.variable] is None and opened.pairs:
                pairs = [
                    (self.values[no], self.values[yes])
                    for no, yes in opened.pairs
                    if no in outline.tested or yes in outline.tested
                ]
                if all(no is not None and no == yes for no, yes in pairs):
                    self.values[opened.variable] = 0
        return found

    def _cut(self, variable: int, cuts: set[int], known: tuple[Range, ...] | None) -> list[Range]:
        of = self.code.variables[variable]
        cells: list[Range] = []
        for low, high in known or ((of.low, of.high),):
            points = sorted({low, high, *(cut for cut in cuts if low < cut < high)})
            cells += list(pairwise(points))
        return cells

    def _care(
        self, musts: list[Condition], joint: list[tuple[list[int], set[tuple[int, ...]]]], tested: set[int]
    ) -> Node:
        d = self.diagram
        care: Node = 1
        for variables, vectors in joint:
            free = [(i, v) for i, v in enumerate(variables) if v in self.level_of]
            possible: Node = 0
            for vector in {tuple(vector[i] for i, _ in free) for vector in vectors}:
                one: Node = 1
                for (_, variable), value in zip(free, vector, strict=True):
                    one = d.both(one, self.node(Within(variable, value, value + 1), within=True))
                possible = d.either(possible, one)
            care = d.both(care, possible)
        for must in musts:
            care = d.both(care, self.node(must))
        extra = {level for level, variable in enumerate(self.variables) if variable not in tested}
        return d.quantify(care, extra, max) if extra else care

    def node(self, condition: Condition, within: bool = False) -> Node:
        """A condition as a diagram. `within` asks for the cell that holds a value, not only for whole cells."""
        if isinstance(condition, Within):
            variable = condition.variable
            value = self.values[variable]
            if value is not None:
                return int(condition.low <= value < condition.high)
            cells = self.cells[self.level_of[variable]]
            if within:
                hits = [low <= condition.low < high for low, high in cells]
            else:
                hits = [condition.low <= low and high <= condition.high for low, high in cells]
            return self.diagram.make(self.level_of[variable], tuple(int(hit) for hit in hits))
        if isinstance(condition, NotLess):
            return self._not_less(condition.variable, condition.other)
        known = self._built.get(id(condition))
        if known is not None:
            return known[1]
        if isinstance(condition, Not):
            found = self.diagram.negation(self.node(condition.part))
        elif isinstance(condition, And):
            found = 1
            for part in condition.parts:
                found = self.diagram.both(found, self.node(part))
                if found == 0:
                    break
        else:
            found = 0
            for part in condition.parts:
                found = self.diagram.either(found, self.node(part))
                if found == 1:
                    break
        self._built[id(condition)] = condition, found
        return found

    def _not_less(self, variable: int, other: int) -> Node:
        """Where some value of one cell is at least some value of the other: exact as a constraint between cells."""
        d = self.diagram
        found: Node = 0
        for at, (_, high) in enumerate(self._ranges(variable)):
            for other_at, (low, _) in enumerate(self._ranges(other)):
                if high - 1 >= low:
                    pair = d.both(self._in_cell(variable, at), self._in_cell(other, other_at))
                    found = d.either(found, pair)
        return found

    def _ranges(self, variable: int) -> list[Range]:
        value = self.values[variable]
        return self.cells[self.level_of[variable]] if value is None else [(value, value + 1)]

    def _in_cell(self, variable: int, position: int) -> Node:
        if self.values[variable] is not None:
            return 1
        level = self.level_of[variable]
        return self.diagram.make(level, tuple(int(at == position) for at in range(self.diagram.sizes[level])))

    def tree(self, tree: Tree, terminal: dict[int, int]) -> Node:
        """A decision tree as a diagram; `terminal` gives the number of a leaf by its code."""
        if isinstance(tree, Leaf):
            return terminal[tree.code]
        assert isinstance(tree, Test)
        test = self.node(tree.condition)
        if test == 1:
            return self.tree(tree.yes, terminal)
        if test == 0:
            return self.tree(tree.no, terminal)
        return self.diagram.ite(test, self.tree(tree.yes, terminal), self.tree(tree.no, terminal))

    def holds(self, condition: Condition) -> bool | None:
        """Exact: whether a condition holds in all completions (True), in none (False), in some (None)."""
        node = self.node(condition)
        if self.diagram.without(self.care, node) == 0:
            return True
        return False if self.diagram.both(self.care, node) == 0 else None
