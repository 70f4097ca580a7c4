"""What the solver answers: one case as the explainer answers it, and questions about the law itself."""

from __future__ import annotations

from typing import Any

import z3

from inforce.evaluate.smt.expressions import Terms
from inforce.evaluate.smt.records import Unsettled
from inforce.evaluate.smt.trees import leaf_term, met_term
from inforce.facts.case import Case
from inforce.facts.frozen import Frozen
from inforce.facts.vocabulary import Vocabulary
from inforce.law.condition import Condition, variables_in
from inforce.law.lowered import Code, Offense
from inforce.law.questions import FactMove, conditions_of

MILLISECONDS = 10_000  # for one question; the law's own take a few


def solver_version() -> str:
    """The version of the solver."""
    return str(z3.get_version_string())


class Solver:
    """A solver over the completions of a case (or every case), asked one question after another."""

    def __init__(self, terms: Terms, milliseconds: int = MILLISECONDS) -> None:
        self.terms = terms
        self.solver = z3.Solver()
        self.solver.set("timeout", milliseconds)
        self.solver.add(*terms.limits)

    def possible(self, *formulas: Any) -> bool:
        """Whether formulas can hold together. Raises Unsettled."""
        answer = self.solver.check(*formulas)
        if answer == z3.unknown:
            raise Unsettled(self.solver.reason_unknown())
        return bool(answer == z3.sat)

    def state(self, formula: Any, given: Any) -> bool | None:
        """Whether a formula holds in all (True), none (False) or some (None) of the completions that `given` leaves."""
        if not self.possible(given, formula):
            return False
        return None if self.possible(given, z3.Not(formula)) else True

    def values(self, term: Any, given: Any) -> tuple[int, ...]:
        """Every value that a whole number takes over the completions that `given` leaves."""
        found: list[int] = []
        self.solver.push()
        self.solver.add(given)
        while self.possible():  # an unsettled check is raised, so that the end is a proof
            value = self.solver.model().eval(term, model_completion=True).as_long()
            found.append(value)
            self.solver.add(term != value)
        self.solver.pop()
        return tuple(sorted(found))


class Answered(Frozen):
    """What the solver finds of one offense in one case: states as the explainer has them, and the leaves possible."""

    verdict: bool | None
    elements: tuple[bool | None, ...]
    defenses: tuple[bool | None, ...]
    rows: tuple[bool | None, ...]
    leaves: tuple[int, ...]


class CaseSolver:
    """One offense in one case, for its answer and for the conditions that another evaluator gives."""

    def __init__(self, code: Code, vocabulary: Vocabulary, case: Case, offense: Offense) -> None:
        self.offense = offense
        tested = set().union(*map(variables_in, conditions_of(offense)))
        self.terms = Terms(code, vocabulary, tested, case)
        self.solver = Solver(self.terms)
        self.met = met_term(offense, self.terms)
        self.leaf = leaf_term(offense.tree, self.terms)

    def answer(self) -> Answered:
        """The answer, each state asked by itself. Raises Unsettled."""
        true = z3.BoolVal(True)
        of = self.terms.of
        verdict = self.solver.state(self.met, true)
        return Answered(
            verdict,
            tuple(self.solver.state(of(element.condition), true) for element in self.offense.elements),
            tuple(self.solver.state(of(defense.condition), true) for defense in self.offense.defenses),
            tuple(self.solver.state(of(row.condition), true) for row in self.offense.rows),
            self.solver.values(self.leaf, self.met) if verdict is not False else (),
        )

    def is_where(self, formula: Any, leaves: set[int], given: Any) -> bool:
        """Whether, given that something holds, a formula holds exactly where the offense comes to these leaves."""
        here = z3.Or([self.leaf == leaf for leaf in leaves])
        return not self.solver.possible(given, formula != here)


class LawSolver:
    """Questions about the law itself, over every case that can be."""

    def __init__(
        self, code: Code, vocabulary: Vocabulary, tested: set[int], plain: tuple[int, ...], milliseconds: int
    ) -> None:
        self.terms = Terms(code, vocabulary, tested)
        self.plain = plain
        self.solver = Solver(self.terms, milliseconds)
        self._cost: tuple[Any, Any] | None = None

    def exists(self, condition: Condition) -> bool:
        """Whether there is a case in which a condition holds. Raises Unsettled."""
        return self.solver.possible(self.terms.of(condition))

    def smaller(self, condition: Condition, away: int, distance: int) -> bool:
        """Whether a case nearer to plain than so many facts, then so far, meets a condition. Raises Unsettled."""
        return self.solver.possible(self.terms.of(condition), self._below(away, distance))

    def falls(self, pairs: tuple[tuple[Condition, Condition], ...], move: FactMove) -> bool:
        """Whether, for some pair, the first holds in a case and the second after a move. Raises Unsettled."""
        return self.solver.possible(*self._fall(pairs, move))

    def falls_smaller(
        self, pairs: tuple[tuple[Condition, Condition], ...], move: FactMove, away: int, distance: int
    ) -> bool:
        """Whether a case nearer to plain than that shows a fall. Raises Unsettled."""
        return self.solver.possible(*self._fall(pairs, move), self._below(away, distance))

    def _fall(self, pairs: tuple[tuple[Condition, Condition], ...], move: FactMove) -> tuple[Any, ...]:
        """The second conditions are about the case after the move: the same formulas with other terms put in."""
        moved, limits = self._moved(move)
        before_after = [z3.And(self.terms.of(a), z3.substitute(self.terms.of(b), *moved)) for a, b in pairs]
        after = [z3.substitute(limit, *moved) for limit in self.terms.limits]
        return z3.Or(before_after), *after, *limits

    def _moved(self, move: FactMove) -> tuple[list[tuple[Any, Any]], list[Any]]:
        terms = self.terms
        if move.list:
            # One record more, of this kind.
            order = [counted.variable for counted in terms.counters[move.list]]
            kind = tuple(int(variable in move.counted) for variable in order)
            number = terms.numbers[move.list][terms.kinds[move.list].index(kind)]
            return [(number, number + 1)], []
        term = terms.term(move.variable)
        if terms.is_truth(move.variable):
            return [(term, z3.BoolVal(move.up))], [term if not move.up else z3.Not(term)]
        after = z3.Int("after")
        return [(term, after)], [after > term if move.up else after < term]

    def _below(self, away: int, distance: int) -> Any:
        """Whether a case is nearer to plain: fewer facts away, or as many and nearer in numbers."""
        if self._cost is None:
            facts, numbers = [], []
            for variable in sorted(self.terms.tested):
                of = self.terms.code.variables[variable]
                if of.kind == "count":
                    continue
                plain = self.plain[variable]
                facts.append(z3.If(self.terms.is_plain(variable, plain), 0, 1))
                if of.high - of.low > 2:
                    term = self.terms.term(variable)
                    numbers.append(z3.If(term >= plain, term - plain, plain - term))
            records = [number for numbers_of in self.terms.numbers.values() for number in numbers_of]
            self._cost = z3.Sum([*facts, *records]), z3.Sum(numbers) if numbers else z3.IntVal(0)
        whole, far = self._cost
        return z3.Or(whole < away, z3.And(whole == away, far < distance))
