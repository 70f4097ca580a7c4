"""All facts known: a warm assessment against the peer's traced decision tables, many cases in turn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import TypeVar

from agreement import Disagreement, differences, moved, outcomes
from boundary_grid import Facts, context, grid
from decision_table import Context, Peer
from figure import Figure
from interleave import Timings, interleave

from inforce.facts.case import Case
from inforce.interfaces.python import Law
from inforce.products.assess import Assessor

Piece = TypeVar("Piece")
A_ROUND = 200  # cases
GOAL = 0.2


@dataclass(frozen=True)
class Workload:
    """One date's cases, and the peer in its faster form."""

    date: str
    assessor: Assessor
    facts: list[Facts]
    cases: list[Case]
    contexts: list[Context]
    peers: dict[str, Peer]
    bitten: int  # how many answers a moved threshold changes


def workload(law: Law, assessor: Assessor, texas: ModuleType, size: int) -> Workload:
    """The grid for a date, checked: both agree on every case, and a threshold moved by one is noticed."""
    facts = grid(size)
    cases = [read(law, one, texas.DATE) for one in facts]
    contexts = [context(one, texas.NAMES) for one in facts]
    for _ in range(3):  # the function of a version is generated on its third use
        assessor.assess(cases[0])
    ours = [outcomes(assessor, case, texas.key) for case in cases]
    peers = {form: Peer(texas.TABLES, form) for form in Peer.FORMS}
    for form, peer in peers.items():
        if found := differences(ours, peer, contexts):
            number, table, own, theirs = found[0]
            raise Disagreement(
                f"{texas.DATE}: {len(found)} answers differ from the peer's {form}; the first: case {number}, {table}:"
                f" In Force {own}, peer {theirs}; facts {facts[number]}"
            )
    bent = Peer(moved(texas.TABLES, *texas.BITE), "tables")
    bitten = len(differences(ours, bent, contexts))
    if not bitten:
        raise Disagreement(f"{texas.DATE}: the check does not notice a moved threshold")
    return Workload(texas.DATE, assessor, facts, cases, contexts, peers, bitten)


def read(law: Law, facts: Facts, date: str) -> Case:
    """A case as In Force reads it; reading is never inside the clock."""
    return law.cases({"case": "grid", "jurisdiction": "us-tx", "offense_date": date, "facts": facts})[0]


def measure(work: Workload, rounds: int) -> tuple[list[Figure], str]:
    """The figures, and the form in which the peer was faster."""
    for case in work.cases:
        work.assessor.assess(case).rows  # noqa: B018 - every shape of answer has been seen once: warm
    timings = _time(work, rounds)
    form = min(work.peers, key=timings.median)
    offenses = len(next(iter(work.assessor.assess(work.cases[0]).ready)).version.offenses)
    tables = len(work.peers[form].names)
    against = f"zen-engine traced ({form})"
    note = f"{offenses} offenses and readings in force here, attempts among them; the peer computes {tables}"
    found = []
    for name, what, goal in (
        ("findings", f"known facts {work.date}, with proof", GOAL),
        ("rows", f"known facts {work.date}, all rows and proof rendered", None),
    ):
        ratio = timings.ratio(name, form)
        us = timings.median(name) * 1e6
        found.append(Figure(what, against, ratio, goal, us, timings.median(form) * 1e6, note if goal else ""))
    return found, form


def _time(work: Workload, rounds: int) -> Timings:
    assess, cases, contexts = work.assessor.assess, work.cases, work.contexts

    def findings(number: int) -> int:
        for case in turn(cases, number, A_ROUND):
            assess(case).findings()
        return A_ROUND

    def rows(number: int) -> int:
        for case in turn(cases, number, A_ROUND // 10):
            assess(case).rows  # noqa: B018 - rendered when read
        return A_ROUND // 10

    def traced(peer: Peer, number: int) -> int:
        evaluate = peer.traced
        for one in turn(contexts, number, A_ROUND):
            evaluate(one)
        return A_ROUND

    peers = {form: (lambda number, peer=peer: traced(peer, number)) for form, peer in work.peers.items()}
    return interleave({"findings": findings, **peers, "rows": rows}, rounds)


def turn(pieces: Sequence[Piece], number: int, many: int) -> list[Piece]:
    """A round's share: the next ones, from the first again after the last."""
    begin = number * many % len(pieces)
    return [pieces[(begin + at) % len(pieces)] for at in range(many)]
