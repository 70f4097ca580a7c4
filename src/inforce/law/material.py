"""Batches of material as the facts of one offense: which batches it reaches, and how many units its law counts."""

from __future__ import annotations

from inforce.facts.case import Case, Range
from inforce.facts.read_case import unknown_bits
from inforce.facts.vocabulary import UNBOUNDED, Fact, Vocabulary
from inforce.law.condition import Condition, holds
from inforce.law.lowered import Unit

Batch = dict[str, object]


def batches_for(case: Case, reaches: Condition, units: tuple[Unit, ...], vocabulary: Vocabulary) -> Case:
    """The case with the facts that follow from the batches which an offense reaches.

    A batch is reached by its own fields; one of which too little is known may be reached or not, and numbers then have
    bounds. Where no batch is reached the facts are the least that the batches have in common (conduct only if all show
    it, the highest age, the first kind), so that two batches never meet together what neither meets alone, and the
    offense's own elements say why it does not fit.
    """
    material = vocabulary.facts["material"]
    batches = case.records["material"]
    own = {vocabulary.facts[f.id].first: f.id for f in material.fields if f.id in vocabulary.facts}
    states = [_reached(reaches, batch, own) for batch in batches]
    surely = [batch for batch, state in zip(batches, states, strict=True) if state is True]
    perhaps = [batch for batch, state in zip(batches, states, strict=True) if state is None]
    reached = bool(surely)
    none = not surely and not perhaps
    if none:
        surely = list(batches)
    weights = next((unit.each for unit in units if unit.of == "depictions"), {})
    values, partial = list(case.values), dict(case.partial)
    is_open = "material" in case.open_lists
    for name, how in material.derive.items():
        fact = vocabulary.facts[name]
        derived = _derive(UNREACHED[how] if none else how, name, surely, perhaps, weights, fact)
        if is_open:
            derived = _opened(how, derived, fact) if reached else None
        if derived is not None:
            _narrow(values, partial, fact.first, derived)
    return case.replace(values=tuple(values), partial=partial, unknown=unknown_bits(values))


# How facts follow from batches of which an offense reaches none.
UNREACHED = {"count": "count", "any": "all", "least": "greatest", "select": "first"}


def _reached(reaches: Condition, batch: Batch, own: dict[int, str]) -> bool | None:
    """Three-valued: whether an offense reaches a batch, by the batch's own fields."""
    return holds(reaches, lambda variable: _range(batch.get(own.get(variable, ""))))


def _opened(how: str, derived: Range | None, fact: Fact) -> Range | None:
    """What a list that may hold more still says: a number from below, an age from above, conduct once shown."""
    if derived is None:
        return None
    if how == "count":
        return derived[0], UNBOUNDED
    if how == "least":
        return fact.least, derived[1]
    if how == "any":
        return derived if derived == (1, 2) else None
    return None


def derivations(case: Case, name: str, vocabulary: Vocabulary) -> list[Range]:
    """The ranges in which a fact may lie by the batches of a case: all of them, or those of one kind."""
    material = vocabulary.facts["material"]
    batches = list(case.records["material"])
    kinds = {batch.get("kind") for batch in batches}
    groups = [batches, *([batch for batch in batches if batch.get("kind") == kind] for kind in kinds)]
    how, fact = material.derive[name], vocabulary.facts[name]
    found = [_derive(how, name, group, [], {}, fact) for group in groups if group]
    if "material" in case.open_lists:
        found = [_opened(how, one, fact) or (fact.least, UNBOUNDED) for one in found]
    return [one or (fact.least, UNBOUNDED) for one in found]


def _range(value: object) -> Range | None:
    if isinstance(value, tuple):
        return value
    return (value, value + 1) if isinstance(value, int) else None


def _derive(
    how: str, name: str, surely: list[Batch], perhaps: list[Batch], weights: dict[str, tuple[int, bool]], fact: Fact
) -> Range | None:
    """The range in which a fact lies by its batches; None where they say nothing."""
    if how == "count":
        low = high = 0
        for batch in surely:
            first, last = _units(batch, weights)
            low, high = low + first, min(high + last, UNBOUNDED)
        for batch in perhaps:
            high = min(high + _units(batch, weights)[1], UNBOUNDED)
        return low, high + 1 if high < UNBOUNDED else UNBOUNDED
    ranges = [(_range(batch.get(name)), True) for batch in surely] + [(_range(b.get(name)), False) for b in perhaps]
    if not ranges:
        return None
    full: Range = (fact.least, fact.most if fact.type == "int" else max(2, len(fact.values)))
    known = [(r or full, sure) for r, sure in ranges]
    if how in ("all", "first"):
        return min(r[0] for r, _ in known), min(r[1] for r, _ in known)
    if how == "greatest":
        return max(r[0] for r, _ in known), max(r[1] for r, _ in known)
    if how == "any":
        low = max((r[0] for r, sure in known if sure), default=min(r[0] for r, _ in known))
        return low, max(r[1] for r, _ in known)
    if how == "least":
        # Some batch is reached, or the offense's elements fail; if none surely is, the oldest one bounds.
        high = min((r[1] for r, sure in known if sure), default=max(r[1] for r, _ in known))
        return min(r[0] for r, _ in known), high
    kinds = {r for r, _ in known}  # select: one kind, where all batches reached are of it
    return kinds.pop() if len(kinds) == 1 else (min(r[0] for r in kinds), max(r[1] for r in kinds))


def _units(batch: Batch, weights: dict[str, tuple[int, bool]]) -> Range:
    """The least and greatest number of units of a batch, inclusive."""
    counted = _range(batch.get("depictions"))
    if counted:
        return counted[0], counted[1] - 1 if counted[1] < UNBOUNDED else UNBOUNDED
    low = high = 0
    for item in ("stills", "videos"):
        number = _range(batch.get(item))
        if number is None:
            # Stills or videos not mentioned at all leave the number open only if the other is not given either.
            if batch.get("videos" if item == "stills" else "stills") is None:
                high = UNBOUNDED
            continue
        weight, exact = weights.get(item, (1, False))
        low += number[0] * weight
        top = (number[1] - 1) * weight if exact or number[1] <= 1 else UNBOUNDED
        high = min(high + top, UNBOUNDED)
    return low, high


def _narrow(values: list[int | None], partial: dict[int, tuple[Range, ...]], variable: int, derived: Range) -> None:
    """What the case gives itself stands if the batches allow it; contradictions are found before."""
    if values[variable] is not None:
        return
    low, high = derived
    for given in partial.get(variable, ()):
        low, high = max(low, given[0]), min(high, given[1])
    if high == low + 1:
        values[variable] = low
        partial.pop(variable, None)
    elif low < high:
        partial[variable] = ((low, high),)
