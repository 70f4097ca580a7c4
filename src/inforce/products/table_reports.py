"""What the commands about tables of cases report. Apart from what makes it, so that a schema needs no query engine."""

from __future__ import annotations

from inforce.facts.frozen import Frozen

BATCH_SCHEMA, IMPACT_SCHEMA = "batch/1", "impact/1"
NO_OFFENSE, UNDETERMINED = "no offense", "undetermined"


class BatchReport(Frozen):
    """What a run did: cases read, answered and refused; rows written, rows settled exactly; and where."""

    schema: str
    library: str
    cases: int
    answered: int
    rejected: int
    rows: int
    settled: int
    output: str
    rejects: str


class Move(Frozen):
    """How many cases go from one grade to another."""

    before: str
    after: str
    cases: int


class Cause(Frozen):
    """How many cases a provision moves. `direction`: up, down, new (was no offense) or gone (no longer one)."""

    cite: str
    direction: str
    cases: int


class ImpactReport(Frozen):
    """What changes between two texts for a caseload. Grades are those of the harshest offense that fits."""

    schema: str
    library: str
    jurisdiction: str
    before: str
    after: str
    cases: int
    rejected: int
    ladder: tuple[str, ...]
    moves: tuple[Move, ...]
    causes: tuple[Cause, ...]
    unchanged: int
    harsher: int
    milder: int
    newly_covered: int
    no_longer_covered: int
    minimums_gained: int
    minimums_lost: int
    minimums_changed: int
    undetermined_before: int
    undetermined_after: int
    readings_before: int
    readings_after: int
    notes: tuple[str, ...]


class LawSql(Frozen):
    """A jurisdiction's query in a dialect, and the columns of the table `cases` that it reads."""

    jurisdiction: str
    dialect: str
    library: str
    columns: tuple[tuple[str, str], ...]
    sql: str
