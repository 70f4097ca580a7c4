"""Multi-valued decision diagrams, built for one question and thrown away.

A node tests one variable, cut into cells, and has a child for each cell. Terminals are small numbers: 0 and 1 for
conditions, any number below TERMINALS for outcomes.
"""

from __future__ import annotations

from collections.abc import Callable

TERMINALS = 1 << 12
Node = int


class Diagram:
    """A set of shared nodes over levels, each with a fixed number of cells. Every function here is exact."""

    def __init__(self, sizes: list[int]) -> None:
        self.sizes = sizes
        self._levels: list[int] = []
        self._children: list[tuple[Node, ...]] = []
        self._unique: dict[tuple[int, tuple[Node, ...]], Node] = {}
        self._ite: dict[tuple[Node, Node, Node], Node] = {}

    def level(self, node: Node) -> int:
        """The level that a node tests; of a terminal, one past the last."""
        return self._levels[node - TERMINALS] if node >= TERMINALS else len(self.sizes)

    def children(self, node: Node) -> tuple[Node, ...]:
        """A node's children, by cell."""
        return self._children[node - TERMINALS]

    def make(self, level: int, children: tuple[Node, ...]) -> Node:
        """The node with these children; a test that does not matter vanishes."""
        first = children[0]
        for child in children:
            if child != first:
                break
        else:
            return first
        key = (level, children)
        node = self._unique.get(key)
        if node is None:
            node = TERMINALS + len(self._levels)
            self._levels.append(level)
            self._children.append(children)
            self._unique[key] = node
        return node

    def cell(self, node: Node, level: int, position: int) -> Node:
        """What a node becomes where a level not below its own takes a cell."""
        return self.children(node)[position] if self.level(node) == level else node

    def ite(self, test: Node, yes: Node, no: Node) -> Node:
        """`yes` where `test` holds, else `no`."""
        if test == 1 or yes == no:
            return yes
        if test == 0:
            return no
        if yes == 1 and no == 0:
            return test
        key = (test, yes, no)
        found = self._ite.get(key)
        if found is None:
            # Written out, since nearly all of the time of a question is spent here.
            levels, children, last = self._levels, self._children, len(self.sizes)
            test_level = levels[test - TERMINALS]
            yes_level = levels[yes - TERMINALS] if yes >= TERMINALS else last
            no_level = levels[no - TERMINALS] if no >= TERMINALS else last
            top = min(test_level, yes_level, no_level)
            size = self.sizes[top]
            tests = children[test - TERMINALS] if test_level == top else (test,) * size
            yeses = children[yes - TERMINALS] if yes_level == top else (yes,) * size
            noes = children[no - TERMINALS] if no_level == top else (no,) * size
            ite = self.ite
            found = self.make(top, tuple([ite(a, b, c) for a, b, c in zip(tests, yeses, noes, strict=True)]))
            self._ite[key] = found
        return found

    def both(self, a: Node, b: Node) -> Node:
        """Where both hold."""
        return self.ite(a, b, 0)

    def either(self, a: Node, b: Node) -> Node:
        """Where either holds."""
        return self.ite(a, 1, b)

    def negation(self, a: Node) -> Node:
        """Where it does not hold."""
        return self.ite(a, 0, 1)

    def without(self, a: Node, b: Node) -> Node:
        """Where a holds and b does not."""
        return self.ite(b, 0, a)

    def combine(
        self, a: Node, b: Node, operation: Callable[[int, int], int], memo: dict[tuple[Node, Node], Node]
    ) -> Node:
        """Applies an operation to the terminals of two diagrams."""
        if a < TERMINALS and b < TERMINALS:
            return operation(a, b)
        key = (a, b)
        found = memo.get(key)
        if found is None:
            top = min(self.level(a), self.level(b))
            found = self.make(
                top,
                tuple(
                    [
                        self.combine(self.cell(a, top, i), self.cell(b, top, i), operation, memo)
                        for i in range(self.sizes[top])
                    ]
                ),
            )
            memo[key] = found
        return found

    def relabel(self, node: Node, label: Callable[[int], int]) -> Node:
        """The diagram with other terminals."""
        return self.combine(node, 0, lambda a, _: label(a), {})

    def quantify(self, node: Node, levels: set[int], operation: Callable[[int, int], int]) -> Node:
        """The diagram with some levels folded away by an operation on terminals (or for exists, max, min)."""
        memo: dict[Node, Node] = {}
        applied: dict[tuple[Node, Node], Node] = {}

        def walk(at: Node) -> Node:
            if at < TERMINALS:
                return at
            found = memo.get(at)
            if found is None:
                level = self.level(at)
                parts = [walk(child) for child in self.children(at)]
                if level in levels:
                    found = parts[0]
                    for part in parts[1:]:
                        found = self.combine(found, part, operation, applied)
                else:
                    found = self.make(level, tuple(parts))
                memo[at] = found
            return found

        return walk(node)

    def terminals(self, node: Node) -> set[int]:
        """Every terminal that a diagram reaches."""
        seen: set[Node] = set()
        stack = [node]
        while stack:
            at = stack.pop()
            if at not in seen:
                seen.add(at)
                if at >= TERMINALS:
                    stack += self.children(at)
        return {at for at in seen if at < TERMINALS}

    def support(self, node: Node) -> set[int]:
        """Every level that a diagram tests."""
        seen: set[Node] = set()
        stack = [node]
        while stack:
            at = stack.pop()
            if at >= TERMINALS and at not in seen:
                seen.add(at)
                stack += self.children(at)
        return {self.level(at) for at in seen}
