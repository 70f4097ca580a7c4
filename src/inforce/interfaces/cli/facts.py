"""`inforce facts`: the vocabulary."""

from __future__ import annotations

import argparse

from inforce.interfaces.cli.paper import Paper, print_json
from inforce.interfaces.cli.show import library
from inforce.products.facts import ShownFact, shown_facts


def run(arguments: argparse.Namespace) -> int:
    """Prints the facts by subject, one fact in full, or JSON."""
    shown = shown_facts(library(), arguments.jurisdiction or "", arguments.fact or "")
    if arguments.template:
        _template(arguments.template, [fact.name for fact in shown.facts])
        return 0
    if arguments.json:
        print_json(shown)
        return 0
    paper = Paper()
    if arguments.fact:
        _one(paper, shown.facts[0])
    else:
        topic = ""
        for fact in shown.facts:
            if fact.topic != topic:
                topic = fact.topic
                paper.heading(topic.capitalize())
            paper.columns(fact.name, f"{_type(fact)}. {fact.question}", 28)
        paper.heading("Writing them")
        paper.text("A fact that is left out, blank or unknown has no value: every completion is computed.")
        paper.text(
            "Numbers may be ranges: 10 to 17, under 18, at least 50. "
            "Sets and lists: none, a list, or at least: with a list."
        )
        paper.text("One fact in full: inforce facts NAME")
    paper.show()
    return 0


def _template(path: str, names: list[str]) -> None:
    """Writes an Excel sheet for cases, whole or not at all."""
    from inforce.facts.formats import format_of
    from inforce.interfaces.documents.case_sheet import write_case_sheet
    from inforce.law.edition import open_image
    from inforce.products.facts import counted_provisions
    from inforce.products.writing import written

    format_of(path, "template", (".xlsx",))
    image = open_image()
    with written(path) as made:
        write_case_sheet(image.edition.vocabulary, names, made, counted_provisions(image))


def _type(fact: ShownFact) -> str:
    if fact.type == "bool":
        return "yes or no"
    if fact.type == "int":
        return f"number of {fact.unit}" if fact.unit else "number"
    if fact.type == "records":
        return "list of records"
    return f"{'any of' if fact.type == 'set' else 'one of'}: {', '.join(fact.values)}"


def _one(paper: Paper, fact: ShownFact) -> None:
    paper.text(fact.name, 0, style="bold")
    paper.text(fact.question)
    paper.text(fact.help)
    paper.columns("type", _type(fact), 12)
    for field in fact.fields:
        values = f" ({', '.join(field.values)})" if field.values else ""
        paper.columns(f"  {field.name}", f"{field.type}{values}: {field.label}", 18)
    direction = {"up": "more of it aggravates", "down": "less of it aggravates, or it is a defense"}
    if fact.direction:
        paper.columns("direction", direction[fact.direction], 12)
    paper.columns("plain value", f"{fact.plain} (used in worked examples only, never as a default)", 12)
    for feed in fact.feeds:
        paper.columns("feeds", feed, 12)
