"""What timeline reports."""

from __future__ import annotations

from inforce.facts.frozen import Frozen
from inforce.products.assessment import OutputRow

TIMELINE_SCHEMA = "timeline/1"


class TimelineRange(Frozen):
    """What one kind of conduct comes to under one text: the grades possible, and the lowest and highest term.

    `bounds` says that only bounds are known of one of them, and `certain` that the elements are met on the facts given.
    """

    conduct: str
    attempt: bool
    reading: str
    preferred: str
    grades: tuple[str, ...]
    floor: str
    ceiling: str
    bounds: bool
    certain: bool


class TimelineSpan(Frozen):
    """The days of one version of the law, with the answer for an offense on any of them.

    `until` is the last day; empty: still in force. `ceiling` and `floor` are the highest and lowest term that any
    offense that fits can bring, under the preferred reading; empty where none fits.
    """

    begins: str
    until: str
    acts: tuple[str, ...]
    rows: tuple[OutputRow, ...]
    ranges: tuple[TimelineRange, ...]
    floor: str
    ceiling: str


class TimelineFlip(Frozen):
    """A day on which the outcome of one kind of conduct becomes another.

    `hangs_on` names the facts of the case of which one alone, were it otherwise, would leave the outcome as it was
    with the conduct still an offense; none: on no single fact. `rests_on` are all facts that decide the rows and steps
    to which the new outcome goes back. `acts` wrote the texts that decide.
    """

    date: str
    conduct: str
    attempt: bool
    before: tuple[str, ...]
    after: tuple[str, ...]
    acts: tuple[str, ...]
    hangs_on: tuple[str, ...]
    rests_on: tuple[str, ...]
    cites: tuple[str, ...]


class TimelineReport(Frozen):
    """A case on every day that the library covers."""

    schema: str
    library: str
    case: str
    jurisdiction: str
    checked: str
    spans: tuple[TimelineSpan, ...]
    flips: tuple[TimelineFlip, ...]
    notices: tuple[str, ...]
