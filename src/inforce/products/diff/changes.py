"""The outcomes that changed texts change, each with its smallest case, put to both provers."""

from __future__ import annotations

from inforce.diagram.smallest import Witness
from inforce.law.cited import cites_of
from inforce.law.cites import path_of
from inforce.law.condition import Condition
from inforce.law.consolidate import version_at
from inforce.law.edition import Image
from inforce.law.lowered import Code, Offense
from inforce.law.numbering import together
from inforce.law.plain import plain_values
from inforce.products.diff.outcomes import Side, defended, direction, passages, sides
from inforce.products.diff.report import OutcomeChange
from inforce.products.proving.prover import Disagreement, Prover, Unsettled
from inforce.products.proving.sentences import fine_words, words
from inforce.products.proving.witness import Witnesses


class Changes:
    """The outcomes that change, each with its smallest case."""

    def __init__(self, image: Image, code: Code, cite: str, before: str, after: str, milliseconds: int) -> None:
        self.image, self.code, self.milliseconds = image, code, milliseconds
        self.after = after
        self.plain = plain_values(code, image.edition.vocabulary)
        self.witnesses = Witnesses(code, image.edition.vocabulary, self.plain)
        self.changes: list[OutcomeChange] = []
        self.unsettled: list[str] = []
        self.asked = 0
        old, new = self._offenses(before), self._offenses(after)
        if old == new:
            return
        path = path_of(cite, code.codes)
        assert path is not None
        # What a provision is about is compared whatever part graded it on the other day.
        about = [offense for offense in (*old, *new) if self._is_about(offense, path)]
        for section, conduct in dict.fromkeys((offense.section, offense.conduct) for offense in about):
            for one in sides(old, section, conduct):
                for other in sides(new, section, conduct):
                    # A fork that lasts is followed one way on both days.
                    if one.offenses != other.offenses and together((*one.offenses, *other.offenses)):
                        self._compare(conduct, one, other)

    def _offenses(self, day: str) -> list[Offense]:
        """The completed offenses of a day."""
        version = self.image.version(self.code.id, version_at(self.code.dates, day))
        return [offense for offense in version.offenses if not offense.of]

    def _is_about(self, offense: Offense, path: tuple[str, ...]) -> bool:
        """Whether the cite names the offense, or anything that an answer about it rests on, in whole or in part."""
        for cite in (offense.cite, *(cite for cite, _ in cites_of(offense))):
            own = path_of(cite, self.code.codes)
            if own and (own[: len(path)] == path or path[: len(own)] == own):
                return True
        return False

    def _compare(self, conduct: str, one: Side, other: Side) -> None:
        prover = Prover(
            self.code, self.image.edition.vocabulary, self.plain, (*one.offenses, *other.offenses), self.milliseconds
        )
        for condition in passages(one, other):
            witness = self._ask(prover, conduct, one, other, condition)
            if witness is not None:
                (old, cites), (new, others) = one.outcome(witness), other.outcome(witness)
                before, after = words(old), words(new)
                if before == after and old and new:
                    before, after = f"{before}, {fine_words(old)}", f"{after}, {fine_words(new)}"
                self._found(conduct, one, other, (before, after), direction(old, new), (cites, others), witness)
        for cite, is_lost, condition in defended(one, other):
            witness = self._ask(prover, conduct, one, other, condition)
            if witness is not None:
                made, none = f"the defense of {cite} made out", "no such defense"
                told, cites_of_both = ((made, none), ((cite,), ())) if is_lost else ((none, made), ((), (cite,)))
                self._found(conduct, one, other, told, "changed", cites_of_both, witness)
        self.asked += prover.asked

    def _ask(self, prover: Prover, conduct: str, one: Side, other: Side, condition: Condition) -> Witness | None:
        """The smallest case of a condition; what the solver does not settle is noted."""
        try:
            return prover.smallest(condition)
        except (Unsettled, Disagreement) as reason:
            against = f"{one.reading or 'the earlier text'} against {other.reading or 'the later text'}"
            self.unsettled.append(f"{conduct}, {against}: {reason}")
            return None

    def _found(
        self, conduct: str, one: Side, other: Side, told: tuple[str, str], how: str,
        cites: tuple[tuple[str, ...], tuple[str, ...]], witness: Witness,
    ) -> None:  # fmt: skip
        self.changes.append(
            OutcomeChange(
                conduct, one.preferred and other.preferred, one.reading, other.reading, *told, how, *cites,
                self.witnesses.case(witness, self.after),
            )
        )  # fmt: skip
