"""`inforce timeline`: the outcome of a case as its offense date moves over every version of the law."""

from __future__ import annotations

import argparse
import csv
import sys

from inforce.facts.diagnostics import Diagnostic, Place, Refused
from inforce.facts.formats import format_of
from inforce.interfaces.cli.paper import Paper, in_ascii, print_json, takes_unicode
from inforce.interfaces.cli.reading import read_argument
from inforce.law.edition import open_image
from inforce.products.assess import Assessor
from inforce.products.assessment import OutputRow
from inforce.products.timeline import run_timeline
from inforce.products.timeline_report import TimelineFlip, TimelineReport
from inforce.products.writing import written

CHARTS = (".svg", ".png")


def run(arguments: argparse.Namespace) -> int:
    """Prints the spans and the flips, JSON or CSV; with --chart, draws as well."""
    if arguments.chart:
        format_of(arguments.chart, "chart", CHARTS)
    assessor = Assessor(open_image())
    cases = read_argument(arguments.case, assessor)
    asked = tuple(code.strip() for code in (arguments.jurisdiction or "").split(",") if code.strip())
    reports = [run_timeline(assessor, case, code) for case in cases for code in asked or case.jurisdictions]
    if arguments.chart:
        if len(reports) != 1:
            message = f"a chart shows one case under one jurisdiction, and here are {len(reports)}"
            raise Refused(Diagnostic("case-shape", Place(arguments.case), message, "name one case alone"))
        _draw(reports[0], arguments.chart)
    if arguments.json:
        print_json(reports[0] if len(reports) == 1 else reports)
    elif arguments.csv:
        _csv(reports)
    else:
        paper = Paper()
        for number, report in enumerate(reports):
            if number:
                paper.line()
                paper.line("-" * paper.width, "dim")
            _text(paper, report)
        paper.show()
    return 0


def _draw(report: TimelineReport, path: str) -> None:
    from inforce.interfaces.charts.timeline import write_timeline_chart

    with written(path) as made:
        write_timeline_chart(report, made)


def _csv(reports: list[TimelineReport]) -> None:
    shown = str if takes_unicode() else in_ascii
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(("from", "until", *OutputRow._fields))
    for report in reports:
        for span in report.spans:
            writer.writerows([span.begins, span.until, *map(shown, row)] for row in span.rows)
    for notice in dict.fromkeys(notice for report in reports for notice in report.notices):
        print(f"note: {notice}", file=sys.stderr)


def _text(paper: Paper, report: TimelineReport) -> None:
    paper.text(f"{report.case}: {report.jurisdiction}, by the day of the offense", 0, 2, "bold")
    paper.heading("The range on each day, under the preferred text")
    for span in report.spans:
        may_be_none = span.ranges and not any(part.certain for part in span.ranges)
        days = f"{span.begins} to {span.until}" if span.until else f"{span.begins} on"
        paper.columns(days, _range(span.floor, span.ceiling) + (", or no offense" if may_be_none else ""), 25)
    paper.heading(f"The days on which the outcome flips: {len(report.flips)}")
    for flip in report.flips:
        _flip(paper, flip)
    if not report.flips:
        paper.text("None: the outcome is the same on every day that the library covers.")
    paper.heading("Notices")
    for notice in report.notices:
        paper.text(notice)


def _flip(paper: Paper, flip: TimelineFlip) -> None:
    paper.line()
    paper.text(f"{flip.date}: {'attempted ' if flip.attempt else ''}{flip.conduct}", 2, 2, "bold")
    for label, outcomes in (("before", flip.before), ("after", flip.after)):
        for number, words in enumerate(outcomes):
            paper.columns("" if number else label, words, 8, 4)
    paper.columns("by", "; ".join(flip.acts), 8, 4)
    paper.columns("hangs on", _hangs_on(flip), 8, 4)


def _hangs_on(flip: TimelineFlip) -> str:
    if flip.hangs_on:
        return "; ".join(flip.hangs_on)
    if flip.rests_on:
        return f"no single fact; what decides: {'; '.join(flip.rests_on)}"
    return "no single fact of the case: the text alone"


def _range(floor: str, ceiling: str) -> str:
    from inforce.facts.dates import term_words

    if not ceiling:
        return "no offense of the encoded law"
    low = "no term" if floor == "P0D" else term_words(floor)
    return f"{low} to {term_words(ceiling)}"
