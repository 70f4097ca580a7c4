"""What verify reports. The records are light: reading a report needs no solver."""

from __future__ import annotations

from inforce.facts.frozen import Frozen

VERIFY_SCHEMA = "verify/1"


class WitnessFact(Frozen):
    """A fact of a smallest case in which it differs from plain: the fact's name, and its value as a case writes it."""

    fact: str
    value: str


class LawCase(Frozen):
    """A smallest case: what differs from plain, the open questions taken otherwise than by default, and the whole.

    `away` counts the facts that differ, `distance` says how far their numbers are from plain. With `after`, the
    question is about a change of one fact, and this is what the fact becomes.
    """

    facts: tuple[WitnessFact, ...]
    open_law: tuple[str, ...]
    away: int
    distance: int
    after: tuple[WitnessFact, ...]
    yaml: str


class LawFinding(Frozen):
    """Something that the law's text does, or fails to do: no error of the library, but worth knowing.

    `name` is stable, so that a review of it can be kept; `place` is the file and line of the text it is about.
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
    place: str
    reviewed: str


class PropertyReport(Frozen):
    """How the questions of one property came out."""

    name: str
    says: str
    proved: int
    refuted: int
    unsettled: int


class VerifyReport(Frozen):
    """Everything proved and found. `facts` need no review: rows that can hold together and are settled, ways through a
    table that no case takes. `gone` are reviewed findings that are no longer found. `unsettled` are questions that the solver did not answer in time; `disagreements`
    are questions that the two provers answer differently, which is a fault of this program."""

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
