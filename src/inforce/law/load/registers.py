"""Reads the registers: acts, decisions, and what a jurisdiction covers."""

from __future__ import annotations

from inforce.facts import read
from inforce.facts.dates import is_date
from inforce.facts.diagnostics import Diagnostic
from inforce.facts.documents import Mapping, Node, Scalar
from inforce.law.lowered import CONFIDENCE
from inforce.law.model import Act, Decision, Enacted, Savings, Source

_ACT_KEYS = ("name", "law", "effective", "enacted", "savings", "source")
_DECISION_KEYS = ("name", "cite", "court", "date", "says", "source")


def read_acts(document: Node, problems: read.Problems) -> dict[str, Act]:
    """The register of acts of one jurisdiction."""
    node = read.mapping(document, "a register of acts", problems, "law-shape")
    return {key.text: _act(key, body, problems) for key, body in (node.pairs if node else ())}


def _act(key: Scalar, body: Node, problems: read.Problems) -> Act:
    what = f"the act {key.text}"
    node = read.mapping(body, what, problems, "law-shape") or Mapping((), body.place)
    read.only(node, _ACT_KEYS, what, problems)
    enacted = read.mapping(node.get("enacted"), "enacted", problems, "law-shape")
    savings = read.mapping(node.get("savings"), "savings", problems, "law-shape")
    if enacted:
        read.only(enacted, ("from", "to", "confidence", "says"), "enacted", problems)
    if savings:
        read.only(savings, ("form", "confidence", "says"), "savings", problems)
    return Act(
        key.text,
        read.text(read.required(node, "name", what, problems), "name", problems),
        read.text(read.required(node, "law", what, problems), "law", problems),
        date(read.required(node, "effective", what, problems), problems),
        _enacted(enacted, problems) if enacted else None,
        _savings(savings, problems) if savings else None,
        read_source(read.required(node, "source", what, problems), problems),
        key.place,
    )


def _enacted(node: Mapping, problems: read.Problems) -> Enacted:
    begins, ends = date(node.get("from"), problems), date(node.get("to"), problems)
    return Enacted(begins, ends, confidence(node, problems), read.text(node.get("says"), "says", problems))


def _savings(node: Mapping, problems: read.Problems) -> Savings:
    form = read.text(node.get("form"), "form", problems)
    return Savings(form, confidence(node, problems), read.text(node.get("says"), "says", problems))


def read_decisions(document: Node, problems: read.Problems) -> dict[str, Decision]:
    """The register of court decisions of one jurisdiction."""
    node = read.mapping(document, "a register of decisions", problems, "law-shape")
    found = {}
    for key, value in node.pairs if node else ():
        what = f"the decision {key.text}"
        body = read.mapping(value, what, problems, "law-shape") or Mapping((), value.place)
        read.only(body, _DECISION_KEYS, what, problems)
        texts = [read.text(read.required(body, name, what, problems), name, problems) for name in _DECISION_KEYS[:5]]
        name, cite, court, day, says = texts
        found[key.text] = Decision(
            key.text, name, cite, court, day, says, read_source(body.get("source"), problems), key.place
        )
    return found


def read_source(node: Node | None, problems: read.Problems) -> Source:
    """Where a text was seen."""
    body = read.mapping(node, "source", problems, "law-shape")
    if body is None:
        return Source()
    read.only(body, ("url", "checked", "confidence"), "source", problems)
    return Source(
        read.text(body.get("url"), "url", problems), date(body.get("checked"), problems), confidence(body, problems)
    )


def confidence(node: Mapping, problems: read.Problems, fallback: str = "unverified") -> str:
    """The confidence that a mapping states, or the fallback."""
    value = node.get("confidence")
    if value is None:
        return fallback
    word = read.text(value, "confidence", problems)
    if word not in CONFIDENCE:
        message = f"{read.short(word)!r} is no degree of confidence"
        problems.append(Diagnostic("unknown-confidence", value.place, message, "primary, secondary or unverified"))
    return word


def date(node: Node | None, problems: read.Problems) -> str:
    """A civil date; empty when absent."""
    if node is None:
        return ""
    word = read.text(node, "date", problems)
    if not is_date(word):
        problems.append(
            Diagnostic("bad-date", node.place, f"{read.short(word)!r} is no date", "write it as 2023-09-01")
        )
    return word
