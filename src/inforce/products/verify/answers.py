"""Collects how the questions about one subject come out."""

from __future__ import annotations

from collections.abc import Callable

from inforce.diagram.smallest import Witness
from inforce.facts.frozen import Frozen
from inforce.law.lowered import CONFIDENCE, Offense
from inforce.products.proving.cases import LawCase
from inforce.products.proving.prover import Disagreement, Prover, Unsettled
from inforce.products.proving.sentences import leaf_in
from inforce.products.proving.witness import Witnesses
from inforce.products.verify.findings import LawFinding
from inforce.products.verify.subjects import Subject, name_of, reading_of


class SubjectAnswers(Frozen):
    """What was proved, found, noted and left unsettled about one subject, as plain data that can be kept.

    `alive` names the places of the texts that some case brings into play.
    """

    proved: int
    findings: tuple[LawFinding, ...]
    facts: tuple[LawFinding, ...]
    alive: tuple[str, ...]
    unsettled: tuple[str, ...]
    disagreements: tuple[str, ...]
    asked: int


class Answers:
    """The answers about one subject, as a property gathers them."""

    def __init__(self, property: str, subject: Subject, prover: Prover, witnesses: Witnesses) -> None:
        self.property, self.subject, self.prover, self.witnesses = property, subject, prover, witnesses
        self.proved = 0
        self.is_settled = True  # whether the last question was answered, and by both provers alike
        self.findings: list[LawFinding] = []
        self.facts: list[LawFinding] = []
        self.alive: list[str] = []
        self.unsettled: list[str] = []
        self.disagreements: list[str] = []

    def prove(
        self, what: str, question: Callable[..., Witness | None], *about: object, wanted: bool = False
    ) -> Witness | None:
        """Puts a question to the prover that is to have no case (`wanted`: a case); where that is so, it is proved.

        One that the solver does not settle, or on which the provers differ, is noted as such and never as proved.
        """
        self.is_settled = False
        try:
            witness = question(*about)
        except Unsettled as reason:
            self.unsettled.append(f"{self._name(what)}: {reason}")
            return None
        except Disagreement as how:
            self.disagreements.append(f"{self._name(what)}: {how}")
            return None
        self.is_settled = True
        self.proved += (witness is not None) == wanted
        return witness

    def find(self, what: str, says: str, witness: Witness | None, moved: int = -1, place: str = "") -> None:
        """A finding about the law."""
        self.findings.append(self._finding(what, says, witness, moved, place))

    def note(self, what: str, says: str, witness: Witness | None) -> None:
        """A fact about the law that needs no review."""
        self.facts.append(self._finding(what, says, witness, -1, ""))

    def _name(self, what: str) -> str:
        return f"{self.property}: {what}"

    def _finding(self, what: str, says: str, witness: Witness | None, moved: int, place: str) -> LawFinding:
        first: Offense = self.subject.offenses[0]
        case: LawCase | None = None
        confidence = ""
        if witness is not None:
            case = self.witnesses.case(witness, self.subject.begins, moved)
            confidence = max(_rests_on(self.subject, witness), key=CONFIDENCE.index)
        return LawFinding(
            self._name(what), self.property, first.section, tuple(dict.fromkeys(map(name_of, self.subject.offenses))),
            self.subject.begins, self.subject.ends, reading_of(self.subject.offenses), says, case,
            confidence, place or first.default.place, "",
        )  # fmt: skip

    def done(self) -> SubjectAnswers:
        """Everything gathered."""
        return SubjectAnswers(
            self.proved, tuple(self.findings), tuple(self.facts), tuple(self.alive), tuple(self.unsettled),
            tuple(self.disagreements), self.prover.asked,
        )  # fmt: skip


def _rests_on(subject: Subject, witness: Witness) -> list[str]:
    """The confidence of the elements of a subject's offenses, and of the rows and steps that decide in a case."""
    found = [element.confidence for offense in subject.offenses for element in offense.elements]
    for offense in subject.offenses:
        leaf = leaf_in(offense, witness.values)
        if leaf is not None:
            found.append((offense.default if leaf.row < 0 else offense.rows[leaf.row]).confidence)
            found += [offense.steps[trail.step].confidence for trail in leaf.trail if trail.applied]
    return found


def titled(offense: Offense) -> str:
    """An offense's cite with its reading: § 43.26(a) [sb-129]."""
    return f"{name_of(offense)} [{offense.reading}]" if offense.reading else name_of(offense)
