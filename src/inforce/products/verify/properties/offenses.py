"""Completed offenses that the same facts can meet together. Readings differ in grades only where they do not in
elements; the findings are then the same, and are merged."""

from __future__ import annotations

from inforce.law.condition import both
from inforce.law.questions import met
from inforce.products.verify.answers import Answers


def ask(answers: Answers) -> None:
    """Two offenses are met by no case together."""
    one, other = answers.subject.offenses
    what = f"{one.cite} and {other.cite}"
    question = both([met(one), met(other)])
    witness = answers.prove(what, answers.prover.smallest, question)
    if witness is not None:
        answers.find(what, f"The same facts can be {one.name} and {other.name}.", witness)
