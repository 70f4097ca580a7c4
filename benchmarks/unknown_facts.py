"""Some facts unknown: every outcome with its condition, against the peer on the same cases with all facts known."""

from __future__ import annotations

from figure import Figure
from interleave import interleave
from known_facts import Workload, read, turn

from inforce.interfaces.python import Law

ONE = ("depictions",)
FIVE = (*ONE, "youngest_age", "priors", "care_roles", "displays_in_school_library")
TWELVE = (
    *FIVE,
    "possesses",
    "accesses",
    "intends_to_promote",
    "kind",
    "youngest_apparent_age",
    "sexual_assault_conduct",
    "knows_minor",
)
A_ROUND = 10  # cases


def measure(law: Law, work: Workload, form: str, rounds: int) -> list[Figure]:
    """One, five and twelve unknown facts: all outcomes with their conditions; and everything rendered in words."""
    peer, contexts, assess = work.peers[form], work.contexts, work.assessor.assess
    sets = {"1 unknown fact": ONE, "5 unknown facts": FIVE, "12 unknown facts": TWELVE}
    open_cases = {
        name: [read(law, {k: v for k, v in facts.items() if k not in gone}, work.date) for facts in work.facts[:400]]
        for name, gone in sets.items()
    }

    def rendered(name: str, number: int) -> int:
        for case in turn(open_cases[name], number, A_ROUND):
            answer = assess(case)
            answer.versions, answer.questions  # noqa: B018 - rendered when read
        return A_ROUND

    def alone(name: str, number: int) -> int:
        for case in turn(open_cases[name], number, A_ROUND):
            assess(case).findings()
        return A_ROUND

    def traced(number: int) -> int:
        for one in turn(contexts, number, 200):
            peer.traced(one)
        return 200

    works = {"peer": traced}
    for name in sets:
        works[name] = lambda number, name=name: rendered(name, number)
        works[f"{name}, outcomes and conditions"] = lambda number, name=name: alone(name, number)
    timings = interleave(works, rounds)
    zen = timings.median("peer") * 1e6
    against = f"zen-engine traced ({form}), known"
    one, five, twelve = sets
    found = []
    for name, goal, to in ((one, 4.0, against), (five, 2.0, ""), (twelve, 10.0, "")):
        for what, limit in ((f"{name}, outcomes and conditions", goal), (name, None)):
            us = timings.median(what) * 1e6
            reached = timings.ratio(what, "peer") if to else us / 1000
            note = f"unknown: {', '.join(sets[name])}" if limit else ""
            label = what if limit else f"{name}, all in words and questions ranked"
            found.append(Figure(label, to, reached, limit, us, zen if to else None, note))
    return found
