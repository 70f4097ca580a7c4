"""Timeline: the outcome of a case as its offense date moves over every version of the law; exact, from the law's own
dates and never from sampling."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from inforce.facts.case import Case
from inforce.facts.dates import day_before, term_days, term_words
from inforce.facts.frozen import Frozen
from inforce.law.condition import holds, intervals_in
from inforce.law.lowered import UNKNOWN, Code, LoweredElement, LoweredRow, key_of
from inforce.law.questions import tree_conditions
from inforce.products.assess import ADVICE, HELP, Assessment, Assessor, checked_notice
from inforce.products.assessment import OutputRow
from inforce.products.timeline_report import TIMELINE_SCHEMA, TimelineFlip, TimelineRange, TimelineReport, TimelineSpan

FOREVER = "9999-12-31"
ONE_DAY = "The offense is taken as wholly on one day, whatever days the case gives."
Group = tuple[str, bool]  # conduct, and whether attempted


def run_timeline(assessor: Assessor, case: Case, jurisdiction: str = "") -> TimelineReport:
    """The case on every day of the library. Raises Refused where the jurisdiction is not encoded."""
    jurisdiction = jurisdiction or case.jurisdictions[0]
    code = assessor.code_for(case, jurisdiction)
    answers = [assessor.assess(case.replace(begins=begins, ends=begins), jurisdiction) for begins, _ in code.dates]
    spans = tuple(_span(answer) for answer in answers)
    flips = [flip for before, after in pairwise(answers) for flip in _flips(before, after)]
    # The last span has no end, so that it always reaches days after the last check.
    notices = (*((ONE_DAY,) if case.begins != case.ends else ()), *checked_notice(code, FOREVER), ADVICE, HELP)
    return TimelineReport(
        TIMELINE_SCHEMA, assessor.image.edition.digest, case.name, jurisdiction, code.checked, spans, tuple(flips),
        notices,
    )  # fmt: skip


def _span(answer: Assessment) -> TimelineSpan:
    version = answer.ready[0].version
    fits = [row for row in answer.rows if row.verdict == "yes" and row.preferred != "no"]
    return TimelineSpan(
        version.begins,
        day_before(version.ends) if version.ends else "",
        version.acts,
        answer.rows,
        tuple(_ranges(answer)),
        min((row.min for row in fits), key=term_days, default=""),
        max((row.max for row in fits), key=term_days, default=""),
    )


def _ranges(answer: Assessment) -> Iterator[TimelineRange]:
    """The rows that fit, by conduct and reading."""
    groups: dict[tuple[str, bool, str], list[OutputRow]] = {}
    conduct = _conducts(answer)
    unmet = [row for row in answer.rows if row.verdict == "no" and row.when]
    for row in answer.rows:
        if row.verdict == "yes":
            groups.setdefault((*conduct[row.offense, row.of], row.reading), []).append(row)
    for (name, attempt, reading), rows in groups.items():
        yield TimelineRange(
            name,
            attempt,
            reading,
            rows[0].preferred,
            tuple(dict.fromkeys(row.grade for row in rows)),
            min((row.min for row in rows), key=term_days),
            max((row.max for row in rows), key=term_days),
            any(row.grade == UNKNOWN for row in rows),
            all(conduct[row.offense, row.of] != (name, attempt) for row in unmet),
        )


def _conducts(answer: Assessment) -> dict[tuple[str, str], Group]:
    return {(o.cite, o.of): (o.conduct, bool(o.of)) for o in answer.offenses}


def _flips(before: Assessment, after: Assessment) -> Iterator[TimelineFlip]:
    """What changes on the day on which the later version begins."""
    old, new = _outcomes(before), _outcomes(after)
    for group in dict.fromkeys((*old, *new)):
        was, becomes = old.get(group, {}), new.get(group, {})
        if {outcome.key for outcome in was} == {outcome.key for outcome in becomes}:
            continue
        # A fine is said only where fines differ.
        with_fine = len({outcome.fine for outcome in (*was, *becomes)}) > 1
        only_defenses = {o.replace(defenses="").key for o in was} == {o.replace(defenses="").key for o in becomes}
        yield TimelineFlip(
            after.ready[0].version.begins,
            *group,
            tuple(dict.fromkeys(outcome.words(with_fine) for outcome in was)) or (NONE,),
            tuple(dict.fromkeys(outcome.words(with_fine) for outcome in becomes)) or (NONE,),
            _acts(after, group, was, becomes, only_defenses),
            tuple(_defended(before, after, group) if only_defenses else _hangs_on(before, after, group)),
            tuple(dict.fromkeys(_rests_on(after, group))),
            tuple(dict.fromkeys(cite for cites in (*was.values(), *becomes.values()) for cite in cites)),
        )


class DatedOutcome(Frozen):
    """What a conduct comes to on a day, under a reading and a condition. No grade: no offense."""

    grade: str
    least: str
    most: str
    mandatory: str
    mode: str
    fine: str
    defenses: str  # those made out
    when: str
    reading: str

    @property
    def key(self) -> tuple[str, ...]:
        """What must change for a flip: everything but the name of the reading."""
        return tuple(self.replace(reading=""))

    def words(self, with_fine: bool) -> str:
        """The outcome in words, with the reading that gives it and its condition."""
        word = NONE
        if self.grade:
            top = "life" if self.most == "life" else term_words(self.most)
            word = f"{self.grade} ({f'{term_words(self.least)} to' if self.least != 'P0D' else 'up to'} {top})"
        word += f", fine up to {self.fine}" if with_fine and self.fine else ""
        word += f", defense made out: {self.defenses}" if self.defenses else ""
        word += f" [{self.reading}]" if self.reading else ""
        return f"{word} if {self.when}" if self.when else word


NONE = "no offense"
Outcomes = dict[DatedOutcome, tuple[str, ...]]  # with the cites that decide each


def _outcomes(answer: Assessment) -> dict[Group, Outcomes]:
    """For each conduct, every outcome, with the cites that decide it."""
    conduct = _conducts(answer)
    found: dict[Group, Outcomes] = {}
    for row in answer.rows:
        group = conduct[row.offense, row.of]
        if row.verdict == "yes" or (row.when and group in found):
            made = [said.removeprefix("made out: ") for said in row.defenses.split("; ") if said[:9] == "made out:"]
            fine = f"{row.fine_max} {row.currency}".strip()
            outcome = DatedOutcome(
                row.grade, row.min, row.max, row.mandatory_min, row.mode, fine, " and ".join(made), row.when,
                row.reading,
            )  # fmt: skip
            found.setdefault(group, {}).setdefault(outcome, tuple(row.decided_by.split("; ")))
    return found


def _defended(before: Assessment, after: Assessment, group: Group) -> list[str]:
    """The facts of the defenses that are made out on one of the two days."""
    offenses = [o for answer in (before, after) for o in answer.offenses if (o.conduct, bool(o.of)) == group]
    made = [defense for offense in offenses for defense in offense.defenses if defense.state == "made out"]
    return list(dict.fromkeys(fact for defense in made for fact in defense.because))


def _acts(after: Assessment, group: Group, was: Outcomes, becomes: Outcomes, only_defenses: bool) -> tuple[str, ...]:
    """The acts of the day that wrote what decides; where none of them did, all of the day's.

    Where an offense remains one, the rows and steps decide, with their terms; else the elements, with theirs.
    """
    version = after.ready[0].version
    deciding = {cite for cites in becomes.values() for cite in cites}
    cites: set[str] = set()
    for offense in version.offenses:
        if (offense.conduct, bool(offense.of)) != group:
            continue
        if only_defenses:
            cites |= {cite for defense in offense.defenses for cite in (defense.cite, defense.by) if cite}
            continue
        rows = [part for part in (*offense.rows, offense.default, *offense.steps) if part.cite in deciding]
        parts: list[LoweredRow | LoweredElement] = [*rows] if was and becomes else [*offense.elements]
        cites |= {cite for part in parts for cite in (part.cite, *(cite for _, cite in part.terms))}
    wrote = [act for provision, act in version.wrote if any(cite.startswith(provision) for cite in cites)]
    return tuple(dict.fromkeys(wrote)) or version.acts


def _hangs_on(before: Assessment, after: Assessment, group: Group) -> Iterator[str]:
    """The facts of which one alone, were it otherwise, would leave the outcome as it was, with an offense still."""
    case, code = after.case, after.code
    sides = [_Side(answer, group) for answer in (before, after)]
    if sides[0].outcomes({}) == sides[1].outcomes({}):
        return  # the same outcomes under other conditions
    for name, changes in _alternatives(code, sides, after.values):
        for change in changes:
            if _consistent(after, change):
                one, two = (side.outcomes(change) for side in sides)
                if one == two and one != {None}:
                    # A fact that follows from batches of material is not said as such.
                    yield f"{name}: {case.says(name)}" if case.says(name) else name
                    break


def _rests_on(after: Assessment, group: Group) -> Iterator[str]:
    """The facts that decide the rows and steps to which the new outcomes go back."""
    for offense in after.offenses:
        if (offense.conduct, bool(offense.of)) == group:
            for outcome in offense.outcomes:
                for row in outcome.rows:
                    if row.state in ("prevails", "applies"):
                        yield from row.because


class _Side:
    """The offenses of one conduct in one version, evaluated on other facts than the case's."""

    def __init__(self, answer: Assessment, group: Group) -> None:
        self.answer = answer
        self.numbers = [
            number
            for number, offense in enumerate(answer.ready[0].version.offenses)
            if (offense.conduct, bool(offense.of)) == group
        ]
        self.cuts: dict[int, set[int]] = {}
        for number in self.numbers:
            offense = answer.ready[0].version.offenses[number]
            for condition in (*(e.condition for e in offense.elements), *tree_conditions(offense.tree)):
                intervals_in(condition, lambda t: self.cuts.setdefault(t.variable, set()).update((t.low, t.high)))

    def outcomes(self, change: dict[int, int]) -> set[object]:
        """Every sentence that the offenses may come to, and None where none is met."""
        found: set[object] = set()
        is_free = True
        for number in self.numbers:
            offense = self.answer.ready[0].version.offenses[number]
            possible = self.answer.sentences_if(number, change)
            is_free = is_free and None in possible
            found |= {key_of(offense.sentences[at]) for at in possible if at is not None}
        return found | {None} if is_free else found


def _alternatives(
    code: Code, sides: list[_Side], values: tuple[int | None, ...]
) -> Iterator[tuple[str, list[dict[int, int]]]]:
    """For each known fact, what it might be instead: one value of each cell that the law's tests cut; a list, none."""
    tested = sorted({variable for side in sides for variable in side.cuts})
    for name in dict.fromkeys(code.variables[v].fact for v in tested if code.variables[v].kind != "open"):
        own = [variable for variable in tested if code.variables[variable].fact == name]
        if code.variables[own[0]].kind == "count":
            if any(values[variable] for variable in own):
                yield name, [dict.fromkeys(own, 0)]
            continue
        changes = []
        for variable in own:
            value, of = values[variable], code.variables[variable]
            if value is None:
                continue
            cuts = set().union(*(side.cuts.get(variable, set()) for side in sides))
            starts = {of.low, *(cut for cut in cuts if of.low < cut < of.high)}
            here = max(start for start in starts if start <= value)
            changes += [{variable: start} for start in sorted(starts) if start != here]
        yield name, changes


def _consistent(answer: Assessment, change: dict[int, int]) -> bool:
    """Whether the other facts of the case allow a change."""

    def known(variable: int) -> tuple[int, int] | None:
        value = change.get(variable, answer.values[variable])
        return None if value is None else (value, value + 1)

    return all(holds(must, known) is not False for must in answer.code.musts)
