"""A case: a jurisdiction, dates, and facts that are known, partly known or unknown.

Absence is never a value. A number may be known as a range, a set or list as "at least these".
"""

from __future__ import annotations

from inforce.facts.frozen import Frozen

Range = tuple[int, int]  # half-open


class Answer(Frozen):
    """What a case says of one fact: the text given and the file's line."""

    fact: str
    text: str
    place: str


class Case(Frozen):
    """Facts ready for evaluation.

    `values` holds one number for each variable of the vocabulary, None where it is not exactly known. `partial` holds
    what is known of such a variable, as half-open ranges. `records` holds the lists given; a list not named is
    unknown. `open_lists` names the lists that may hold more than they say.
    """

    name: str
    jurisdictions: tuple[str, ...]
    begins: str  # first day of the conduct
    ends: str  # last day of the conduct
    values: tuple[int | None, ...]
    unknown: int  # a bit for each variable that is not exactly known
    partial: dict[int, tuple[Range, ...]]
    records: dict[str, tuple[dict[str, object], ...]]
    open_lists: frozenset[str]
    answers: tuple[Answer, ...]
    place: str
    lists: tuple[object, ...] = ()  # the records as one hashable value, so that equal lists are counted once

    def says(self, fact: str) -> str:
        """The text that the case gives for a fact, or nothing."""
        for answer in self.answers:
            if answer.fact == fact:
                return answer.text
        return ""
