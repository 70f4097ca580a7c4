"""The lowered law: what every evaluator reads. Conditions over variables, trees with numbered leaves, sentences."""

from __future__ import annotations

from inforce.facts.frozen import Frozen
from inforce.facts.vocabulary import Variable, Vocabulary
from inforce.law.cites import Codes
from inforce.law.condition import Condition
from inforce.law.expression import Expression

CONFIDENCE = ("primary", "secondary", "unverified")  # from the strongest to the weakest


class Burden(Frozen):
    """Who bears the burden, to which standard, by which provision."""

    on: str = ""
    standard: str = ""
    cite: str = ""


class LoweredElement(Frozen):
    """An element with its condition. `terms` are the terms of art it rests on: (label, cite)."""

    cite: str
    kind: str
    says: str
    condition: Condition
    terms: tuple[tuple[str, str], ...]
    confidence: str
    place: str


class LoweredRow(Frozen):
    """A row, step or default: its condition (of a step, as far as it tests facts) and what it sets."""

    cite: str
    condition: Condition
    grade: str
    minimum: str
    unknown: str
    height: tuple[int, int]  # grade's place on the ladder and minimum in days, for comparing; (-1, 0) of a step
    terms: tuple[tuple[str, str], ...]
    confidence: str
    place: str


UNKNOWN = "unknown"  # the grade of an outcome of which only bounds are known


class Sentence(Frozen):
    """A lawful range. Equal sentences of different leaves are one outcome.

    Terms are ISO 8601 durations; `most` may be life. `minimum` is filled only where a provision raises the floor.
    With `unknown` only bounds are known: `least` is the floor, and `most` the highest grade's ceiling.
    """

    grade: str
    mode: str
    least: str
    most: str
    life: bool
    minimum: str
    fine: str
    currency: str
    cite: str
    unknown: bool
    rank: tuple[int, int, int]  # for ordering: ceiling, floor in days, grade


Key = tuple[object, ...]


def key_of(sentence: Sentence) -> Key:
    """What must be equal for two sentences to be the same outcome: everything but the cite of the range."""
    return (*sentence.replace(cite="", rank=(0, 0, 0)),)


class Trail(Frozen):
    """A step as it stood on the way to a leaf: the condition left once outputs are known, and whether it applied."""

    step: int
    condition: Condition
    applied: bool


class Leaf(Frozen):
    """One way through a table: the prevailing row (-1 the default), the steps, and the sentence."""

    code: int
    row: int
    trail: tuple[Trail, ...]
    sentence: int


class Test(Frozen):
    """A branch of a decision tree."""

    condition: Condition
    yes: Tree
    no: Tree


Tree = Test | Leaf


class LoweredDefense(Frozen):
    """A defense to an offense."""

    cite: str
    by: str
    kind: str
    says: str
    condition: Condition
    burden: Burden
    confidence: str
    place: str


class LoweredPresumption(Frozen):
    """A presumption on an element of an offense."""

    cite: str
    supplies: str
    says: str
    condition: Condition
    burden: Burden
    confidence: str


class LoweredNote(Frozen):
    """A doubt or silence that an answer mentions where its condition holds or may hold."""

    cite: str
    grade: str
    says: str
    condition: Condition
    lowers: bool
    confidence: str


class Offense(Frozen):
    """One offense in force, under one reading of the forks it depends on."""

    id: str
    cite: str
    of: str  # the object of an attempt
    name: str
    conduct: str
    section: str
    reaches: Condition
    fork: str  # the conflicts it depends on, empty where readings do not touch it
    reading: str  # the choice: sb-129
    preferred: bool
    elements: tuple[LoweredElement, ...]
    rows: tuple[LoweredRow, ...]
    default: LoweredRow
    steps: tuple[LoweredRow, ...]
    tree: Tree
    leaves: tuple[Leaf, ...]
    sentences: tuple[Sentence, ...]
    defenses: tuple[LoweredDefense, ...]
    presumptions: tuple[LoweredPresumption, ...]
    notes: tuple[LoweredNote, ...]
    burden: Burden


class Choice(Frozen):
    """One side of a fork."""

    reading: str
    act: str  # S.B. 129
    law: str  # Acts 2023, 88th Leg., R.S., ch. 1041
    enacted: str  # what is known of the last vote


class Fork(Frozen):
    """A conflict of two acts in force, with the canon that prefers one of them."""

    name: str
    section: str
    over: tuple[str, ...]
    choices: tuple[Choice, ...]
    preferred: str
    canon: str
    because: str
    against: str
    confidence: str


class Counted(Frozen):
    """A variable that counts the records of a list that satisfy a predicate."""

    variable: int
    list: str
    when: Expression
    label: str


class Opened(Frozen):
    """An open question of law and its variable. `pairs` are the counts it decides between: (if no, if yes)."""

    variable: int
    term: str
    cite: str
    label: str
    says: str
    default: str
    pairs: tuple[tuple[int, int], ...] = ()


class Unit(Frozen):
    """How many units an item of material counts: (exact or least number, whether exact)."""

    of: str
    cite: str
    each: dict[str, tuple[int, bool]]


class Canon(Frozen):
    """A canon in force."""

    name: str
    cite: str
    decides: str
    says: str
    confidence: str


class Version(Frozen):
    """The law of a jurisdiction between two effective dates, `ends` excluded (empty: open)."""

    begins: str
    ends: str
    acts: tuple[str, ...]  # what opened it: S.B. 129 (Acts 2023, ...)
    wrote: tuple[tuple[str, str], ...]  # the provisions that these acts wrote: (full cite, act)
    savings: tuple[tuple[str, str], ...]  # (what the savings clauses say, confidence)
    offenses: tuple[Offense, ...]
    forks: tuple[Fork, ...]
    units: tuple[Unit, ...]


class Code(Frozen):
    """Everything that answering needs of one jurisdiction; `versions` are loaded one by one."""

    id: str
    name: str
    begins: str
    checked: str
    codes: Codes
    variables: tuple[Variable, ...]  # the vocabulary's, then open questions and counts
    counted: tuple[Counted, ...]
    opened: tuple[Opened, ...]
    musts: tuple[Condition, ...]  # the vocabulary's rules of consistency
    canons: tuple[Canon, ...]
    dates: tuple[tuple[str, str], ...]  # each version's interval


class Edition(Frozen):
    """The vocabulary, its rules of consistency (with what each says), and the digest that every answer carries."""

    vocabulary: Vocabulary
    musts: tuple[tuple[Expression, str], ...]
    digest: str
    jurisdictions: tuple[tuple[str, str], ...]  # id, name
