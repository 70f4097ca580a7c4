"""A diff says what the texts say, and each changed outcome's smallest case comes out so when it is assessed."""

from __future__ import annotations

from pathlib import Path

import pytest

from inforce.facts.diagnostics import Refused
from inforce.facts.documents import parse
from inforce.law.edition import Image, library_root, open_with_draft
from inforce.law.load.library import Loaded, load_library
from inforce.products.assess import Assessor
from inforce.products.assessment import OutputRow
from inforce.products.diff.report import DiffReport, OutcomeChange
from inforce.products.diff.run import run_diff

ROOT = library_root()
SECTION = "Tex. Penal Code § 43.26"
DRAFT = str(Path(ROOT) / "drafts" / "us-tx.example-possession-steps.md")


def compared(image: Image, loaded: Loaded, cite: str, before: str, after: str) -> DiffReport:
    return run_diff(image, loaded, cite, before, after, milliseconds=20_000)


DAYS = (
    ("2011-08-31", "2011-09-01"),
    ("2013-08-31", "2013-09-01"),
    ("2015-08-31", "2015-09-01"),
    ("2023-08-31", "2023-09-01"),
    ("2025-08-31", "2025-09-01"),
    ("1997-09-01", "2026-01-01"),
)


@pytest.mark.parametrize("days", DAYS, ids=lambda days: days[1])
def test_each_change_is_what_its_smallest_case_comes_to(
    image: Image, loaded: Loaded, assessor: Assessor, days: tuple[str, str]
) -> None:
    report = compared(image, loaded, SECTION, *days)
    assert not report.unsettled
    for change in report.changes:
        if "defense" in change.before + change.after:
            _check_defense(assessor, change, days)
            continue
        for day, reading, words in (
            (days[0], change.reading_before, change.before),
            (days[1], change.reading_after, change.after),
        ):
            assert words in _outcomes(assessor, change, day, reading), (change, day)
    seen = [(c.conduct, c.reading_before, c.reading_after, c.before, c.after) for c in report.changes]
    assert len(seen) == len(set(seen))


def _check_defense(assessor: Assessor, change: OutcomeChange, days: tuple[str, str]) -> None:
    """The defense is made out on the day that has it, for an offense of the conduct, and none is on the other."""
    has = [bool(change.cites_before), bool(change.cites_after)]
    assert sorted(has) == [False, True]
    for day, expected in zip(days, has, strict=True):
        case = assessor.read(parse(change.case.yaml, "smallest case"))[0].replace(begins=day, ends=day)
        offenses = [o for o in assessor.assess(case).offenses if not o.of and o.conduct == change.conduct]
        made = {d.cite for o in offenses if o.verdict == "yes" for d in o.defenses if d.state == "made out"}
        assert made == (set(change.cites_before + change.cites_after) if expected else set())


def _outcomes(assessor: Assessor, change: OutcomeChange, day: str, reading: str) -> list[str]:
    """What the case comes to on a day: the harshest of the change's conduct, under its reading."""
    case = assessor.read(parse(change.case.yaml, "smallest case"))[0].replace(begins=day, ends=day)
    assessment = assessor.assess(case)
    conduct = {o.cite: o.conduct for o in assessment.offenses if not o.of}
    rows = [
        row
        for row in assessment.rows
        if not row.of and row.verdict == "yes" and conduct[row.offense] == change.conduct
        and row.reading in ("", *reading.split(" and "))
    ]  # fmt: skip
    assert all(not row.when for row in rows)
    return [_words(row) for row in rows] or ["no offense"]


def _words(row: OutputRow) -> str:
    from inforce.facts.dates import term_words

    grade = "a grade not known" if row.grade == "unknown" else row.grade
    return f"{grade} ({term_words(row.min)} to {term_words(row.max)})"


def test_the_steps_of_2015_are_the_edits_of_2015(image: Image, loaded: Loaded) -> None:
    report = compared(image, loaded, SECTION, "2015-08-31", "2015-09-01")
    assert [act.split(" (")[0] for act in report.acts] == ["H.B. 2291"]
    rows = {(e.kind, e.cite_after) for e in report.edits if e.what == "row"}
    assert rows == {("inserted", f"{SECTION}{part}") for part in ("(d)(1)", "(d)(2)", "(g)")}
    changes = {(c.conduct, c.before.split(" (")[0], c.after.split(" (")[0], c.direction) for c in report.changes}
    assert changes == {
        ("possession", "third-degree felony", "second-degree felony", "harsher"),
        ("possession", "third-degree felony", "first-degree felony", "harsher"),
        ("promotion", "second-degree felony", "first-degree felony", "harsher"),
    }


def test_moved_and_changed_rows_are_told_from_new_ones(image: Image, loaded: Loaded) -> None:
    report = compared(image, loaded, SECTION, "2023-08-31", "2023-09-01")
    rows = [e for e in report.edits if e.what == "row"]
    moved = {(e.cite_before, e.cite_after, e.reading) for e in rows if e.kind == "moved"}
    assert moved == {
        (f"{SECTION}(d)(1)", f"{SECTION}(d)(1)(A)", "sb-1527"),
        (f"{SECTION}(d)(2)", f"{SECTION}(d)(2)(A)", "sb-1527"),
    }
    removed = {(e.cite_before, e.reading) for e in rows if e.kind == "removed"}
    assert removed == {(f"{SECTION}(d)(1)", "sb-129")}, "under the preferred text the row is gone, not moved"
    both = {e.what for e in report.edits if e.kind == "removed" and not e.reading}
    assert both == {"defense", "presumption"}
    milder = [c for c in report.changes if c.direction == "milder"]
    assert len(milder) == 1, "S.B. 129 steps two earlier convictions up once only"
    assert milder[0].reading_after == "sb-129"


def test_smallest_cases_are_those_that_a_lawyer_would_give(image: Image, loaded: Loaded) -> None:
    report = compared(image, loaded, SECTION, "2023-08-31", "2023-09-01")
    change = next(
        c
        for c in report.changes
        if c.reading_after == "sb-1527" and c.before.startswith("third") and c.after.startswith("second")
    )
    assert [(f.fact, f.value) for f in change.case.facts] == [("possesses", "yes"), ("depictions", "10")]
    assert (change.case.away, change.case.distance) == (2, 9)


def test_a_bill_is_compared_with_the_law_before_it(image: Image) -> None:
    drafted, name = open_with_draft(DRAFT)
    report = run_diff(drafted, load_library(ROOT, DRAFT), SECTION, "", "", name, milliseconds=20_000)
    assert (report.before, report.after) == ("2027-08-31", "2027-09-01")
    changed = [e for e in report.edits if e.kind == "changed"]
    assert [e.cite_after for e in changed] == [f"{SECTION}(c-1)(1)(B)"]
    preferred = [c for c in report.changes if c.reading_before == c.reading_after == "sb-1621"]
    assert {c.direction for c in preferred} == {"harsher"}
    assert {{f.fact: f.value for f in c.case.facts}["depictions"] for c in preferred} == {"5"}


def test_the_same_version_differs_in_nothing(image: Image, loaded: Loaded) -> None:
    report = compared(image, loaded, SECTION, "2024-01-01", "2024-12-31")
    assert report.edits == report.changes == report.acts == ()


def test_a_part_of_a_section_is_compared_alone(image: Image, loaded: Loaded) -> None:
    report = compared(image, loaded, f"{SECTION}(g)", "2015-08-31", "2015-09-01")
    assert {c.conduct for c in report.changes} == {"promotion"}
    assert {e.cite_after for e in report.edits} == {f"{SECTION}(g)"}


def test_without_time_a_change_is_not_settled(image: Image, loaded: Loaded) -> None:
    report = run_diff(image, loaded, SECTION, "2023-08-31", "2023-09-01", milliseconds=1)
    assert report.unsettled


@pytest.mark.parametrize(
    ("cite", "before", "after", "code"),
    [
        (SECTION, "2024-01-01", "2023-01-01", "dates-reversed"),
        (SECTION, "2024-02-30", "2024-03-01", "bad-date"),
        (SECTION, "1990-01-01", "2024-03-01", "before-library"),
        ("Tex. Penal Code § 43.62", "2023-01-01", "2024-01-01", "unknown-cite"),
        (f"{SECTION}(z)", "2023-01-01", "2024-01-01", "unknown-cite"),
    ],
)
def test_what_cannot_be_compared_is_refused(
    image: Image, loaded: Loaded, cite: str, before: str, after: str, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        compared(image, loaded, cite, before, after)
    assert refused.value.diagnostics[0].code == code
    assert refused.value.diagnostics[0].hint
