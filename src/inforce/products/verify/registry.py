"""The properties that verify asks about. Help, reports and documentation are made from these entries."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from inforce.law.lowered import Version
from inforce.products.verify import subjects
from inforce.products.verify.answers import Answers
from inforce.products.verify.properties import dead, monotone, offenses, overlap, passage, perverse, readings
from inforce.products.verify.subjects import Subject


class Property(NamedTuple):
    """What is asked, of what, and an example of what it finds. Where texts alone tell, nothing is asked."""

    name: str
    says: str
    example: str
    subjects: Callable[[tuple[Version, ...]], Iterator[Subject]] | None = None
    ask: Callable[[Answers], None] | None = None


PROPERTIES = (
    Property(
        "overlap",
        "where rows of a table hold together, the one that sets most prevails",
        "two rows hold together and the table takes the first, which sets less",
        subjects.alone,
        overlap.ask,
    ),
    Property(
        "dead",
        "every row, step, element and defense comes into play in some case",
        "a step for a number of depictions that an earlier row has already taken",
        subjects.alone,
        dead.ask,
    ),
    Property(
        "offenses",
        "the same facts are not two completed offenses",
        "possession with intent to promote is both offenses",
        subjects.pairs,
        offenses.ask,
    ),
    Property(
        "monotone",
        "an aggravating fact never lowers the exposure",
        "one prior conviction more leads to a milder sentence",
        subjects.alone,
        monotone.ask,
    ),
    Property(
        "perverse",
        "the graver conduct is not punished less than the lesser on the same facts",
        "promoting is punished less than possessing the same material",
        subjects.ordered_pairs,
        perverse.ask,
    ),
    Property(
        "readings",
        "texts that compete for the same days agree",
        "two acts of one session step at different numbers",
        subjects.readings,
        readings.ask,
    ),
    Property(
        "continuity",
        "what is an offense on one day is one on the next; no provision has days without a text",
        "a repeal that takes effect a month before the new text",
        subjects.passages,
        passage.ask,
    ),
    Property(
        "forks",
        "every conflict of acts has a canon in force",
        "a conflict that rests on a canon enacted later",
    ),
    Property(
        "cites",
        "every cite of an answer names a provision in force, and its act is in the register",
        "a row cites a subdivision that was repealed",
    ),
)
