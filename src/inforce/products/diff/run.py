"""Compares a section on two days, or a section with what a bill would make of it."""

from __future__ import annotations

from itertools import product

from inforce.diagram.smallest import Witness
from inforce.evaluate.text.expressions import Words
from inforce.facts.dates import day_before, is_date
from inforce.facts.diagnostics import Diagnostic, Place, Refused
from inforce.law.cited import cites_of
from inforce.law.cites import path_of
from inforce.law.condition import Condition
from inforce.law.consolidate import Choices, boundaries, conflicts, in_force, version_at
from inforce.law.edition import Image
from inforce.law.load.library import Loaded
from inforce.law.lowered import Code, Offense
from inforce.law.model import Conflict, Jurisdiction
from inforce.law.numbering import together
from inforce.law.plain import plain_values
from inforce.law.within import labels_of, named_by
from inforce.products.assess import ADVICE, checked_notice
from inforce.products.diff.outcomes import Side, defended, direction, passages, sides
from inforce.products.diff.report import DIFF_SCHEMA, DiffReport, LawEdit, OutcomeChange
from inforce.products.diff.texts import Part, edits, parts_of
from inforce.products.proving.prover import Disagreement, Prover, Unsettled
from inforce.products.proving.sentences import fine_words, words
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
    texts = _Texts(loaded, jurisdiction, section, parts, (before, after))
    if not any(texts.parts.values()):
        message = f"{cite} was in force neither on {before} nor on {after}"
        raise Refused(Diagnostic("unknown-cite", Place("CITE"), message, f"inforce show '{section}' --on {after}"))
    found = _Changes(image, code, cite, before, after, milliseconds)
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


class _Texts:
    """The texts of a cite on two days, under each choice between conflicting acts, and their edits."""

    def __init__(
        self, loaded: Loaded, jurisdiction: Jurisdiction, section: str, asked: tuple[str, ...], days: tuple[str, str]
    ) -> None:
        self.loaded, self.jurisdiction, self.section, self.asked = loaded, jurisdiction, section, "".join(asked)
        own = {name: conflict for name, (home, conflict) in conflicts(jurisdiction).items() if home.section == section}
        acts = jurisdiction.acts
        live = [
            {name: c for name, c in own.items() if all(acts[act].effective <= day for act in c.between)} for day in days
        ]
        self.pairs = [
            (old, new)
            for old in _choices(live[0])
            for new in _choices(live[1])
            if all(old[name] == new[name] for name in old.keys() & new.keys())  # a fork that lasts goes one way
        ]
        self.preferred = {name: conflict.prefers for name, conflict in own.items()}
        self.parts = {
            (at, *sorted(choice.items())): self._parts(day, choice)
            for at, day in enumerate(days)
            for choice in _choices(live[at])
        }

    def edits(self) -> tuple[LawEdit, ...]:
        """The edits of each pair of texts; those of all pairs have no reading."""
        found: dict[LawEdit, list[tuple[Choices, Choices]]] = {}
        for old, new in self.pairs:
            before, after = self.parts[0, *sorted(old.items())], self.parts[1, *sorted(new.items())]
            for edit in edits(before, after):
                found.setdefault(edit, []).append((old, new))
        told = [
            edit.replace(
                reading="" if len(pairs) == len(self.pairs) else self._named(pairs),
                preferred=any(self._is_preferred(*pair) for pair in pairs),
            )
            for edit, pairs in found.items()
        ]
        return tuple(sorted(told, key=lambda edit: (not edit.preferred, _ORDER.index(edit.kind))))

    def _is_preferred(self, old: Choices, new: Choices) -> bool:
        return all(act == self.preferred[name] for choice in (old, new) for name, act in choice.items())

    def _named(self, pairs: list[tuple[Choices, Choices]]) -> str:
        """The acts that are followed in all of some pairs: those on which the edit depends."""
        common = set.intersection(*({act for choice in pair for act in choice.values()} for pair in pairs))
        return " and ".join(sorted(self.jurisdiction.acts[act].short for act in common))

    def _parts(self, day: str, choice: Choices) -> list[Part]:
        provisions = in_force(self.jurisdiction, day, choice)
        labels, ladder = labels_of(provisions)
        words_of = Words(self.loaded.vocabulary, labels, ladder)
        found: list[Part] = []
        for item in provisions:
            name = item.provision.name
            if item.file.section == self.section and (name.startswith(self.asked) or self.asked.startswith(name)):
                act = self.jurisdiction.acts.get(item.file.act)
                found += parts_of(item, act.name if act else "", words_of)
        return found


def _choices(live: dict[str, Conflict]) -> list[Choices]:
    """Every way to choose between the acts of some conflicts."""
    return [dict(zip(live, acts, strict=True)) for acts in product(*(conflict.between for conflict in live.values()))]


def _acts(jurisdiction: Jurisdiction, section: str, before: str, after: str) -> tuple[str, ...]:
    """The acts that took effect between and wrote the section."""
    days = {day for day in boundaries(jurisdiction) if before < day <= after}
    used = {file.act for file in jurisdiction.files if file.section == section}
    acts = sorted(
        (a for a in jurisdiction.acts.values() if a.effective in days and a.id in used),
        key=lambda act: (act.effective, act.name),
    )
    return tuple(f"{act.name} ({act.law}), from {act.effective}" for act in acts)


_ORDER = ("changed", "moved", "inserted", "removed")


class _Changes:
    """The outcomes that change, each with its smallest case."""

    def __init__(self, image: Image, code: Code, cite: str, before: str, after: str, milliseconds: int) -> None:
        self.image, self.code, self.milliseconds = image, code, milliseconds
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
        # What a provision is about is compared whatever part graded it on the other day.
        about = [offense for offense in (*old, *new) if self._is_about(offense, path)]
        for section, conduct in dict.fromkeys((offense.section, offense.conduct) for offense in about):
            for one in sides(old, section, conduct):
                for other in sides(new, section, conduct):
                    # A fork that lasts is followed one way on both days.
                    if one.offenses != other.offenses and together((*one.offenses, *other.offenses)):
                        self._compare(conduct, one, other)

    def _offenses(self, day: str) -> list[Offense]:
        """The completed offenses of a day."""
        version = self.image.version(self.code.id, version_at(self.code.dates, day))
        return [offense for offense in version.offenses if not offense.of]

    def _is_about(self, offense: Offense, path: tuple[str, ...]) -> bool:
        """Whether the cite names the offense, or anything that an answer about it rests on, in whole or in part."""
        for cite in (offense.cite, *(cite for cite, _ in cites_of(offense))):
            own = path_of(cite, self.code.codes)
            if own and (own[: len(path)] == path or path[: len(own)] == own):
                return True
        return False

    def _compare(self, conduct: str, one: Side, other: Side) -> None:
        prover = Prover(
            self.code, self.image.edition.vocabulary, self.plain, (*one.offenses, *other.offenses), self.milliseconds
        )
        for condition in passages(one, other):
            witness = self._ask(prover, conduct, one, other, condition)
            if witness is not None:
                (old, cites), (new, others) = one.outcome(witness), other.outcome(witness)
                before, after = words(old), words(new)
                if before == after and old and new:
                    before, after = f"{before}, {fine_words(old)}", f"{after}, {fine_words(new)}"
                self._found(conduct, one, other, (before, after), direction(old, new), (cites, others), witness)
        for cite, is_lost, condition in defended(one, other):
            witness = self._ask(prover, conduct, one, other, condition)
            if witness is not None:
                made, none = f"the defense of {cite} made out", "no such defense"
                told, cites_of_both = ((made, none), ((cite,), ())) if is_lost else ((none, made), ((), (cite,)))
                self._found(conduct, one, other, told, "changed", cites_of_both, witness)
        self.asked += prover.asked

    def _ask(self, prover: Prover, conduct: str, one: Side, other: Side, condition: Condition) -> Witness | None:
        """The smallest case of a condition; what the solver does not settle is noted."""
        try:
            return prover.smallest(condition)
        except (Unsettled, Disagreement) as reason:
            against = f"{one.reading or 'the earlier text'} against {other.reading or 'the later text'}"
            self.unsettled.append(f"{conduct}, {against}: {reason}")
            return None

    def _found(
        self, conduct: str, one: Side, other: Side, told: tuple[str, str], how: str,
        cites: tuple[tuple[str, ...], tuple[str, ...]], witness: Witness,
    ) -> None:  # fmt: skip
        self.changes.append(
            OutcomeChange(
                conduct, one.preferred and other.preferred, one.reading, other.reading, *told, how, *cites,
                self.witnesses.case(witness, self.after),
            )
        )  # fmt: skip
