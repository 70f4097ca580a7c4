"""The law as written: acts, files, provisions and their rules, before consolidation. Every rule keeps its place."""

from __future__ import annotations

from inforce.facts.diagnostics import Place
from inforce.facts.frozen import Frozen
from inforce.law.cites import Codes
from inforce.law.expression import Count, Expression


class Source(Frozen):
    """Where a text was seen, when, and how sure we are of it."""

    url: str = ""
    checked: str = ""
    confidence: str = "unverified"


class Enacted(Frozen):
    """The day of the last legislative vote, or the bounds between which it fell."""

    begins: str
    ends: str
    confidence: str
    says: str


class Savings(Frozen):
    """What an act's savings clause says of conduct before its effective date."""

    form: str
    confidence: str
    says: str


class Act(Frozen):
    """An act of a legislature: a commit to the code."""

    id: str
    name: str
    law: str
    effective: str
    enacted: Enacted | None
    savings: Savings | None
    source: Source
    place: Place

    @property
    def short(self) -> str:
        """The name of the reading that follows this act: sb-129."""
        return self.id.rsplit("/", 1)[-1]

    @property
    def is_draft(self) -> bool:
        """Whether this is a bill: us-tx/draft/hb-1."""
        return "/draft/" in self.id


class Decision(Frozen):
    """A decision of a court."""

    id: str
    name: str
    cite: str
    court: str
    date: str
    says: str
    source: Source
    place: Place


class Define(Frozen):
    """A term of art. With `adds`, it widens the term of an earlier provision."""

    term: str
    cite: str
    label: str
    meaning: Expression | Count
    adds: bool
    confidence: str
    place: Place


class Open(Frozen):
    """A question that the law leaves open: a true-or-false term whose value nobody can know.

    `counting` completes the label of a count that the answer yes would widen.
    """

    term: str
    cite: str
    label: str
    counting: str
    says: str
    default: str
    confidence: str
    place: Place


class Element(Frozen):
    """One element of an offense."""

    cite: str
    kind: str
    meaning: Expression
    says: str
    confidence: str
    place: Place


# What an offense punishes doing, from the lesser to the graver: each is commonly the way to the next.
CONDUCTS = ("possession", "promotion", "production")


class OffenseRule(Frozen):
    """A provision that creates an offense. `reaches` selects the batches of material that it is about."""

    name: str
    cite: str
    conduct: str
    reaches: Expression
    elements: tuple[Element, ...]
    place: Place


class Row(Frozen):
    """One row or step of a grade table: when it holds, and what it sets.

    `grade` is a grade, `next higher`, `next lower` or empty; `minimum` a term, `none` or empty; `unknown` says that
    the law attaches something that was not seen.
    """

    cite: str
    when: Expression
    grade: str
    minimum: str
    unknown: str
    confidence: str
    place: Place


class GradeRule(Frozen):
    """The punishment table of an offense."""

    of: str
    default: Row
    rows: tuple[Row, ...]
    highest: tuple[str, ...]
    place: Place


class AdjustRule(Frozen):
    """Steps that follow an offense's table."""

    of: str
    steps: tuple[Row, ...]
    place: Place


class DefenseRule(Frozen):
    """A defense or affirmative defense; `by` is the provision that brings it into the section."""

    cite: str
    by: str
    of: tuple[str, ...]
    kind: str
    meaning: Expression
    says: str
    confidence: str
    place: Place


class PresumptionRule(Frozen):
    """A presumption: when its predicate facts stand, what it would supply."""

    cite: str
    of: tuple[str, ...]
    when: Expression
    supplies: str
    says: str
    confidence: str
    place: Place


class NoteRule(Frozen):
    """A doubt or a silence of the law, shown where `when` holds or may hold.

    With `lowers` it bears on the grade, and the outcome is no surer than the note.
    """

    cite: str
    of: tuple[str, ...]
    grade: str
    when: Expression
    says: str
    lowers: bool
    confidence: str
    place: Place


class CountRule(Frozen):
    """How many units an item of material counts: (exact number, or least number with no upper bound)."""

    of: str
    cite: str
    each: dict[str, tuple[int, bool]]
    confidence: str
    place: Place


class PunishmentRule(Frozen):
    """The range of a grade."""

    grade: str
    cite: str
    mode: str
    least: str
    most: str
    life: bool
    fine: str
    currency: str
    confidence: str
    place: Place


class LadderRule(Frozen):
    """The grades from the lowest to the highest."""

    grades: tuple[str, ...]
    place: Place


class AttemptRule(Frozen):
    """An offense made from every other one, reading its facts as `reads` says."""

    name: str
    cite: str
    elements: tuple[Element, ...]
    reads: dict[str, Expression]
    steps: tuple[Row, ...]
    place: Place


class BurdenRule(Frozen):
    """Who bears the burden of what, and to which standard."""

    subject: str
    cite: str
    on: str
    standard: str
    confidence: str
    place: Place


class CanonRule(Frozen):
    """A rule about which version or which of two texts governs."""

    name: str
    cite: str
    decides: str
    says: str
    confidence: str
    place: Place


class Repeal(Frozen):
    """The end of a provision."""

    cite: str
    place: Place


class Conflict(Frozen):
    """Two acts rewrote the same provisions for the same day: each act is a reading."""

    name: str
    between: tuple[str, ...]
    over: tuple[str, ...]
    canon: str
    prefers: str
    because: str
    against: str
    confidence: str
    place: Place


Rule = (
    Define | Open | OffenseRule | GradeRule | AdjustRule | DefenseRule | PresumptionRule | NoteRule | CountRule
    | PunishmentRule | LadderRule | AttemptRule | BurdenRule | CanonRule | Repeal | Conflict
)  # fmt: skip


class Provision(Frozen):
    """A provision as one act wrote it: its heading, our prose, its rules."""

    name: str  # "(c-1)"
    title: str
    prose: str
    rules: tuple[Rule, ...]
    place: Place


class LawFile(Frozen):
    """What one act did to one section."""

    path: str
    section: str  # as cited: Tex. Penal Code § 43.26
    act: str
    title: str
    source: Source
    reviewed: str
    provisions: tuple[Provision, ...]
    place: Place


class Jurisdiction(Frozen):
    """What the library covers of one jurisdiction."""

    id: str
    name: str
    begins: str
    checked: str
    codes: Codes
    acts: dict[str, Act]
    decisions: dict[str, Decision]
    files: tuple[LawFile, ...]
    source: Source


class Library(Frozen):
    """Every jurisdiction of the library, as written."""

    jurisdictions: dict[str, Jurisdiction]
