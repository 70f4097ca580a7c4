"""Exposure: an offense's ceiling, and where ceilings are equal its floor. What only bounds are known of is compared only
where the bounds leave no doubt."""

from __future__ import annotations

from inforce.diagram.smallest import Witness
from inforce.facts.dates import term_words
from inforce.law.condition import Condition, both, either, holds, negation
from inforce.law.lowered import Leaf, Offense, Sentence, Test, Tree
from inforce.law.questions import met, sentenced


def below(one: Sentence, other: Sentence) -> bool:
    """Whether one sentence is certainly the milder. Of a sentence known by its bounds, the ceiling is the highest and
    the floor the lowest that it can be."""
    if other.unknown:
        return False
    if one.rank[0] != other.rank[0]:
        return one.rank[0] < other.rank[0]
    return not one.unknown and one.rank[1] < other.rank[1]


def falls(before: Offense, after: Offense) -> tuple[tuple[Condition, Condition], ...]:
    """Pairs of conditions: the sentence of one offense, and a milder one of another."""
    pairs = []
    for sentence in before.sentences:
        if any(below(other, sentence) for other in after.sentences):
            higher = sentenced(before, lambda s, of=sentence: s == of)  # type: ignore[misc]
            lower = sentenced(after, lambda s, of=sentence: below(s, of))  # type: ignore[misc]
            pairs.append((higher, lower))
    return tuple(pairs)


def differ(one: Offense, other: Offense, known: bool) -> Condition:
    """That two offenses do not come to the same: one is met and the other not, or their sentences differ.

    `known` asks where both sentences are known, else where one of them is known by its bounds only.
    """
    apart = [
        both([sentenced(one, lambda s, of=of: s == of), sentenced(other, lambda s, of=of: _differs(s, of, known))])  # type: ignore[misc]
        for of in one.sentences
    ]
    here, there = met(one), met(other)
    if known and here != there:
        apart += [both([here, negation(there)]), both([there, negation(here)])]
    return either(apart)


def _differs(sentence: Sentence, other: Sentence, known: bool) -> bool:
    return sentence != other and (sentence.unknown or other.unknown) != known


def outcome(offense: Offense, values: tuple[int, ...]) -> Sentence | None:
    """What an offense comes to in a complete case; None where its elements are not met."""
    known = lambda variable: (values[variable], values[variable] + 1)  # noqa: E731
    if not all(holds(element.condition, known) for element in offense.elements):
        return None
    tree: Tree = offense.tree
    while isinstance(tree, Test):
        tree = tree.yes if holds(tree.condition, known) else tree.no
    assert isinstance(tree, Leaf)
    return offense.sentences[tree.sentence]


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
