"""Measures In Force against its peers in one run and prints one table; see README.md.

exit codes: 0 every goal is reached; 1 a goal is missed, or the two sides disagree; 2 the run is not possible
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from types import ModuleType

from figure import Figure, as_data, as_table

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src"


def main() -> int:
    """Runs what is asked for."""
    arguments = _arguments()
    sys.path.insert(0, str(SOURCE))
    try:
        import zen  # noqa: F401 - the peer
    except ModuleNotFoundError:
        say = "benchmarks: zen-engine, the peer, is not installed here; install the extra: bench"
        print(f"{say} (uv pip install -c requirements.lock '.[bench]')", file=sys.stderr)
        return 2
    from agreement import Disagreement

    from inforce.facts.diagnostics import Refused

    try:
        return _run(arguments)
    except Refused as refusal:
        print(f"benchmarks: the library of law cannot be used:\n{refusal}", file=sys.stderr)
        return 2
    except Disagreement as problem:
        print(f"benchmarks: nothing was timed: {problem}", file=sys.stderr)
        return 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="In Force against its peers, as ratios.")
    parser.add_argument("--json", metavar="FILE", type=Path, help="also write the figures to a file")
    parser.add_argument("--rounds", type=_positive, default=60, help="rounds per figure (default 60)")
    parser.add_argument("--cases", type=_positive, default=6000, help="cases of the boundary grid (default 6000)")
    parser.add_argument("--batch", action="store_true", help="tables of cases instead, against SQL by hand; minutes")
    parser.add_argument("--proofs", action="store_true", help="proofs about the law and timelines instead; minutes")
    parser.add_argument(
        "--rows", type=_rows, default=[1_000_000, 10_000_000], help="cases of a table, as 1000000,10000000"
    )
    arguments = parser.parse_args()
    if arguments.json and not arguments.json.resolve().parent.is_dir():
        parser.error(f"--json: there is no folder {arguments.json.resolve().parent}")
    return arguments


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError
    return number


def _rows(text: str) -> list[int]:
    return [_positive(part) for part in text.split(",")]


def _run(arguments: argparse.Namespace) -> int:
    import cold_start
    import known_facts
    import texas_2024
    import texas_2025
    import unknown_facts
    from machine import machine

    from inforce.interfaces.python import Law
    from inforce.products.assess import Assessor

    law = Law()
    assessor = Assessor(law.image)
    about = {"date": datetime.now(UTC).date().isoformat(), "library": law.digest, **machine()}
    print("\n".join(f"{key}: {value}" for key, value in about.items()))
    figures: list[Figure] = []
    if arguments.batch:
        import batch

        figures = batch.measure(arguments.rows, max(7, arguments.rounds // 4))
        return _print(figures, about, arguments.json)
    if arguments.proofs:
        import proofs

        figures = proofs.measure(assessor, max(3, arguments.rounds // 12))
        return _print(figures, {**about, "z3": version("z3-solver")}, arguments.json)
    dates: tuple[ModuleType, ...] = (texas_2025, texas_2024)
    for texas in dates:
        work = known_facts.workload(law, assessor, texas, arguments.cases)
        agree = f"{texas.DATE}: {len(work.cases)} cases, {len(texas.TABLES)} tables, both agree on all"
        print(f"{agree}; with {' moved to '.join(texas.BITE)}, {work.bitten} answers differ")
        known, form = known_facts.measure(work, arguments.rounds)
        figures += known
        if texas is texas_2025:
            figures += unknown_facts.measure(law, work, form, arguments.rounds)
    figures += cold_start.measure(SOURCE, max(5, arguments.rounds // 2))
    return _print(figures, about, arguments.json)


def _print(figures: list[Figure], about: dict[str, str], path: Path | None) -> int:
    print()
    print(as_table(figures))
    if path:
        path.write_text(json.dumps({**about, "figures": as_data(figures)}, indent=2) + "\n", encoding="utf-8")
    return int(any(figure.held is False for figure in figures))


if __name__ == "__main__":
    sys.exit(main())
