"""`inforce show`: a section on a date."""

from __future__ import annotations

import argparse

from inforce.facts.diagnostics import Refused
from inforce.interfaces.cli.paper import Paper, print_json
from inforce.law.edition import library_root
from inforce.law.load.library import Loaded, load_library
from inforce.products.show import Shown, show


def run(arguments: argparse.Namespace) -> int:
    """Prints the provisions, or their JSON."""
    shown = show(library(), arguments.cite, arguments.on)
    if arguments.json:
        print_json(shown)
        return 0
    _write(shown)
    return 0


def library(root: str = "", draft: str = "") -> Loaded:
    """The library as written, with a bill if one is named. Raises Refused with its errors."""
    loaded = load_library(root or library_root(), draft)
    if loaded.problems:
        raise Refused(*loaded.problems)
    return loaded


def _write(shown: Shown) -> None:
    paper = Paper()
    paper.text(f"{shown.section} on {shown.on}", 0, style="bold")
    paper.text(f"Versions in the library begin on: {', '.join(shown.versions)}.", style="dim")
    for provision in shown.provisions:
        mark = ""
        if provision.reading:
            mark = f" · {provision.act}, {'preferred text' if provision.preferred else 'the other text'}"
        paper.line()
        paper.text(f"{provision.cite} {provision.title}{mark}".strip(), 0, style="bold")
        for paragraph in provision.prose.split("\n\n"):
            if paragraph:
                paper.text(paragraph)
        for rule in provision.rules:
            paper.text(rule.strip(), 4 if rule.startswith("  ") else 2, 2)
        paper.text(
            f"{provision.act}, {provision.law}, in force from {provision.effective}; {provision.confidence}, checked "
            f"{provision.checked}: {provision.source}",
            style="dim",
        )
    paper.heading("Notices")
    paper.text(
        "Our own summary of the law and the rules computed from it; not the statute's text, and not legal advice."
    )
    paper.show()
