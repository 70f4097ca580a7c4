"""Proofs about the law itself against the same questions by hand, and a timeline against single assessments."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from agreement import Disagreement
from figure import Figure
from interleave import interleave
from verify_by_hand import ByHand, costs

from inforce.law.edition import library_root
from inforce.law.load.library import load_library
from inforce.law.plain import plain_values
from inforce.products.assess import Assessor
from inforce.products.proving.prover import Prover
from inforce.products.proving.witness import Witnesses
from inforce.products.timeline import run_timeline
from inforce.products.verify.answers import Answers
from inforce.products.verify.registry import PROPERTIES
from inforce.products.verify.run import run_verify

VERIFY_GOAL, TIMELINE_GOAL = 1.5, 20.0
EXAMPLES = Path(__file__).resolve().parent.parent / "examples" / "texas"
SECONDS = 20


def measure(assessor: Assessor, rounds: int) -> list[Figure]:
    """The figures. Raises Disagreement where the two sides find different things."""
    os.environ["XDG_CACHE_HOME"] = tempfile.mkdtemp()  # what was proved before is no part of the figures
    asked = _agree(assessor)
    root = library_root()
    loaded = load_library(root)

    def ours(_: int) -> int:
        run_verify(assessor.image, loaded, root, milliseconds=1000 * SECONDS, again=True)
        return 1

    def again(_: int) -> int:
        run_verify(assessor.image, loaded, root, milliseconds=1000 * SECONDS)
        return 1

    def by_hand(_: int) -> int:
        ByHand().run()
        return 1

    found = interleave({"verify": ours, "by hand": by_hand, "unchanged": again}, rounds, warm=0)
    hand_us = found.median("by hand") * 1e6
    return [
        Figure(
            f"verify, {asked[0]} questions, each to both provers",
            f"{asked[1]} by hand for Z3",
            found.ratio("verify", "by hand"),
            VERIFY_GOAL,
            found.median("verify") * 1e6,
            hand_us,
        ),
        Figure(
            "verify again, nothing changed since",
            "the same",
            found.ratio("unchanged", "by hand"),
            None,
            found.median("unchanged") * 1e6,
            hand_us,
        ),
        *_timelines(assessor, 20 * rounds),
    ]


def _agree(assessor: Assessor) -> tuple[int, int]:
    """Both sides find the same: as many smallest cases for each property, each as far from plain."""
    hand = ByHand()
    hand.run()
    theirs = {name: Counter(found) for name, found in costs(hand.found)}
    bitten = ByHand(first_step=101)
    bitten.overlaps()
    if Counter(dict(costs(bitten.found))["overlap"]) == theirs["overlap"]:
        raise Disagreement("a threshold moved by one is not noticed")
    code = assessor.image.code("us-tx")
    plain = plain_values(code, assessor.vocabulary)
    witnesses = Witnesses(code, assessor.vocabulary, plain)
    versions = tuple(assessor.image.version("us-tx", at) for at in range(len(code.dates)))
    asked = 0
    for entry in PROPERTIES:
        if entry.subjects is None or entry.ask is None:
            continue
        ours: Counter[tuple[int, int]] = Counter()
        for subject in entry.subjects(versions):
            prover = Prover(code, assessor.vocabulary, plain, subject.offenses, 1000 * SECONDS)
            answers = Answers(entry.name, subject, prover, witnesses)
            entry.ask(answers)
            asked += prover.asked
            # One text that stays over several versions is one subject here and one in each version there.
            lasts = sum(subject.begins <= day and (not subject.ends or day < subject.ends) for day, _ in code.dates)
            shown = answers.facts if entry.name == "overlap" else answers.findings
            for finding in shown:
                if finding.case is not None:
                    ours[finding.case.away, finding.case.distance] += lasts if entry.name != "continuity" else 1
        if entry.name in ("overlap", "offenses", "perverse", "readings", "monotone", "continuity"):
            other = theirs.get(entry.name, Counter())
            if ours != other:
                raise Disagreement(f"{entry.name}: {ours - other} here only, {other - ours} by hand only")
            print(f"{entry.name}: {sum(ours.values())} smallest cases, both sides agree on how far each is from plain")
    return asked, hand.asked


def _timelines(assessor: Assessor, rounds: int) -> list[Figure]:
    """A timeline of each example that knows its facts, against one assessment of it with its rows."""
    from inforce.facts.documents import as_text, parse, read_bytes

    found = []
    for name in ("500-depictions-2024", "access-only-60-2026", "unknown-facts-2024"):
        path = str(EXAMPLES / f"{name}.yaml")
        case = assessor.read(parse(as_text(read_bytes(path), path), path))[0]

        def timeline(_: int, case: Any = case) -> int:
            run_timeline(assessor, case)
            return 1

        def single(_: int, case: Any = case) -> int:
            assert assessor.assess(case).rows
            return 1

        timed = interleave({"timeline": timeline, "assessment": single}, rounds)
        found.append(
            Figure(
                f"timeline, six versions: {case.name}",
                "one assessment, rows in words",
                timed.ratio("timeline", "assessment"),
                TIMELINE_GOAL,
                timed.median("timeline") * 1e6,
                timed.median("assessment") * 1e6,
            )
        )
    return found
