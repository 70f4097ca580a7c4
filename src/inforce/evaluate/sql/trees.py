"""An offense as one whole number for each case: the leaf is decided once, and the answer is unpacked from it.

Where a fact is unknown the number says what is certain and between which bounds the rest lies. Nothing unknown
becomes false on the way: a test that may be NULL never stands in a CASE without a branch for it.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlglot import exp

from inforce.evaluate.sql.expressions import Sql, all_of, negation, number, sql_of
from inforce.evaluate.sql.packing import NO, UNDETERMINED, YES, Packing
from inforce.evaluate.sql.tests import Tests
from inforce.facts.frozen import Frozen
from inforce.law.condition import Condition
from inforce.law.lowered import CONFIDENCE, Leaf, Offense, Tree
from inforce.law.numbering import NOTHING, ceiling


class Branch(Frozen):
    """A tree over numbers instead of leaves. The branch is taken where any of its tests holds."""

    tests: tuple[Condition, ...]
    yes: Valued
    no: Valued


Valued = Branch | int


class OffenseSql:
    """One offense of one version, under one reading, over one shape of table."""

    def __init__(self, packing: Packing, tests: Tests, version: int, position: int, offense: Offense) -> None:
        self.packing, self.tests, self.shape, self.offense = packing, tests, tests.shape, offense
        self.numbering = packing.numbering
        self.leaf = {leaf.code: self.numbering.leaf(version, position, leaf.code) for leaf in offense.leaves}

    def code(self) -> Sql:
        """The packed number."""
        offense, tests = self.offense, self.tests
        elements = tuple(element.condition for element in offense.elements)
        met = all_of([tests.of(element.condition, element.cite) for element in offense.elements])
        if met is False:
            return self._unmet()
        stem: Sql = number(self.packing.unit("verdict") * (YES if met is True else UNDETERMINED))
        if isinstance(met, exp.Expr):
            sure = number(self.packing.unit("verdict") * YES)
            stem = exp.Case(ifs=[exp.If(this=met, true=sure)], default=stem) if tests.may_be_null(*elements) else sure
        defenses = (self._defense(at) for at in range(len(offense.defenses)))
        answer = _sum(stem, self._grade(), *defenses, self._lowered())
        if not isinstance(met, exp.Expr):
            return answer
        if not tests.may_be_null(*elements):
            return exp.Case(ifs=[exp.If(this=met.copy(), true=answer)], default=self._unmet())
        return exp.Case(ifs=[exp.If(this=sql_of(negation(met.copy())), true=self._unmet())], default=answer)

    def _grade(self) -> Sql:
        """The leaf where it is certain; else the sentence where that is; else the bounds of the sentence."""
        determined = {code: self.packing.determined(leaf) for code, leaf in self.leaf.items()}
        says = {value: self.packing.says(self.leaf[code]) for code, value in determined.items()}
        leaves = self._settled(_valued(self.offense.tree, lambda leaf: determined[leaf.code]), says)
        if isinstance(leaves, int):
            return _said(leaves, says)
        if not self.tests.may_be_null(*_conditions(self.offense.tree)):
            return leaves
        sentences = [leaf.sentence for leaf in self.numbering.leaves if leaf]
        of = {code: sentences[number_ - 1] for code, number_ in self.leaf.items()}
        reasonless = _compressed(
            _valued(self.offense.tree, lambda leaf: self.packing.without_reason(of[leaf.code], self._confidence()))
        )
        parts = [leaves, self._settled(reasonless)]
        floors, ceilings = self.numbering.floors, self.numbering.ceilings
        known = self.numbering.sentences

        def floor(leaf: Leaf) -> int:
            sentence = known[of[leaf.code]]
            assert sentence
            return floors.index(sentence.least or NOTHING)

        def top(leaf: Leaf) -> int:
            sentence = known[of[leaf.code]]
            assert sentence
            return ceilings.index(ceiling(sentence))

        low = self._bound(_compressed(_valued(self.offense.tree, floor)), exp.Least)
        high = self._bound(_compressed(_valued(self.offense.tree, top)), exp.Greatest)
        bounds = _sum(
            exp.Mul(this=_operand(low), expression=number(self.packing.unit("floor"))),
            exp.Mul(this=_operand(high), expression=number(self.packing.unit("ceiling"))),
            self.packing.unit("confidence") * CONFIDENCE.index(self._confidence()),
        )
        made = [part if isinstance(part, exp.Expr) else number(part) for part in parts]
        return exp.func("COALESCE", *made, bounds)

    def _confidence(self) -> str:
        leaves = [self.numbering.leaves[number_] for number_ in self.leaf.values()]
        return max((leaf.confidence for leaf in leaves if leaf), key=CONFIDENCE.index)

    def _settled(self, tree: Valued, says: dict[int, str] | None = None) -> Sql | int:
        """The number that a tree certainly gives; NULL where an unknown fact decides. `says` is for the reader."""
        if isinstance(tree, int):
            return tree
        test = self.tests.any_of(tree.tests)
        if isinstance(test, bool):
            return self._settled(tree.yes if test else tree.no, says)
        if test is None:
            return exp.Null()
        yes, no = (_said(self._settled(branch, says), says) for branch in (tree.yes, tree.no))
        ifs = [exp.If(this=test, true=yes)]
        if not self.tests.may_be_null(*tree.tests):
            return _chained(ifs, no)
        ifs.append(exp.If(this=sql_of(negation(test.copy())), true=no))
        return exp.Case(ifs=ifs)

    def _bound(self, tree: Valued, most: type[exp.Least] | type[exp.Greatest]) -> Sql | int:
        """The least or greatest number that a tree can give, whatever the unknown facts are."""
        if isinstance(tree, int):
            return tree
        test = self.tests.any_of(tree.tests)
        if isinstance(test, bool):
            return self._bound(tree.yes if test else tree.no, most)
        yes, no = self._bound(tree.yes, most), self._bound(tree.no, most)
        if yes == no:
            return yes
        upward = most is exp.Greatest
        if test is None:
            return _best(most, yes, no)
        if not self.tests.may_be_null(*tree.tests):
            return exp.Case(ifs=[exp.If(this=test, true=_number(yes))], default=_number(no))
        ones, others = _values(tree.yes), _values(tree.no)
        if min(ones) >= max(others) if upward else max(ones) <= min(others):
            # The yes branch is the bound wherever it is possible.
            return exp.Case(ifs=[exp.If(this=sql_of(negation(test)), true=_number(no))], default=_number(yes))
        if min(others) >= max(ones) if upward else max(others) <= min(ones):
            return exp.Case(ifs=[exp.If(this=test, true=_number(yes))], default=_number(no))
        worst = -1 if upward else 1 << 20
        possible = exp.Case(
            ifs=[exp.If(this=sql_of(negation(test.copy())), true=number(worst))], default=_number(yes).copy()
        )
        return exp.Case(ifs=[exp.If(this=test, true=_number(yes))], default=_best(most, possible, no))

    def _unmet(self) -> Sql:
        """Which elements are not met, as a number, with the confidence of the first that fails."""
        offense, unit = self.offense, self.packing.unit("reason")
        parts: list[Sql | int] = [self.packing.unit("verdict") * NO + unit * self.packing.unmet(offense)]
        for at, element in enumerate(offense.elements):
            test = self.tests.of(element.condition)
            if isinstance(test, exp.Expr):
                parts.append(exp.Case(ifs=[exp.If(this=test, true=number(0))], default=number(unit << at)))
            elif test is not True:
                parts.append(unit << at)
        ranks = [CONFIDENCE.index(element.confidence) * self.packing.unit("confidence") for element in offense.elements]
        if any(ranks):
            fails = [negation(self.tests.of(element.condition)) for element in offense.elements]
            ifs = [exp.If(this=sql_of(f), true=number(rank)) for f, rank in zip(fails, ranks, strict=True)]
            parts.append(exp.Case(ifs=ifs, default=number(0)))
        return _sum(*parts)

    def _defense(self, at: int) -> Sql | int:
        """The state of a defense: 0 not made out, 1 made out, 2 undetermined."""
        defense = self.offense.defenses[at]
        test = self.tests.of(defense.condition, defense.cite)
        unit = self.packing.defense_unit(at)
        if not isinstance(test, exp.Expr):
            return {True: 1, False: 0, None: 2}[test] * unit
        ifs = [exp.If(this=test, true=number(unit))]
        if not self.tests.may_be_null(defense.condition):
            return exp.Case(ifs=ifs, default=number(0))
        ifs.append(exp.If(this=sql_of(negation(test.copy())), true=number(0)))
        return exp.Case(ifs=ifs, default=number(2 * unit))

    def _lowered(self) -> Sql | int:
        """The confidence to which notes lower the answer, unless they certainly do not apply."""
        notes = [note for note in self.offense.notes if note.lowers]
        found: Sql | int = 0
        for note in sorted(notes, key=lambda note: CONFIDENCE.index(note.confidence)):
            value = CONFIDENCE.index(note.confidence) * self.packing.unit("lowered")
            away = negation(self.tests.of(note.condition, note.cite))
            if away is False:
                found = value
            elif away is not True:
                # NULL goes on to the default: a note that may apply lowers.
                found = exp.Case(ifs=[exp.If(this=sql_of(away), true=_number(found))], default=number(value))
        return found


def _sum(*parts: Sql | int) -> Sql:
    """A sum; the fields of a packed number do not overlap."""
    constant = sum(part for part in parts if isinstance(part, int))
    made = [part for part in parts if isinstance(part, exp.Expr)]
    if constant or not made:
        made.insert(0, number(constant))
    found = made[0]
    for part in made[1:]:
        found = exp.Add(this=found, expression=_operand(part))
    return found


def _valued(tree: Tree, value: Callable[[Leaf], int]) -> Valued:
    if isinstance(tree, Leaf):
        return value(tree)
    return Branch((tree.condition,), _valued(tree.yes, value), _valued(tree.no, value))


def _compressed(tree: Valued) -> Valued:
    """The same tree with fewer tests: branches that agree are one, and tests that lead to one branch are joined."""
    if isinstance(tree, int):
        return tree
    yes, no = _compressed(tree.yes), _compressed(tree.no)
    if yes == no:
        return yes
    if isinstance(no, Branch) and no.yes == yes:
        return Branch((*tree.tests, *no.tests), yes, no.no)
    return Branch(tree.tests, yes, no)


def _conditions(tree: Tree) -> set[Condition]:
    return set() if isinstance(tree, Leaf) else {tree.condition} | _conditions(tree.yes) | _conditions(tree.no)


def _values(tree: Valued) -> set[int]:
    return {tree} if isinstance(tree, int) else _values(tree.yes) | _values(tree.no)


def _number(value: Sql | int) -> Sql:
    return number(value) if isinstance(value, int) else value


def _chained(ifs: list[exp.If], default: Sql) -> Sql:
    """A CASE; what it would leave to a CASE of its own kind stands in it as further branches."""
    if isinstance(default, exp.Case) and default.args.get("default") is not None and default.this is None:
        return exp.Case(ifs=[*ifs, *default.args["ifs"]], default=default.args["default"])
    return exp.Case(ifs=ifs, default=default)


def _said(value: Sql | int, says: dict[int, str] | None) -> Sql:
    """A number with what it means, for whoever reads the query."""
    if isinstance(value, int) and says:
        literal = number(value)
        literal.add_comments([says[value]])
        return literal
    return _number(value)


def _operand(value: Sql | int) -> Sql:
    return exp.paren(_number(value), copy=False) if isinstance(value, exp.Binary) else _number(value)


def _best(most: type[exp.Least] | type[exp.Greatest], one: Sql | int, other: Sql | int) -> Sql | int:
    if isinstance(one, int) and isinstance(other, int):
        return max(one, other) if most is exp.Greatest else min(one, other)
    return most(this=_number(one), expressions=[_number(other)], ignore_nulls=False)
