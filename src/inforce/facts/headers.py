"""Reads a mapping file: what a table's headers and the words of its cells are called in the vocabulary.

columns:
  Image count: depictions
  County: ignore
  Possessed: {fact: possesses, values: {Y: yes, N: no, "9": unknown}}
"""

from __future__ import annotations

from inforce.facts import read
from inforce.facts.diagnostics import Refused
from inforce.facts.documents import Mapping, Node
from inforce.facts.frozen import Frozen

IGNORE = "ignore"


class Headers(Frozen):
    """By a table's own header: the name that is read in its place, and other words for the words of its cells."""

    names: dict[str, str]
    values: dict[str, dict[str, str]]


def read_headers(documents: list[Node]) -> Headers:
    """The mapping of a file. Raises Refused with everything that is wrong with it."""
    problems: read.Problems = []
    names: dict[str, str] = {}
    values: dict[str, dict[str, str]] = {}
    whole = read.mapping(documents[0], "a mapping file", problems)
    if whole is not None:
        read.only(whole, ("columns",), "a mapping file", problems)
        required = read.required(whole, "columns", "a mapping file", problems)
        columns = read.mapping(required, "columns", problems)
        for key, node in columns.pairs if columns else ():
            if isinstance(node, Mapping):
                read.only(node, ("fact", "values"), f"the column {key.text}", problems)
                fact = read.required(node, "fact", f"the column {key.text}", problems)
                names[key.text] = read.text(fact, "fact", problems)
                words = read.mapping(node.get("values"), "values", problems)
                values[key.text] = {k.text: read.text(v, "values", problems) for k, v in words.pairs} if words else {}
            else:
                names[key.text] = read.text(node, "a column", problems)
    if problems:
        raise Refused(*problems)
    return Headers(names, values)
