"""`inforce assess`: one or several cases, as text, rows or JSON."""

from __future__ import annotations

import argparse
import sys

from inforce.interfaces.cli.reading import read_argument
from inforce.law.edition import open_image
from inforce.products.assess import Assessment, Assessor
from inforce.products.assessment import OutputRow


def run(arguments: argparse.Namespace) -> int:
    """Reads all cases, assesses all, then prints; nothing is printed if one of them is refused."""
    assessor = Assessor(open_image())
    cases = read_argument(arguments.case, assessor)
    asked = tuple(code.strip() for code in (arguments.jurisdiction or "").split(",") if code.strip())
    answers = [assessor.assess(case, code) for case in cases for code in asked or case.jurisdictions]
    if arguments.csv:
        _csv(answers)
    elif arguments.json:
        _json(answers)
    else:
        from inforce.interfaces.cli.assessment_text import write
        from inforce.interfaces.cli.paper import Paper

        paper = Paper()
        for number, answer in enumerate(answers):
            if number:
                paper.line()
                paper.line("-" * paper.width, "dim")
            write(paper, answer, arguments.why)
        paper.show()
    return 0


def _csv(answers: list[Assessment]) -> None:
    import csv

    from inforce.interfaces.cli.paper import in_ascii, takes_unicode

    shown = str if takes_unicode() else in_ascii
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(OutputRow._fields)
    for answer in answers:
        writer.writerows([shown(value) for value in row] for row in answer.rows)
    for notice in dict.fromkeys(notice for answer in answers for notice in answer.notices):
        print(f"note: {notice}", file=sys.stderr)


def _json(answers: list[Assessment]) -> None:
    from inforce.interfaces.cli.paper import print_json

    data = [answer.data for answer in answers]
    print_json(data[0] if len(data) == 1 else data)
