"""Impact: what another version of the law, or a bill, would change for a caseload.

Each case is answered as if its conduct fell under either text. It is arithmetic on encoded law: nothing is said about
what people, prosecutors or courts would do under another text.
"""

from __future__ import annotations

from collections import Counter

from inforce.evaluate.sql.outcomes import OPEN, Outcomes
from inforce.evaluate.sql.query import Query
from inforce.facts.dates import day_before, is_date, term_days
from inforce.facts.diagnostics import Diagnostic, Place, Refused, did_you_mean
from inforce.facts.headers import Headers
from inforce.law.consolidate import version_at
from inforce.law.edition import Image, open_with_draft
from inforce.law.lowered import Code, Version
from inforce.products.assess import Assessor
from inforce.products.batch import NO_HEADERS, Progress, opened
from inforce.products.table_reports import IMPACT_SCHEMA, NO_OFFENSE, UNDETERMINED, Cause, ImpactReport, Move
from inforce.products.writing import working_folder


def run_impact(
    assessor: Assessor,
    path: str,
    before: str,
    after: str,
    *,
    jurisdiction: str,
    draft: str = "",
    headers: Headers = NO_HEADERS,
    engine: str = "duckdb",
    progress: Progress | None = None,
) -> ImpactReport:
    """Compares the law of two days over a table of cases; with `draft`, the law of `before` and the bill's.

    Raises Refused for a day outside the library, a table that cannot be read, or a draft that does not load.
    """
    code, versions, names = _texts(assessor, jurisdiction, before, after, draft, path)
    with (
        working_folder(path) as folder,
        opened(assessor, path, folder, headers, "", engine, dated=False) as found,
    ):
        if progress:
            progress(found.engine.share)
        binding = found.bound_to(code, versions, assessor.vocabulary)
        query = Query(versions, binding.shape, found.engine.dialect)
        outcomes = Outcomes(query)
        counted: Counter[tuple[int, int, bool, bool]] = Counter()
        for row in found.engine.fetch(outcomes.transitions(binding.facts())):
            counted[outcomes.read(int(str(row[0])))] += int(str(row[1]))
        rows = found.table.rows
    return _report(assessor.image, code, versions, names, outcomes, counted, rows)


def _texts(
    assessor: Assessor, jurisdiction: str, before: str, after: str, draft: str, path: str
) -> tuple[Code, tuple[Version, Version], tuple[str, str]]:
    """The two versions to compare, and what they are called."""
    image = assessor.image
    known = [name for name, _ in image.edition.jurisdictions]
    if jurisdiction not in known:
        hint = did_you_mean(jurisdiction, known) or f"encoded: {', '.join(known)}"
        message = f"no law is encoded for the jurisdiction {jurisdiction!r}"
        raise Refused(Diagnostic("unknown-jurisdiction", Place(path), message, hint))
    if draft:
        with_bill, name = open_with_draft(draft)
        code = with_bill.code(jurisdiction)
        first = _position(code, before or day_before(code.dates[-1][0]), "--from")
        called = before or f"the law in force on {day_before(code.dates[-1][0])}"
        return code, _versions(with_bill, code, first, len(code.dates) - 1), (called, name)
    code = image.code(jurisdiction)
    first, second = _position(code, before, "--from"), _position(code, after, "--to")
    return code, _versions(image, code, first, second), (before, after)


def _versions(image: Image, code: Code, first: int, second: int) -> tuple[Version, Version]:
    return image.version(code.id, first), image.version(code.id, second)


def _position(code: Code, day: str, option: str) -> int:
    place = Place(option)
    if not is_date(day):
        hint = "write a day of the calendar as 2024-06-01"
        raise Refused(Diagnostic("bad-date", place, f"{day!r} is no date", hint))
    if day < code.begins:
        message = f"{day} lies before the library of {code.name}, which begins on {code.begins}"
        raise Refused(Diagnostic("before-library", place, message, "no law is encoded for that day"))
    return version_at(code.dates, day)


def _report(
    image: Image,
    code: Code,
    versions: tuple[Version, Version],
    names: tuple[str, str],
    outcomes: Outcomes,
    counted: Counter[tuple[int, int, bool, bool]],
    rows: int,
) -> ImpactReport:
    numbering = outcomes.packing.numbering
    moves: Counter[tuple[str, str]] = Counter()
    causes: Counter[tuple[str, str]] = Counter()
    tally: Counter[str] = Counter()
    for (before, after, one, other), cases in counted.items():
        moves[_grade(outcomes, before), _grade(outcomes, after)] += cases
        tally["readings before"] += cases if one else 0
        tally["readings after"] += cases if other else 0
        tally["cases"] += cases
        if OPEN in (before, after):
            tally["open before"] += cases if before == OPEN else 0
            tally["open after"] += cases if after == OPEN else 0
            continue
        first, second = outcomes.sentence(before), outcomes.sentence(after)
        minimums = [(s.minimum if (s := numbering.sentences[at]) else "") for at in (first, second)]
        if minimums[0] != minimums[1]:
            word = "minimums gained" if not minimums[0] else "minimums lost" if not minimums[1] else "minimums changed"
            tally[word] += cases
        if first == second:
            tally["unchanged"] += cases
            continue
        direction = (
            "new"
            if not first
            else "gone"
            if not second
            else "up"
            if outcomes.rank[second] > outcomes.rank[first]
            else "down"
        )
        tally[direction] += cases
        causes[_cite(outcomes, before if direction == "gone" else after), direction] += cases
    ladder = _ladder(versions, {grade for pair in moves for grade in pair})
    order = {grade: at for at, grade in enumerate(ladder)}
    return ImpactReport(
        schema=IMPACT_SCHEMA,
        library=image.edition.digest,
        jurisdiction=code.id,
        before=names[0],
        after=names[1],
        cases=tally["cases"],
        rejected=rows - tally["cases"],
        ladder=ladder,
        moves=tuple(
            Move(a, b, n)
            for (a, b), n in sorted(moves.items(), key=lambda move: (order[move[0][0]], order[move[0][1]]))
        ),
        causes=tuple(
            Cause(cite, direction, n)
            for (cite, direction), n in sorted(causes.items(), key=lambda cause: (-cause[1], cause[0]))
        ),
        unchanged=tally["unchanged"],
        harsher=tally["up"],
        milder=tally["down"],
        newly_covered=tally["new"],
        no_longer_covered=tally["gone"],
        minimums_gained=tally["minimums gained"],
        minimums_lost=tally["minimums lost"],
        minimums_changed=tally["minimums changed"],
        undetermined_before=tally["open before"],
        undetermined_after=tally["open after"],
        readings_before=tally["readings before"],
        readings_after=tally["readings after"],
        notes=_notes(code, versions),
    )


def _grade(outcomes: Outcomes, outcome: int) -> str:
    if outcome == OPEN:
        return UNDETERMINED
    sentence = outcomes.packing.numbering.sentences[outcomes.sentence(outcome)]
    return sentence.grade if sentence else NO_OFFENSE


def _cite(outcomes: Outcomes, outcome: int) -> str:
    leaf = outcomes.packing.numbering.leaves[outcomes.leaf(outcome)]
    return "; ".join(leaf.cites) if leaf else "not certain which row"


def _ladder(versions: tuple[Version, Version], seen: set[str]) -> tuple[str, ...]:
    """No offense, the grades from the lowest to the highest, and undetermined."""
    ranks: dict[str, tuple[int, ...]] = {}
    for version in versions:
        for offense in version.offenses:
            for sentence in offense.sentences:
                rank = sentence.rank
                # What the law attaches but nobody here has seen has no place among the grades; it stands last.
                key = (int(sentence.unknown), rank[0], rank[2], term_days(sentence.least))
                ranks[sentence.grade] = min(ranks.get(sentence.grade, key), key)
    grades = sorted((grade for grade in ranks if grade in seen), key=lambda grade: ranks[grade])
    return (NO_OFFENSE, *grades, UNDETERMINED)


def _notes(code: Code, versions: tuple[Version, Version]) -> tuple[str, ...]:
    notes = [
        "Each case is answered as if its conduct fell under either text; its own date is not used.",
        "The grade is that of the harshest offense that fits, under the preferred reading where texts conflict.",
        "This is arithmetic on encoded law; it says nothing about deterrence or about what courts would do.",
        f"Registration and limitation are not encoded for {code.name}; what they gain or lose is not known here.",
    ]
    forks = {fork.name: fork for version in versions for fork in version.forks}
    notes += [f"{fork.name}: {fork.preferred} is preferred ({fork.canon})." for fork in forks.values()]
    return tuple(notes)
