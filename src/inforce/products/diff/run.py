"""Compares a section on two days, or a section with what a bill would make of it."""

from __future__ import annotations

from inforce.facts.dates import day_before, is_date
from inforce.facts.diagnostics import Diagnostic, Place, Refused
from inforce.law.consolidate import boundaries
from inforce.law.edition import Image
from inforce.law.load.library import Loaded
from inforce.law.model import Jurisdiction
from inforce.law.within import named_by
from inforce.products.assess import ADVICE, checked_notice
from inforce.products.diff.changes import Changes
from inforce.products.diff.report import DIFF_SCHEMA, DiffReport
from inforce.products.diff.texts import Texts

ATTEMPTS = "Attempts follow the offense attempted and are not listed apart."


def run_diff(
    image: Image,
    loaded: Loaded,
    cite: str,
    before: str,
    after: str,
    draft: str = "",
    *,
    milliseconds: int,
) -> DiffReport:
    """What a cite's text says differently on two days, and what that comes to.

    With the name of a `draft` (the image and the library are then read with the bill), `after` is ignored: it is the
    day on which the bill would take effect, and `before`, where empty, the day before. Raises Refused where a date is
    none, the dates are reversed, or the cite names nothing in force on either.
    """
    jurisdiction, section, parts = named_by(loaded, cite)
    code = image.code(jurisdiction.id)
    if draft:
        after = next(act.effective for act in jurisdiction.acts.values() if act.is_draft)
        before = before or day_before(after)
    _check_dates(jurisdiction, before, after)
    texts = Texts(loaded, jurisdiction, section, parts, (before, after))
    if not any(texts.parts.values()):
        message = f"{cite} was in force neither on {before} nor on {after}"
        raise Refused(Diagnostic("unknown-cite", Place("CITE"), message, f"inforce show '{section}' --on {after}"))
    found = Changes(image, code, cite, before, after, milliseconds)
    return DiffReport(
        DIFF_SCHEMA, image.edition.digest, jurisdiction.id, cite, before, after, draft,
        _acts(jurisdiction, section, before, after), texts.edits(), tuple(found.changes), found.asked,
        tuple(found.unsettled), (ATTEMPTS, *checked_notice(code, after), ADVICE),
    )  # fmt: skip


def _check_dates(jurisdiction: Jurisdiction, before: str, after: str) -> None:
    for name, day in (("the first date", before), ("the second date", after)):
        if not is_date(day):
            raise Refused(Diagnostic("bad-date", Place("DATE"), f"{day!r} is no date", "write a day as 2024-06-01"))
        if day < jurisdiction.begins:
            message = f"{name}, {day}, lies before the library of {jurisdiction.name}"
            hint = f"it begins on {jurisdiction.begins}"
            raise Refused(Diagnostic("before-library", Place("DATE"), message, hint))
    if after < before:
        message = f"the second date, {after}, lies before the first, {before}"
        raise Refused(Diagnostic("dates-reversed", Place("DATE"), message, "write the earlier date first"))


def _acts(jurisdiction: Jurisdiction, section: str, before: str, after: str) -> tuple[str, ...]:
    """The acts that took effect between and wrote the section."""
    days = {day for day in boundaries(jurisdiction) if before < day <= after}
    used = {file.act for file in jurisdiction.files if file.section == section}
    acts = sorted(
        (a for a in jurisdiction.acts.values() if a.effective in days and a.id in used),
        key=lambda act: (act.effective, act.name),
    )
    return tuple(f"{act.name} ({act.law}), from {act.effective}" for act in acts)
