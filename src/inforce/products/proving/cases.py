"""A smallest case as it is reported. Light: reading a report needs no prover."""

from __future__ import annotations

from inforce.facts.frozen import Frozen


class WitnessFact(Frozen):
    """A fact of a smallest case in which it differs from plain: the fact's name, and its value as a case writes it."""

    fact: str
    value: str


class LawCase(Frozen):
    """A smallest case: what differs from plain, the open questions taken otherwise than by default, and the whole.

    `away` counts the facts that differ, `distance` says how far their numbers are from plain. With `after`, the
    question is about a change of one fact, and this is what the fact becomes.
    """

    facts: tuple[WitnessFact, ...]
    open_law: tuple[str, ...]
    away: int
    distance: int
    after: tuple[WitnessFact, ...]
    yaml: str


def case_words(case: LawCase) -> str:
    """A smallest case in one line: only what differs from plain."""
    parts = [f"{fact.fact}: {fact.value}" for fact in case.facts] or ["nothing differs from plain"]
    parts += [f"the law, left open, is: {said}" for said in case.open_law]
    after = [f"{fact.fact}: {fact.value}" for fact in case.after]
    return "; ".join(parts) + (f"; then {'; '.join(after)}" if after else "")
