"""`inforce test`: the law's own cases."""

from __future__ import annotations

import argparse
import sys

from inforce.facts.diagnostics import Refused
from inforce.interfaces.cli.main import report
from inforce.interfaces.cli.paper import print_json
from inforce.law.edition import Image, build, library_root
from inforce.products.assess import Assessor
from inforce.products.law_test import run_law_tests


def run(arguments: argparse.Namespace) -> int:
    """Runs the cases; exit 1 where a case fails, a row is uncovered, or a law file has errors."""
    root = arguments.law or library_root()
    segments, problems = build(root)
    if problems:
        report(tuple(problems), len(problems))
        print(f"inforce: {len(problems)} errors in law files", file=sys.stderr)
        return 1
    try:
        result = run_law_tests(Assessor(Image(segments)), root, arguments.path or "")
    except Refused as refusal:
        report(refusal.diagnostics, len(refusal.diagnostics))
        return 2
    if arguments.json:
        print_json(result)
        return 0 if result.passed else 1
    for failure in result.failures:
        print(f"{failure.place}: {failure.case}: {failure.says}")
    for name in result.never_fired:
        print(f"no case fires: {name}")
    for name in result.never_refused:
        print(f"no case refuses: {name}")
    for line in result.unknown_changed:
        print(line)
    failed = len({failure.place for failure in result.failures})
    print(
        f"law {result.library}: {result.cases} cases, {failed} failed; {result.covered} of {result.rows} rows, "
        f"elements and defenses are fired by some case and refused by another; {len(result.unknown)} more have a text "
        "nobody has seen"
    )
    return 0 if result.passed else 1
