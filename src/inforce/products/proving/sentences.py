"""What an offense comes to in a smallest case, in words."""

from __future__ import annotations

from inforce.diagram.smallest import Witness
from inforce.evaluate.explain.trees import leaf_of_values
from inforce.facts.dates import term_words
from inforce.law.lowered import Leaf, Offense, Sentence


def outcome(offense: Offense, values: tuple[int, ...]) -> Sentence | None:
    """What an offense comes to in a complete case; None where its elements are not met."""
    leaf = leaf_in(offense, values)
    return None if leaf is None else offense.sentences[leaf.sentence]


def leaf_in(offense: Offense, values: tuple[int, ...]) -> Leaf | None:
    """The leaf that an offense comes to in a complete case."""
    code = leaf_of_values(offense, values)
    return None if code is None else offense.leaves[code]


def moved(witness: Witness, variable: int) -> tuple[int, ...]:
    """The values of a witness after the move of a variable."""
    values = [*witness.values]
    values[variable] = witness.after
    return tuple(values)


def words(sentence: Sentence | None) -> str:
    """A sentence in words."""
    if sentence is None:
        return "no offense"
    top = "life" if sentence.life else term_words(sentence.most) if sentence.most else "no term"
    bounds = f"{term_words(sentence.least)} to {top}" if sentence.least else f"up to {top}"
    return f"{sentence.grade} ({bounds})" if not sentence.unknown else f"a grade not known ({bounds})"


def fine_words(sentence: Sentence) -> str:
    """A sentence's fine and mode in words, for two that differ in nothing else."""
    fine = f"fine up to {sentence.fine} {sentence.currency}" if sentence.fine else "no fine"
    return f"{sentence.mode}, {fine}"
