"""What unknown facts leave open for one offense: whether its elements are met, and every outcome with its condition."""

from __future__ import annotations

from inforce.diagram.conditions import Alternative, cover
from inforce.diagram.diagram import Node
from inforce.diagram.space import Outline, Space
from inforce.facts.case import Case
from inforce.facts.frozen import Frozen
from inforce.facts.vocabulary import Vocabulary
from inforce.law.lowered import Code, Offense
from inforce.law.questions import conditions_of


class Possible(Frozen):
    """One outcome of an offense: its sentence, the alternatives under which it comes about (none: otherwise), and
    the leaves that give it."""

    sentence: int
    when: tuple[Alternative, ...]
    otherwise: bool
    leaves: tuple[int, ...]


class Findings(Frozen):
    """Everything open about one offense."""

    verdict: bool | None
    elements: tuple[bool | None, ...]
    met_when: tuple[Alternative, ...]  # where the elements are met; empty if the verdict is known
    outcomes: tuple[Possible, ...]  # harshest first; given that the elements are met
    defenses: tuple[bool | None, ...]
    rows: tuple[bool | None, ...]


def outline_of(code: Code, offense: Offense) -> Outline:
    """What an offense's conditions test."""
    return Outline(code, conditions_of(offense))


def space_of(code: Code, vocabulary: Vocabulary, case: Case, values: tuple[int | None, ...], offense: Offense) -> Space:
    """The completions of a case as far as an offense can tell them apart."""
    return Space(code, vocabulary, case, values, outline_of(code, offense))


def met_node(space: Space, offense: Offense) -> Node:
    """Where an offense's elements are met."""
    met: Node = 1
    for element in offense.elements:
        met = space.diagram.both(met, space.node(element.condition))
    return met


def open_offense(space: Space, offense: Offense) -> Findings:
    """The outcomes of an offense over all completions, with conditions."""
    d = space.diagram
    met = met_node(space, offense)
    met_here = d.both(space.care, met)
    unmet_here = d.without(space.care, met)
    verdict = None if met_here and unmet_here else bool(met_here)
    outcomes: list[Possible] = []
    if verdict is not False:
        outcomes = _outcomes(space, offense, met_here)
    return Findings(
        verdict,
        tuple(space.holds(element.condition) for element in offense.elements),
        cover(space, met_here, d.either(met, d.negation(space.care))) if verdict is None else (),
        tuple(outcomes),
        tuple(space.holds(defense.condition) for defense in offense.defenses),
        tuple(space.holds(row.condition) for row in offense.rows),
    )


def sentence_node(space: Space, offense: Offense) -> Node:
    """The offense's sentences as a diagram; terminal n + 2 is sentence n, so that 0 and 1 stay conditions."""
    return space.tree(offense.tree, {leaf.code: leaf.sentence + 2 for leaf in offense.leaves})


def possible_sentences(space: Space, offense: Offense) -> set[int | None]:
    """The positions of every sentence that some completion leads to; None among them where elements may not be met."""
    d = space.diagram
    met = met_node(space, offense)
    reached = d.terminals(d.ite(d.both(space.care, met), sentence_node(space, offense), 0)) - {0}
    found: set[int | None] = {terminal - 2 for terminal in reached}
    return found | {None} if d.without(space.care, met) else found


def _outcomes(space: Space, offense: Offense, here: Node) -> list[Possible]:
    d = space.diagram
    leaf_node = space.tree(offense.tree, {leaf.code: leaf.code + 2 for leaf in offense.leaves})
    reached = d.terminals(d.ite(here, leaf_node, 0)) - {0}
    leaves = {leaf.code: leaf for leaf in offense.leaves}
    by_sentence: dict[int, list[int]] = {}
    for terminal in sorted(reached):
        leaf = leaves[terminal - 2]
        by_sentence.setdefault(leaf.sentence, []).append(leaf.code)
    order = sorted(by_sentence, key=lambda s: _harshness(offense, s), reverse=True)
    found: list[Possible] = []
    free = d.negation(here)  # what an alternative may cover without harm
    for position, sentence in enumerate(order):
        codes = by_sentence[sentence]
        if position == len(order) - 1:
            found.append(Possible(sentence, (), len(order) > 1, tuple(codes)))
            break
        wanted = set(codes)
        where = d.relabel(leaf_node, lambda t, wanted=wanted: int(t - 2 in wanted))  # type: ignore[misc]
        needed = d.without(d.both(here, where), free)
        found.append(Possible(sentence, cover(space, needed, d.either(where, free)), False, tuple(codes)))
        free = d.either(free, where)
    return found


def _harshness(offense: Offense, sentence: int) -> tuple[int, ...]:
    """Ceiling, then floor, then grade; an outcome known by its bounds only ranks by its ceiling, first."""
    of = offense.sentences[sentence]
    return (of.rank[0], int(bool(of.unknown)), *of.rank[1:])
