"""Texts that compete for the same days come to the same in every case."""

from __future__ import annotations

from inforce.products.proving.sentences import outcome, words
from inforce.products.verify.answers import Answers
from inforce.products.verify.exposure import differ
from inforce.products.verify.subjects import name_of


def ask(answers: Answers) -> None:
    """Two readings of one offense agree: where both grades are known, and where one is by its bounds only."""
    one, other = answers.subject.offenses
    what = f"{name_of(one)}, {one.reading} against {other.reading}"
    for name, question in ((what, differ(one, other, True)), (f"{what}, bounds only", differ(one, other, False))):
        witness = answers.prove(name, answers.prover.smallest, question)
        if witness is not None:
            here, there = outcome(one, witness.values), outcome(other, witness.values)
            says = f"Two texts compete: {words(here)} by {one.reading}, {words(there)} by {other.reading}."
            answers.find(name, says, witness)
