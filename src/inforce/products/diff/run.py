"""Compares a section on two days, or a section with what a bill would make of it."""

from __future__ import annotations

from inforce.evaluate.text.expressions import Words
from inforce.facts.dates import day_before, is_date
from inforce.facts.diagnostics import Diagnostic, Place, Refused
from inforce.law.cites import path_of
from inforce.law.consolidate import boundaries, in_force, version_at
from inforce.law.edition import Image
from inforce.law.load.library import Loaded
from inforce.law.lowered import Code, Offense
from inforce.law.model import Jurisdiction
from inforce.law.numbering import together
from inforce.law.plain import plain_values
from inforce.law.within import labels_of, named_by, readings_of
from inforce.products.assess import ADVICE
from inforce.products.diff.outcomes import Side, direction, passages, sides
from inforce.products.diff.report import DIFF_SCHEMA, DiffReport, LawEdit, OutcomeChange
from inforce.products.diff.texts import Part, edits, parts_of
from inforce.products.proving.prover import Disagreement, Prover, Unsettled
from inforce.products.proving.sentences import words
from inforce.products.proving.witness import Witnesses

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
    texts = [_parts(loaded, jurisdiction, section, parts, day) for day in (before, after)]
    if not any(texts):
        message = f"{cite} was in force neither on {before} nor on {after}"
        raise Refused(Diagnostic("unknown-cite", Place("CITE"), message, f"inforce show '{section}' --on {after}"))
    found = _Changes(image, code, cite, section, before, after, milliseconds)
    return DiffReport(
        DIFF_SCHEMA, image.edition.digest, jurisdiction.id, cite, before, after, draft,
        _acts(jurisdiction, section, before, after), _sorted(edits(*texts)), tuple(found.changes), found.asked,
        tuple(found.unsettled), (ATTEMPTS, ADVICE),
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


def _parts(loaded: Loaded, jurisdiction: Jurisdiction, section: str, asked: tuple[str, ...], day: str) -> list[Part]:
    """The parts of the cite's text on a day, of every reading."""
    labels, ladder = labels_of(in_force(jurisdiction, day, {}))
    words_of = Words(loaded.vocabulary, labels, ladder)
    found: list[Part] = []
    for item, reading, _ in readings_of(jurisdiction, section, day):
        name, wanted = item.provision.name, "".join(asked)
        if name.startswith(wanted) or wanted.startswith(name):
            act = jurisdiction.acts.get(item.file.act)
            found += parts_of(item, reading, act.name if act else "", words_of)
    return found


def _acts(jurisdiction: Jurisdiction, section: str, before: str, after: str) -> tuple[str, ...]:
    """The acts that took effect between and wrote the section."""
    days = {day for day in boundaries(jurisdiction) if before < day <= after}
    used = {file.act for file in jurisdiction.files if file.section == section}
    acts = sorted((a for a in jurisdiction.acts.values() if a.effective in days and a.id in used), key=_when)
    return tuple(f"{act.name} ({act.law}), from {act.effective}" for act in acts)


def _when(act: object) -> tuple[str, str]:
    return act.effective, act.name  # type: ignore[attr-defined]


_ORDER = ("changed", "moved", "inserted", "removed")


def _sorted(found: object) -> tuple[LawEdit, ...]:
    return tuple(sorted(found, key=lambda e: _ORDER.index(e.kind)))  # type: ignore[call-overload]


class _Changes:
    """The outcomes that change, each with its smallest case."""

    def __init__(
        self, image: Image, code: Code, cite: str, section: str, before: str, after: str, milliseconds: int
    ) -> None:
        self.image, self.code, self.section, self.milliseconds = image, code, section, milliseconds
        self.after = after
        self.plain = plain_values(code, image.edition.vocabulary)
        self.witnesses = Witnesses(code, image.edition.vocabulary, self.plain)
        self.changes: list[OutcomeChange] = []
        self.unsettled: list[str] = []
        self.asked = 0
        old, new = self._offenses(before), self._offenses(after)
        if old == new:
            return
        path = path_of(cite, code.codes)
        assert path is not None
        # What a part of the section is about is compared under whatever part graded it on the other day.
        about = [offense for offense in (*old, *new) if self._is_about(offense, path)]
        for conduct in dict.fromkeys(offense.conduct for offense in about):
            for one in sides(old, conduct):
                for other in sides(new, conduct):
                    # A fork that lasts is followed one way on both days.
                    if one.offenses != other.offenses and together((*one.offenses, *other.offenses)):
                        self._compare(conduct, one, other)

    def _offenses(self, day: str) -> list[Offense]:
        """The completed offenses of the section on a day."""
        version = self.image.version(self.code.id, version_at(self.code.dates, day))
        return [offense for offense in version.offenses if not offense.of and offense.section == self.section]

    def _is_about(self, offense: Offense, path: tuple[str, ...]) -> bool:
        """Whether the cite names the offense, a part of it, or a part of its table."""
        cites = [offense.cite, offense.default.cite]
        cites += [part.cite for part in (*offense.rows, *offense.steps)]
        cites += [element.cite for element in offense.elements] + [defense.cite for defense in offense.defenses]
        for cite in cites:
            own = path_of(cite, self.code.codes)
            if own and (own[: len(path)] == path or path[: len(own)] == own):
                return True
        return False

    def _compare(self, conduct: str, one: Side, other: Side) -> None:
        prover = Prover(
            self.code, self.image.edition.vocabulary, self.plain, (*one.offenses, *other.offenses), self.milliseconds
        )
        for _, _, condition in passages(one, other):
            try:
                witness = prover.smallest(condition)
            except (Unsettled, Disagreement) as reason:
                self.unsettled.append(
                    f"{conduct}, {one.reading or 'before'} against {other.reading or 'after'}: {reason}"
                )
                continue
            if witness is None:
                continue
            (old, cites), (new, others) = one.outcome(witness), other.outcome(witness)
            self.changes.append(
                OutcomeChange(
                    conduct, one.preferred and other.preferred, one.reading, other.reading, words(old), words(new),
                    direction(old, new), cites, others, self.witnesses.case(witness, self.after),
                )
            )  # fmt: skip
        self.asked += prover.asked
