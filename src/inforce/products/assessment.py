"""The typed answer of `assess`, and the flat row that every evaluator shares."""

from __future__ import annotations

from inforce.evaluate.explain.answer import OffenseAnswer
from inforce.facts.frozen import Frozen
from inforce.law.lowered import Fork

SCHEMA = "assessment/1"


class OutputRow(Frozen):
    """One row of the shared flat shape; see docs/rows.md. Terms are ISO 8601 durations or `life`."""

    case: str
    jurisdiction: str
    offense: str
    of: str
    count: str
    reading: str
    preferred: str
    when: str
    verdict: str
    grade: str
    mode: str
    min: str
    max: str
    mandatory_min: str
    terms: str
    fine_max: str
    currency: str
    defenses: str
    decided_by: str
    confidence: str


class Reason(Frozen):
    """A step of the answer to: which version governs, and under which readings?"""

    says: str
    cite: str
    confidence: str


class Question(Frozen):
    """An unknown fact worth asking, and what it can move. `ceiling` and `floor` are (from, to) terms in words."""

    fact: str
    question: str
    help: str
    ceiling: tuple[str, str]
    floor: tuple[str, str]
    defense: bool


class OpenQuestion(Frozen):
    """A question that the law leaves open and that bears on the case; no fact answers it."""

    term: str
    cite: str
    says: str
    ceiling: tuple[str, str]


class VersionAnswer(Frozen):
    """The answer under one version of the law. Only conduct that straddles a date has more than one."""

    begins: str
    ends: str
    acts: tuple[str, ...]
    governs: bool
    offenses: tuple[OffenseAnswer, ...]
    forks: tuple[Fork, ...]


class AssessmentData(Frozen):
    """A whole assessment as data, with the schema's version and the digest of the library that gave it."""

    schema: str
    library: str
    case: str
    jurisdiction: str
    offense_from: str
    offense_to: str
    facts: tuple[tuple[str, str], ...]
    governing: tuple[Reason, ...]
    versions: tuple[VersionAnswer, ...]
    questions: tuple[Question, ...]
    open_questions: tuple[OpenQuestion, ...]
    notices: tuple[str, ...]
    rows: tuple[OutputRow, ...]
