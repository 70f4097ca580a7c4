"""What diff reports. The records are light: reading a report needs no prover."""

from __future__ import annotations

from inforce.facts.frozen import Frozen
from inforce.products.proving.cases import LawCase

DIFF_SCHEMA = "diff/1"


class LawEdit(Frozen):
    """One edit of the text: a provision, or a part of one (row, step, element, definition, ...).

    `kind` is inserted, removed, moved or changed. `reading` names the act that wrote the text, where another act's
    text of the same day competes with it, and `preferred` says whether the edit belongs to the preferred texts of both
    days. `place` is where the new text stands, or the old one that is gone.
    """

    kind: str
    what: str
    cite_before: str
    cite_after: str
    before: str
    after: str
    reading: str
    preferred: bool
    act: str
    place: str


class OutcomeChange(Frozen):
    """An outcome that the edits change, with the smallest case that shows it, proved minimal.

    `conduct` groups the offenses compared: a section may cast one offense anew as two. `direction` is harsher, milder,
    new (was no offense), gone (no longer one), changed (neither: a fine, or a defense that comes or goes) or open (one
    of the two is known by its bounds only). `preferred` says whether both texts are the preferred ones.
    """

    conduct: str
    preferred: bool
    reading_before: str
    reading_after: str
    before: str
    after: str
    direction: str
    cites_before: tuple[str, ...]
    cites_after: tuple[str, ...]
    case: LawCase


class DiffReport(Frozen):
    """Two texts of a section compared. `unsettled` are changes that the solver could not settle in time."""

    schema: str
    library: str
    jurisdiction: str
    cite: str
    before: str
    after: str
    draft: str
    acts: tuple[str, ...]
    edits: tuple[LawEdit, ...]
    changes: tuple[OutcomeChange, ...]
    asked: int
    unsettled: tuple[str, ...]
    notices: tuple[str, ...]
