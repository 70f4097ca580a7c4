"""What verify reports. The records are light: reading a report needs no solver."""

from __future__ import annotations

from inforce.facts.frozen import Frozen
from inforce.products.proving.cases import LawCase, case_words

VERIFY_SCHEMA = "verify/1"


class LawFinding(Frozen):
    """Something that the law's text does, or fails to do: no error of the library, but worth knowing.

    `name` is stable, so that a review of it can be kept; `place` is the file and line of the text it is about.
    `confidence` is that of the weakest text that the smallest case rests on; empty without a case.
    """

    name: str
    property: str
    section: str
    cites: tuple[str, ...]
    begins: str
    ends: str
    reading: str
    says: str
    case: LawCase | None
    confidence: str
    place: str
    reviewed: str


class PropertyReport(Frozen):
    """How the questions of one property came out; `example` is of what it finds."""

    name: str
    says: str
    example: str
    proved: int
    refuted: int
    unsettled: int


class VerifyReport(Frozen):
    """Everything proved and found.

    `facts` need no review: rows that can hold together and are settled, ways through a table that no case takes.
    `gone` are reviewed findings that are no longer found, `unsettled` are questions that the solver did not answer in
    time, and `disagreements` are questions that the two provers answer differently, a fault of this program.
    """

    schema: str
    library: str
    jurisdictions: tuple[str, ...]
    properties: tuple[PropertyReport, ...]
    findings: tuple[LawFinding, ...]
    facts: tuple[LawFinding, ...]
    unreviewed: int
    gone: tuple[str, ...]
    unsettled: tuple[str, ...]
    disagreements: tuple[str, ...]
    asked: int
    remembered: int
    passed: bool
    notices: tuple[str, ...]


def told(finding: LawFinding) -> str:
    """What a review is about: the statement and its smallest case. If either changes, it is reviewed anew."""
    return f"{finding.says} Smallest case: {case_words(finding.case)}." if finding.case else finding.says
