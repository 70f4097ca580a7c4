"""Exposure: an offense's ceiling, and where ceilings are equal its floor.

A sentence of which only bounds are known is compared only where the bounds leave no doubt.
"""

from __future__ import annotations

from inforce.law.condition import Condition, both, either, negation
from inforce.law.lowered import Offense, Sentence
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
        milder = [other for other in after.sentences if below(other, sentence)]
        if milder:
            pairs.append((sentenced(before, (sentence,)), sentenced(after, milder)))
    return tuple(pairs)


def differ(one: Offense, other: Offense, known: bool) -> Condition:
    """That two offenses do not come to the same: one is met and the other not, or their sentences differ.

    `known` asks where both sentences are known, else where one of them is known by its bounds only.
    """
    apart = []
    for sentence in one.sentences:
        others = [s for s in other.sentences if s != sentence and (s.unknown or sentence.unknown) != known]
        apart.append(both([sentenced(one, (sentence,)), sentenced(other, others)]))
    here, there = met(one), met(other)
    if known and here != there:
        apart += [both([here, negation(there)]), both([there, negation(here)])]
    return either(apart)
