"""The graver conduct is never punished less than the lesser one on the same facts."""

from __future__ import annotations

from inforce.law.condition import both, either
from inforce.law.model import CONDUCTS
from inforce.products.proving.sentences import outcome, words
from inforce.products.verify.answers import Answers, titled
from inforce.products.verify.exposure import falls


def ask(answers: Answers) -> None:
    """The first offense is the graver conduct: wherever both are met, it is not the milder."""
    graver, lesser = answers.subject.offenses
    if CONDUCTS.index(graver.conduct) <= CONDUCTS.index(lesser.conduct):
        return
    what = f"{titled(graver)} below {titled(lesser)}"
    question = either([both([higher, lower]) for higher, lower in falls(lesser, graver)])
    witness = answers.prove(what, answers.prover.smallest, question)
    if witness is None:
        return
    high, low = outcome(lesser, witness.values), outcome(graver, witness.values)
    says = f"As {graver.conduct} the same facts bring {words(low)}, as {lesser.conduct} {words(high)}."
    answers.find(what, says, witness, place=graver.default.place)
