"""Puts each question to the decision diagrams and to the solver. What only one of them says is never reported."""

from __future__ import annotations

from inforce.diagram.smallest import LawSpace, Witness
from inforce.evaluate.smt.answer import LawSolver
from inforce.evaluate.smt.records import Unsettled
from inforce.facts.vocabulary import Vocabulary
from inforce.law.condition import Condition, variables_in
from inforce.law.lowered import Code, Offense
from inforce.law.questions import FactMove, conditions_of


class Disagreement(Exception):
    """The diagrams and the solver answer a question differently: a fault of this program, never of the law."""


class Prover:
    """Both provers over the conditions of some offenses."""

    def __init__(
        self,
        code: Code,
        vocabulary: Vocabulary,
        plain: tuple[int, ...],
        offenses: tuple[Offense, ...],
        milliseconds: int,
    ) -> None:
        conditions = [condition for offense in offenses for condition in conditions_of(offense)]
        self.space = LawSpace(code, vocabulary, conditions, plain)
        tested = set().union(*map(variables_in, conditions))
        self.solver = LawSolver(code, vocabulary, tested, plain, milliseconds)
        self.asked = 0

    def possible(self, condition: Condition) -> Witness | None:
        """Some case in which a condition holds, small but not proved minimal; None where it is proved that there is
        none. Raises as `smallest` does."""
        self.asked += 1
        witness = self.space.smallest(condition)
        if self.solver.exists(condition) != (witness is not None):
            raise Disagreement("the provers differ on whether there is such a case")
        return witness

    def smallest(self, condition: Condition) -> Witness | None:
        """The smallest case in which a condition holds, proved minimal; None where it is proved that there is none.

        Raises Unsettled where the solver gives no answer, Disagreement where it gives another.
        """
        witness = self.possible(condition)
        if witness is not None and self.solver.smaller(condition, witness.away, witness.distance):
            raise Disagreement("the solver finds a smaller case than the diagrams")
        return witness

    def smallest_fall(self, pairs: tuple[tuple[Condition, Condition], ...], move: FactMove) -> Witness | None:
        """The smallest case in which, for some pair, the first condition holds, and the second after a move."""
        self.asked += 1
        witness = self.space.smallest_fall(pairs, move)
        if self.solver.falls(pairs, move) != (witness is not None):
            raise Disagreement("the provers differ on whether a move can do this")
        if witness is not None and self.solver.falls_smaller(pairs, move, witness.away, witness.distance):
            raise Disagreement("the solver finds a smaller case than the diagrams")
        return witness


__all__ = ["Disagreement", "Prover", "Unsettled"]
