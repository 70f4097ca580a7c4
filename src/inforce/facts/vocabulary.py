"""The vocabulary: every fact with its type, and the integer variables that facts become.

Inside the program a fact is one or more variables over whole numbers: a true-or-false fact is 0 or 1, an enumerated
one the position of its value, a set one variable for each member.
"""

from __future__ import annotations

from inforce.facts.frozen import Frozen

UNBOUNDED = 1 << 40  # stands above every number a case can hold


class Field(Frozen):
    """A field of a record, such as the disposition of a prior conviction."""

    id: str
    type: str  # bool, int, enum, provision, date
    label: str
    values: tuple[str, ...] = ()
    least: int = 0
    most: int = UNBOUNDED


class Fact(Frozen):
    """One thing that can be known about a case. `says` holds the phrases in which a condition names it."""

    id: str
    type: str  # bool, int, enum, ordered, set, records
    topic: str
    label: str
    question: str
    help: str
    plain: str
    direction: str  # up: more of it aggravates; down: less of it does; empty: neither
    unit: str
    values: tuple[str, ...]
    least: int
    most: int
    says: dict[str, str]
    fields: tuple[Field, ...]
    derive: dict[str, str]
    first: int  # position of its first variable


class Variable(Frozen):
    """An integer variable with a half-open domain."""

    id: str
    fact: str  # the fact that answers it; for an open question of law the term
    kind: str  # fact, member, open, count
    low: int
    high: int


class Must(Frozen):
    """What cannot fail to hold in any case. `when` is its source text; conditions are made by the law layer."""

    when: str
    says: str
    place: str


class Vocabulary(Frozen):
    """All facts in their order, their variables, and what must hold between them."""

    facts: dict[str, Fact]
    variables: tuple[Variable, ...]
    musts: tuple[Must, ...]

    def fact(self, name: str) -> Fact | None:
        """The fact of that name, or None."""
        return self.facts.get(name)


def variables_of(fact: Fact) -> tuple[Variable, ...]:
    """The variables that a fact becomes; records become counts only where a law counts them."""
    if fact.type == "set":
        return tuple(Variable(f"{fact.id}:{value}", fact.id, "member", 0, 2) for value in fact.values)
    if fact.type == "records":
        return ()
    if fact.type == "bool":
        return (Variable(fact.id, fact.id, "fact", 0, 2),)
    if fact.type == "int":
        return (Variable(fact.id, fact.id, "fact", fact.least, fact.most),)
    return (Variable(fact.id, fact.id, "fact", 0, len(fact.values)),)
