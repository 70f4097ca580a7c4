"""`inforce diff`: what two days' texts say differently, and the smallest case of each outcome that changes."""

from __future__ import annotations

import argparse

from inforce.facts.diagnostics import Diagnostic, Place, Refused
from inforce.interfaces.cli.paper import Paper, print_json
from inforce.interfaces.cli.show import library
from inforce.interfaces.cli.verify import milliseconds_of
from inforce.law.edition import library_root, open_image, open_with_draft
from inforce.products.diff.report import DiffReport, LawEdit, OutcomeChange
from inforce.products.diff.run import run_diff
from inforce.products.proving.cases import case_words


def run(arguments: argparse.Namespace) -> int:
    """Compares and prints; exit 1 where a change could not be settled in time."""
    milliseconds = milliseconds_of(arguments.timeout)
    before, after = _dates(arguments)
    if arguments.draft:
        image, name = open_with_draft(arguments.draft)
        loaded = library(library_root(), arguments.draft)
    else:
        image, name, loaded = open_image(), "", library()
    report = run_diff(image, loaded, arguments.cite, before, after, name, milliseconds=milliseconds)
    if arguments.json:
        print_json(report)
    else:
        _text(report, arguments.all)
    return 1 if report.unsettled else 0


def _dates(arguments: argparse.Namespace) -> tuple[str, str]:
    dates = arguments.dates
    if arguments.draft and len(dates) < 2:
        return (dates[0] if dates else "", "")
    if not arguments.draft and len(dates) == 2:
        return dates[0], dates[1]
    message = "a diff compares two texts: CITE DATE DATE, or CITE [DATE] --draft FILE"
    raise Refused(Diagnostic("missing-key", Place("diff"), message, "see: inforce diff --help"))


def _text(report: DiffReport, everything: bool) -> None:
    paper = Paper()
    later = f"{report.draft} ({report.after})" if report.draft else report.after
    paper.text(f"{report.cite}: {report.before} against {later}", 0, 2, "bold")
    for act in report.acts:
        paper.text(act, 2, 2)
    edits = [edit for edit in report.edits if everything or edit.preferred]
    paper.heading(f"What the text says differently: {len(edits)}")
    for edit in edits:
        _edit(paper, edit)
    _more(paper, len(report.edits) - len(edits))
    shown = [change for change in report.changes if everything or change.preferred]
    paper.heading(f"What becomes of outcomes, each with the smallest case that shows it: {len(shown)}")
    for change in shown:
        _change(paper, change)
    _more(paper, len(report.changes) - len(shown))
    if report.unsettled:
        paper.heading(f"Not settled: {len(report.unsettled)}")
        for line in report.unsettled:
            paper.text(line)
    paper.line()
    for notice in report.notices:
        paper.text(notice, 0, 0, "dim")
    paper.show()


def _more(paper: Paper, left: int) -> None:
    if left:
        paper.line()
        paper.text(f"{left} more under a text that is not preferred: --all shows them.")


def _edit(paper: Paper, edit: LawEdit) -> None:
    mark = f" [{edit.reading}]" if edit.reading else ""
    if edit.kind == "moved":
        paper.columns(edit.kind, f"{edit.what} {edit.cite_before} to {edit.cite_after}{mark}: {edit.after}", 8)
    elif edit.kind == "changed":
        paper.columns(edit.kind, f"{edit.what} {edit.cite_after}{mark}: {edit.before}", 8)
        paper.columns("", f"now: {edit.after}", 8)
    else:
        cite, says = edit.cite_after or edit.cite_before, edit.after or edit.before
        paper.columns(edit.kind, f"{edit.what} {cite}{mark}: {says}", 8)


def _change(paper: Paper, change: OutcomeChange) -> None:
    marks = [f"[{reading}]" if reading else "" for reading in (change.reading_before, change.reading_after)]
    old, new = (f"{words} {mark}".strip() for words, mark in zip((change.before, change.after), marks, strict=True))
    paper.line()
    paper.text(f"{change.conduct}, {change.direction}: {old} becomes {new}", 2, 2)
    paper.text(f"Smallest case: {case_words(change.case)}", 4, 2)
    cites = [cites for cites in (change.cites_before, change.cites_after) if cites]
    paper.text(" against ".join("; ".join(part) for part in cites), 4, 2, "dim")
