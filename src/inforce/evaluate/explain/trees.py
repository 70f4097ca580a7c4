"""A version of the law as one generated function: known facts in, for each offense a bit per test and a leaf out."""

from __future__ import annotations

from collections.abc import Callable

from inforce.evaluate.explain.expressions import source_of
from inforce.law.condition import Condition, holds, variables_in
from inforce.law.lowered import Code, Leaf, Offense, Test, Tree, Version
from inforce.law.questions import tree_conditions

# For one offense: (bits, leaf). Bits, from the lowest: elements, defenses, then (where the elements are met) rows.
# Leaf is -1 where the elements are not met. None in place of the pair: facts that the offense needs are unknown; the
# facts of the grade are not needed where the elements are not met.
Record = tuple[int, int]
Evaluator = Callable[[tuple[int | None, ...], int], tuple[Record | None, ...]]


def compile_version(version: Version, code: Code) -> Evaluator:
    """The generated function of a version.

    It takes a value for each variable and a bit for each unknown one.
    """
    lines: list[str] = []
    calls: list[str] = []
    for number, offense in enumerate(version.offenses):
        calls.append(f"None if u & {_bits(first_needed(offense))} else f{number}(v, u)")
        lines += _function(number, offense, code)
    lines += ["def evaluate(v, u):", f"    return ({', '.join(calls)}{',' if calls else ''})"]
    # The source is made here from whole numbers only, never from the text of a law or case file.
    namespace: dict[str, Evaluator] = {}
    exec(compile("\n".join(lines), f"<law {code.id} {version.begins}>", "exec"), namespace)
    return namespace["evaluate"]


Whole = tuple[int, tuple[tuple[int, int, int], ...]]  # a bit per distinct test; (offense, row bits, leaf) where met


class WholeVersion:
    """All offenses of a version in one function, for cases in which everything is known.

    The function gives a small key; equal keys are equal answers, so that what follows from one is found once.
    """

    def __init__(self, version: Version, code: Code) -> None:
        self.offenses = version.offenses
        self.needs = 0
        names: dict[str, int] = {}
        self._tests: list[tuple[list[int], list[int]]] = []
        body: list[str] = []
        for number, offense in enumerate(version.offenses):
            self.needs |= _bits(first_needed(offense) | grade_needed(offense))
            elements = [names.setdefault(source_of(e.condition, code), len(names)) for e in offense.elements]
            defenses = [names.setdefault(source_of(d.condition, code), len(names)) for d in offense.defenses]
            self._tests.append((elements, defenses))
            met = " and ".join(f"x{at}" for at in elements) or "True"
            rows, named = _rows(offense, code)
            body.append(f"    if {met}:")
            body += [f"        {line}" for line in rows]
            joined = " | ".join(f"({1 << at} if r{at} else 0)" for at in range(len(offense.rows))) or "0"
            body.append(f"        m += (({number}, {joined}, {_tree(offense.tree, code, named)}),)")
        lines = ["def whole(v):", *(f"    x{at} = 1 if {source} else 0" for source, at in names.items())]
        lines.append(f"    k = {' | '.join(f'x{at} << {at}' for at in names.values()) or '0'}")
        namespace: dict[str, Callable[[tuple[int | None, ...]], Whole]] = {}
        source = "\n".join([*lines, "    m = ()", *body, "    return k, m"])
        exec(compile(source, f"<law {code.id} {version.begins} whole>", "exec"), namespace)
        self.evaluate = namespace["whole"]

    def records(self, whole: Whole) -> tuple[Record, ...]:
        """The record of each offense, as the function of the version gives it."""
        key, met = whole
        graded = {number: (rows, leaf) for number, rows, leaf in met}
        found = []
        for number, (elements, defenses) in enumerate(self._tests):
            bits = sum((key >> test & 1) << at for at, test in enumerate((*elements, *defenses)))
            rows, leaf = graded.get(number, (0, -1))
            found.append((bits | rows << (len(elements) + len(defenses)), leaf))
        return tuple(found)


def _bits(variables: set[int]) -> int:
    return sum(1 << variable for variable in variables)


def first_needed(offense: Offense) -> set[int]:
    """The variables that must be known for an offense's elements and defenses."""
    conditions = [*(e.condition for e in offense.elements), *(d.condition for d in offense.defenses)]
    return set().union(*(variables_in(condition) for condition in conditions))


def grade_needed(offense: Offense) -> set[int]:
    """The variables that must be known for an offense's grade."""
    conditions = [*(row.condition for row in offense.rows), *tree_conditions(offense.tree)]
    return set().union(*map(variables_in, conditions))


def _function(number: int, offense: Offense, code: Code) -> list[str]:
    bits: list[str] = []
    lines = [f"def f{number}(v, u):"]
    for position, element in enumerate(offense.elements):
        lines.append(f"    e{position} = {source_of(element.condition, code)}")
        bits.append(f"({1 << position} if e{position} else 0)")
    for position, defense in enumerate(offense.defenses):
        bits.append(f"({1 << (len(offense.elements) + position)} if {source_of(defense.condition, code)} else 0)")
    lines.append(f"    b = {' | '.join(bits) or '0'}")
    met = " and ".join(f"e{position}" for position in range(len(offense.elements))) or "True"
    lines.append(f"    if not ({met}): return (b, -1)")
    lines.append(f"    if u & {_bits(grade_needed(offense))}: return None")
    rows, names = _rows(offense, code)
    lines += [f"    {line}" for line in rows]
    shift = len(offense.elements) + len(offense.defenses)
    parts = ["b", *(f"({1 << (shift + at)} if r{at} else 0)" for at in range(len(offense.rows)))]
    lines.append(f"    return ({' | '.join(parts)}, {_tree(offense.tree, code, names)})")
    return lines


def _rows(offense: Offense, code: Code) -> tuple[list[str], dict[Condition, str]]:
    """A line for each row's test, and the name under which a tree finds it again."""
    names: dict[Condition, str] = {}
    lines = []
    for position, row in enumerate(offense.rows):
        lines.append(f"r{position} = {source_of(row.condition, code)}")
        names.setdefault(row.condition, f"r{position}")
    return lines, names


def _tree(tree: Tree, code: Code, names: dict[Condition, str]) -> str:
    if isinstance(tree, Leaf):
        return str(tree.code)
    test = names.get(tree.condition) or source_of(tree.condition, code)
    return f"({_tree(tree.yes, code, names)} if {test} else {_tree(tree.no, code, names)})"


UNDECIDED = -1


def leaf_of_values(offense: Offense, values: tuple[int | None, ...]) -> int | None:
    """The leaf that an offense comes to, read off its tree without generated code, for a few evaluations only.

    None where the elements are not met, UNDECIDED where an unknown value keeps a test open.
    """

    def known(variable: int) -> tuple[int, int] | None:
        value = values[variable]
        return None if value is None else (value, value + 1)

    states = [holds(element.condition, known) for element in offense.elements]
    if False in states:
        return None
    if None in states:
        return UNDECIDED
    tree = offense.tree
    while isinstance(tree, Test):
        state = holds(tree.condition, known)
        if state is None:
            return UNDECIDED
        tree = tree.yes if state else tree.no
    return tree.code
