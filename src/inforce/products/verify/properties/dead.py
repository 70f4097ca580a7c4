"""Rows, steps, elements and defenses that no case can ever bring into play."""

from __future__ import annotations

from inforce.law.condition import Condition, both, negation
from inforce.law.lowered import Offense
from inforce.law.questions import applies, comes_to, met, prevails
from inforce.products.verify.answers import Answers, titled


def ask(answers: Answers) -> None:
    """Each element excludes some case; each row prevails, each step applies, each defense is made out in some case in
    which the elements are met. One text may serve several offenses; it is dead only where it is so for all of them.
    """
    (offense,) = answers.subject.offenses
    here, name = met(offense), titled(offense)
    never = f"The elements of {name} can never be met together."
    if answers.prove(name, answers.prover.possible, here, wanted=True) is None and answers.is_settled:
        # The line as such is the place: no text of its own stands there that another offense could bring to life.
        line = offense.elements[0].place.rsplit(":", 1)[0]
        answers.find(f"elements of {name}", never, None, place=f"{line}:1")
        return
    for at, element in enumerate(offense.elements):
        others = [other.condition for place, other in enumerate(offense.elements) if place != at]
        part = _numbered(element.cite, at, [other.cite for other in offense.elements])
        says = f"The element {element.cite} ({element.kind}) excludes nothing that the others let in."
        _lives(answers, f"element {part}", both([*others, negation(element.condition)]), says, element.place)
    if offense.rows:
        says = f"{offense.default.cite} can never be left as it stands: some row always holds."
        _lives(answers, offense.default.cite, both([here, prevails(offense, -1)]), says, offense.default.place)
    for at, row in enumerate(offense.rows):
        part = _numbered(row.cite, at, [other.cite for other in offense.rows])
        says = f"The row {row.cite} can never prevail."
        _lives(answers, part, both([here, prevails(offense, at)]), says, row.place)
    for at, step in enumerate(offense.steps):
        says = f"The step {step.cite} can never apply to any offense encoded here."
        part = _numbered(step.cite, at, [other.cite for other in offense.steps])
        _lives(answers, part, both([here, applies(offense, at)]), says, step.place)
    for defense in offense.defenses:
        says = f"The defense of {defense.cite} can never be made out where the elements are met."
        _lives(answers, defense.cite, both([here, defense.condition]), says, defense.place)
    _leaves(answers, offense, here)


def _lives(answers: Answers, cite: str, condition: Condition, says: str, place: str) -> None:
    """Whether some case brings a part into play."""
    # A cite may name parts of several acts; the act's file tells them apart.
    name = f"{cite} in {place.rsplit(':', 2)[0].rsplit('/', 1)[-1].removesuffix('.md')}"
    witness = answers.prove(name, answers.prover.possible, condition, wanted=True)
    if witness is not None:
        answers.alive.append(place)
    elif answers.is_settled:
        answers.find(name, says, None, place=place)


def _numbered(cite: str, at: int, cites: list[str]) -> str:
    """A part's cite, and which one it is where several parts have that cite."""
    same = [other for other, name in enumerate(cites) if name == cite]
    return f"{cite} ({same.index(at) + 1} of {len(same)})" if len(same) > 1 else cite


def _leaves(answers: Answers, offense: Offense, here: Condition) -> None:
    """Ways through the table that the order of its tests leaves open and that no case can take."""
    for leaf in offense.leaves:
        row = offense.default if leaf.row < 0 else offense.rows[leaf.row]
        way = "; ".join((row.cite, *(offense.steps[trail.step].cite for trail in leaf.trail if trail.applied)))
        where = both([here, comes_to(offense.tree, {leaf.code})])
        witness = answers.prove(way, answers.prover.possible, where, wanted=True)
        if witness is None and answers.is_settled:
            answers.note(f"{titled(offense)}, leaf {leaf.code} ({way})", f"No case takes the way {way}.", None)
