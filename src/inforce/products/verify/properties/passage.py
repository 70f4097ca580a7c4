"""Conduct that is an offense on one day is an offense on the next."""

from __future__ import annotations

from inforce.law.condition import both, either, negation
from inforce.law.questions import met
from inforce.products.verify.answers import Answers, titled


def ask(answers: Answers) -> None:
    """No case is covered on the day before a change and by nothing from that day on."""
    old = answers.subject.old
    before, after = answers.subject.offenses[:old], answers.subject.offenses[old:]
    question = both([either([met(o) for o in before]), negation(either([met(o) for o in after]))])
    what = f"{', '.join(map(titled, before))} into {', '.join(map(titled, after))}"
    witness = answers.prove(what, answers.prover.smallest, question)
    if witness is not None:
        answers.find(what, "Conduct that was an offense the day before is none from this day on.", witness)
