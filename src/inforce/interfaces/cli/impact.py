"""`inforce impact`: what another version of the law, or a bill, would change for a caseload."""

from __future__ import annotations

import argparse
import csv

from inforce.facts.diagnostics import Diagnostic, Place, Refused
from inforce.facts.formats import format_of
from inforce.interfaces.cli.batch import bar, headers_of, stop_tidily
from inforce.interfaces.cli.paper import Paper, print_json
from inforce.law.edition import open_image
from inforce.products.assess import Assessor
from inforce.products.impact import run_impact
from inforce.products.table_reports import ImpactReport
from inforce.products.writing import written

CHARTS = (".svg", ".png", ".html")
_WORDS = {"up": "harsher", "down": "milder", "new": "newly covered", "gone": "no longer covered"}


def run(arguments: argparse.Namespace) -> int:
    """Compares, and prints a table, JSON or CSV; with --chart, draws as well."""
    if bool(arguments.to) == bool(arguments.draft) or not (arguments.before or arguments.draft):
        message = "an impact compares two texts: --from DATE with --to DATE, or with --draft FILE"
        raise Refused(Diagnostic("missing-key", Place("impact"), message, "see: inforce impact --help"))
    if arguments.chart:
        format_of(arguments.chart, "chart", CHARTS)
    stop_tidily()
    with bar() as progress:
        report = run_impact(
            Assessor(open_image()),
            arguments.table,
            arguments.before or "",
            arguments.to or "",
            jurisdiction=arguments.jurisdiction,
            draft=arguments.draft or "",
            headers=headers_of(arguments.mapping),
            engine=arguments.engine,
            progress=progress,
        )
    if arguments.chart:
        _draw(report, arguments.chart)
    if arguments.json:
        print_json(report)
    elif arguments.csv:
        _csv(report)
    else:
        _text(report)
    return 0


def _draw(report: ImpactReport, path: str) -> None:
    from inforce.interfaces.charts.impact import write_impact_chart

    with written(path) as made:
        write_impact_chart(report, made)


def _csv(report: ImpactReport) -> None:
    import sys

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(("before", "after", "cases"))
    writer.writerows((move.before, move.after, move.cases) for move in report.moves)


def _text(report: ImpactReport) -> None:
    paper = Paper()
    paper.line(f"{report.cases:,} cases of {report.jurisdiction}: {report.before} against {report.after}", "bold")
    if report.rejected:
        paper.line(f"{report.rejected:,} rows left out: they cannot be read as cases of {report.jurisdiction}")
    paper.heading("Grade before (rows) and after (columns)")
    for line in _matrix(report):
        paper.line(line)
    paper.heading("What moves")
    for label, number in (
        ("unchanged", report.unchanged),
        ("harsher", report.harsher),
        ("milder", report.milder),
        ("newly covered", report.newly_covered),
        ("no longer covered", report.no_longer_covered),
        ("raised minimum gained", report.minimums_gained),
        ("raised minimum lost", report.minimums_lost),
        ("raised minimum changed", report.minimums_changed),
        ("undetermined before", report.undetermined_before),
        ("undetermined after", report.undetermined_after),
        ("readings differ before", report.readings_before),
        ("readings differ after", report.readings_after),
    ):
        paper.line(f"  {label:<24}{number:>12,}")
    if report.causes:
        paper.heading("By provision")
        for cause in report.causes:
            paper.line(f"  {cause.cases:>10,}  {_WORDS[cause.direction]:<18} {cause.cite}")
    paper.heading("Notes")
    for note in report.notes:
        paper.text(note)
    paper.text(f"Law {report.library}. Legal information computed from encoded law, not legal advice.")
    paper.show()


def _matrix(report: ImpactReport) -> list[str]:
    """The transition matrix; columns are numbered, since grades are long words."""
    counts = {(move.before, move.after): move.cases for move in report.moves}
    width = max(7, *(len(f"{number:,}") for number in counts.values())) + 1
    names = [f"{at} {grade}" for at, grade in enumerate(report.ladder, 1)]
    stem = max(len(name) for name in names) + 2
    lines = [" " * stem + "".join(f"{at:>{width}}" for at in range(1, len(names) + 1))]
    for name, before in zip(names, report.ladder, strict=True):
        cells = (counts.get((before, after), 0) for after in report.ladder)
        lines.append(f"{name:<{stem}}" + "".join(f"{cell:>{width},}" if cell else f"{'·':>{width}}" for cell in cells))
    return lines
