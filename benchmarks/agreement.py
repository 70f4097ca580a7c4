"""Nothing is timed before both give the same answers, and before the check has shown that it bites."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from decision_table import NO, Context, Outcome, Peer, Table

from inforce.facts.case import Case
from inforce.products.assess import Assessor

Key = Callable[[str, str, str], str | None]  # (cite, object, reading) of an offense: the peer's table, or None


class Disagreement(Exception):
    """The two gave different answers, or the check did not bite."""


def outcomes(assessor: Assessor, case: Case, key: Key) -> dict[str, Outcome]:
    """In Force's outcomes from its findings, in the form in which answers are compared."""
    answer = assessor.assess(case)
    found: dict[str, Outcome] = {}
    for part, findings in zip(answer.ready, answer.findings(), strict=True):
        for offense, one in zip(part.version.offenses, findings, strict=True):
            name = key(offense.cite, offense.of, offense.reading)
            if name is None:
                continue
            if one.verdict is None or (one.verdict and len(one.outcomes) != 1):
                raise Disagreement(f"{case.name}: {name} is left open, though all facts are known")
            if not one.verdict:
                found[name] = NO
                continue
            sentence = offense.sentences[one.outcomes[0].sentence]
            found[name] = ("yes", sentence.grade, "" if sentence.unknown else sentence.minimum)
    return found


def differences(
    ours: Sequence[dict[str, Outcome]], peer: Peer, contexts: Sequence[Context]
) -> list[tuple[int, str, Outcome, Outcome]]:
    """Every case and table on which the two differ: (case, table, ours, theirs)."""
    found = []
    for number, (own, context) in enumerate(zip(ours, contexts, strict=True)):
        theirs = peer.outcomes(context)
        if own.keys() != theirs.keys():
            raise Disagreement(f"offenses {sorted(own)} stand against tables {sorted(theirs)}")
        found += [(number, name, own[name], theirs[name]) for name in own if own[name] != theirs[name]]
    return found


def moved(tables: tuple[Table, ...], old: str, new: str) -> tuple[Table, ...]:
    """The tables with one threshold moved, to see whether the check notices."""
    changed = tuple(
        replace(table, rows=tuple(replace(row, when=row.when.replace(old, new)) for row in table.rows))
        for table in tables
    )
    if changed == tables:
        raise Disagreement(f"no table tests {old}")
    return changed
