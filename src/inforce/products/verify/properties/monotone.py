"""An aggravating fact never lowers the exposure."""

from __future__ import annotations

from inforce.facts.vocabulary import Vocabulary
from inforce.law.condition import negation
from inforce.law.questions import FactMove, met
from inforce.products.proving.sentences import moved, outcome, words
from inforce.products.verify.answers import Answers, titled
from inforce.products.verify.exposure import falls


def ask(answers: Answers) -> None:
    """For each fact with a direction, and for each kind of record: more of it never makes the sentence milder."""
    (offense,) = answers.subject.offenses
    here = met(offense)
    pairs = (*falls(offense, offense), (here, negation(here)))
    for move, name in _moves(answers):
        what = f"{titled(offense)}, {name}"
        witness = answers.prove(what, answers.prover.smallest_fall, pairs, move)
        if witness is None:
            continue
        if move.list:
            before = outcome(offense, witness.values)
            says = f"One more of {name} makes the sentence milder or ends the offense: {words(before)} before."
            answers.find(what, says, witness)
        else:
            before, after = outcome(offense, witness.values), outcome(offense, moved(witness, move.variable))
            says = f"An aggravating fact makes the sentence milder: {words(before)} becomes {words(after)}."
            answers.find(what, says, witness, moved=move.variable)


def _moves(answers: Answers) -> list[tuple[FactMove, str]]:
    vocabulary: Vocabulary = answers.witnesses.vocabulary
    space = answers.prover.space
    found = []
    for variable in space.space.variables:
        of = answers.witnesses.code.variables[variable]
        if of.kind in ("fact", "member"):
            fact = vocabulary.facts[of.fact]
            if fact.direction:
                # A member of a set aggravates by being there; a number by its direction.
                name = of.id.replace(":", ": ") if of.kind == "member" else fact.label
                found.append((FactMove(variable, fact.direction == "up"), name))
    for one in space.lists:
        for counted, record in one.kinds():
            found.append(
                (FactMove(-1, True, one.fact, counted), f"{one.fact}: {answers.witnesses.record(one.fact, record)}")
            )
    return found
