"""`inforce verify`: proofs about the law itself, and the smallest case of everything that cannot be proved."""

from __future__ import annotations

import argparse
import sys

from inforce.facts.dates import day_before
from inforce.facts.diagnostics import Diagnostic, Place, Refused
from inforce.interfaces.cli.main import report as print_problems
from inforce.interfaces.cli.paper import Paper, print_json
from inforce.interfaces.documents.checks import write_junit, write_sarif
from inforce.law.edition import Image, build, library_root
from inforce.law.load.library import load_library
from inforce.products.proving.cases import case_words
from inforce.products.verify.findings import LawFinding, VerifyReport, told
from inforce.products.verify.run import run_verify

MOST_MILLISECONDS = 24 * 60 * 60 * 1000  # a day; the solver counts them in 32 bits


def run(arguments: argparse.Namespace) -> int:
    """Proves and reports; exit 1 where a finding is not reviewed, a review is out of date, a question is not settled,
    or a law file has errors."""
    milliseconds = milliseconds_of(arguments.timeout)
    root, draft = arguments.law or library_root(), arguments.draft or ""
    segments, problems = build(root, draft)
    if any(problem.code == "file-missing" and problem.place.file == root for problem in problems):
        raise Refused(*problems)
    if problems and draft:
        raise Refused(*problems)
    if problems:
        print_problems(tuple(problems), len(problems))
        print(f"inforce: {len(problems)} errors in law files", file=sys.stderr)
        return 1
    report = run_verify(
        Image(segments),
        load_library(root, draft),
        root,
        arguments.where or "",
        milliseconds=milliseconds,
        again=arguments.again,
        progress=_progress if sys.stderr.isatty() else lambda _: None,
    )
    if sys.stderr.isatty():
        _progress("")
    if arguments.sarif:
        write_sarif(report, arguments.sarif)
    if arguments.junit:
        write_junit(report, arguments.junit)
    if arguments.review:
        _review(report)
    elif arguments.json:
        print_json(report)
    else:
        _text(report, arguments.all)
    return 0 if report.passed else 1


def _progress(property: str) -> None:
    """The property that is being asked about, on one line of a terminal that is written over."""
    said = f"asking: {property}" if property else ""
    print(f"\r{said:<24}\r", end="", file=sys.stderr, flush=True)


def milliseconds_of(seconds: str) -> int:
    """The time that the solver has for one question."""
    try:
        found = int(float(seconds) * 1000)
    except (ValueError, OverflowError):
        found = 0
    if not 1 <= found <= MOST_MILLISECONDS:
        message = f"{seconds!r} is no time for a question"
        raise Refused(Diagnostic("wrong-type", Place("--timeout"), message, "write seconds, such as 10 or 0.5"))
    return found


def _text(report: VerifyReport, everything: bool) -> None:
    paper = Paper()
    again = f", {report.remembered:,} of them answered before and unchanged since" if report.remembered else ""
    paper.text(
        f"Law {report.library}, {', '.join(report.jurisdictions)}: {report.asked:,} questions{again}", 0, 2, "bold"
    )
    paper.line()
    for entry in report.properties:
        told = [f"{entry.proved:,} proved"]
        told += [f"{entry.refuted:,} found"] if entry.refuted else []
        told += [f"{entry.unsettled:,} not settled"] if entry.unsettled else []
        paper.columns(entry.name, f"{', '.join(told)}: {entry.says}", 10)
    new = [finding for finding in report.findings if not finding.reviewed]
    old = [finding for finding in report.findings if finding.reviewed]
    for title, findings in (("Findings that nobody has reviewed", new), ("Reviewed findings", old)):
        if findings:
            paper.heading(f"{title}: {len(findings)}")
            for finding in findings:
                _finding(paper, finding)
    if everything:
        paper.heading(f"Facts that need no review: {len(report.facts)}")
        for finding in report.facts:
            _finding(paper, finding)
    for title, lines in (
        ("Reviewed, but no longer found: take them out of law/reviewed-findings.yaml", report.gone),
        ("Not settled: the solver ran out of time, which is no proof", report.unsettled),
        ("The two provers differ: a fault of this program", report.disagreements),
    ):
        if lines:
            paper.heading(f"{title}: {len(lines)}")
            for line in lines:
                paper.text(line, 2, 2)
    paper.line()
    for notice in report.notices:
        paper.text(notice, 0, 0, "dim")
    paper.show()


def _finding(paper: Paper, finding: LawFinding) -> None:
    paper.line()
    paper.text(finding.name, 2, 2, "bold")
    paper.text(f"{finding.says} {_until(finding)}", 4)
    if finding.case:
        paper.text(f"Smallest case: {case_words(finding.case)}", 4, 2)
    if finding.confidence and finding.confidence != "primary":
        paper.text(f"Confidence of the texts it rests on: {finding.confidence}", 4, 2)
    if finding.reviewed:
        paper.text(f"Reviewed: {finding.reviewed}", 4, 2)
    paper.text(finding.place, 4, 0, "dim")


def _until(finding: LawFinding) -> str:
    if not finding.ends:
        return f"From {finding.begins} on."
    return f"From {finding.begins} to {day_before(finding.ends)}."


def _review(report: VerifyReport) -> None:
    """What nobody has reviewed, as entries for the list of reviewed findings; what to say of each is left open."""
    for finding in report.findings:
        if not finding.reviewed:
            print(f"- finding: {_quoted(finding.name)}")
            print(f"  found: {_quoted(told(finding))}")
            print("  says:")


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
