"""The reviewed findings: a list beside the law of what verify is known to find, so that whatever is new stands out."""

from __future__ import annotations

import os

from inforce.facts import read
from inforce.facts.diagnostics import Diagnostic, Refused
from inforce.facts.documents import as_text, parse, read_bytes
from inforce.facts.frozen import Frozen

REVIEWED_FILE = "reviewed-findings.yaml"


class Review(Frozen):
    """What was found when somebody looked, and what they say of it."""

    found: str
    says: str


def reviewed_findings(root: str) -> dict[str, Review]:
    """The review of each finding, by its name. Raises Refused where the list cannot be read."""
    path = os.path.join(root, REVIEWED_FILE)
    if not os.path.exists(path):
        return {}
    name = f"law/{REVIEWED_FILE}"
    problems: read.Problems = []
    found: dict[str, Review] = {}
    for item in read.items(parse(as_text(read_bytes(path), name), name)[0]):
        body = read.mapping(item, "a reviewed finding", problems, "law-shape")
        if body is None:
            continue
        read.only(body, ("finding", "found", "says"), "a reviewed finding", problems)
        finding = read.text(read.required(body, "finding", "a reviewed finding", problems), "finding", problems)
        seen = read.text(read.required(body, "found", "a reviewed finding", problems), "found", problems)
        says = read.text(read.required(body, "says", "a reviewed finding", problems), "says", problems)
        if not says:
            problems.append(Diagnostic("law-shape", body.place, "a review says nothing", "say why it is the law's own"))
        if finding in found:
            problems.append(Diagnostic("law-shape", body.place, f"{finding} stands twice", "keep one of them"))
        found[finding] = Review(seen, says)
    if problems:
        raise Refused(*problems)
    return found
