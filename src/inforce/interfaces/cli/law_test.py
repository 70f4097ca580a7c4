"""`inforce test`: the law's own cases."""

from __future__ import annotations

import argparse
import sys

from inforce.facts.diagnostics import Diagnostic, Place, Refused
from inforce.interfaces.cli.main import report
from inforce.interfaces.cli.paper import print_json
from inforce.law.edition import Image, build, library_root
from inforce.products.assess import Assessor
from inforce.products.law_test import TestReport, run_law_tests


def run(arguments: argparse.Namespace) -> int:
    """Runs the cases; exit 1 where a case fails, a row is uncovered, or a law file has errors."""
    if arguments.gaps and arguments.path:
        message = "gaps are those of the whole library, so that no path is named with them"
        raise Refused(Diagnostic("missing-key", Place("--gaps"), message, "name a library with --law FOLDER"))
    root = arguments.law or library_root()
    segments, problems = build(root)
    if problems:
        report(tuple(problems), len(problems))
        print(f"inforce: {len(problems)} errors in law files", file=sys.stderr)
        return 1
    try:
        result = run_law_tests(Assessor(Image(segments)), root, arguments.path or "", arguments.gaps)
    except Refused as refusal:
        report(refusal.diagnostics, len(refusal.diagnostics))
        return 2
    if arguments.json:
        print_json(result)
        return 0 if result.passed else 1
    if arguments.gaps:
        _gaps(result)
    # With --gaps, standard output holds the cases alone, so that it can be pasted.
    out = sys.stderr if arguments.gaps else sys.stdout
    for failure in result.failures:
        print(f"{failure.place}: {failure.case}: {failure.says}", file=out)
    for name in result.never_fired:
        print(f"no case fires: {name}", file=out)
    for name in result.never_refused:
        print(f"no case refuses: {name}", file=out)
    for name in result.never_cited:
        print(f"no case expects to be cited: {name}", file=out)
    for line in result.unknown_changed:
        print(line, file=out)
    failed = len({failure.place for failure in result.failures})
    print(
        f"law {result.library}: {result.cases} cases, {failed} failed; {result.covered} of {result.rows} rows, "
        f"elements and defenses are fired by some case, refused by another and cited as expected; "
        f"{len(result.unknown)} more have a text nobody has seen",
        file=out,
    )
    return 0 if result.passed else 1


def _gaps(result: TestReport) -> None:
    """The cases, ready to be pasted: what is no case is a comment."""
    for gap in result.gaps:
        print(f"# {gap.wanted} {gap.part}" if gap.yaml else f"# no case {gap.wanted} {gap.part}, nor can any")
        if gap.yaml:
            print(gap.yaml)
    if not result.gaps:
        print("# no gaps: every row, element and defense is fired, refused and cited by some case")
