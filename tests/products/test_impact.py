"""What moves between two texts: held against the explainer, case by case, and against the section's own steps."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest
from tests.products.test_batch import write_csv

from inforce.facts.case import Case
from inforce.facts.diagnostics import Refused
from inforce.facts.documents import parse
from inforce.products.assess import Assessor
from inforce.products.assessment import OutputRow
from inforce.products.impact import run_impact
from inforce.products.table_reports import NO_OFFENSE, UNDETERMINED, ImpactReport

ROOT = Path(__file__).resolve().parents[2]
DRAFT = ROOT / "law" / "drafts" / "us-tx.example-possession-steps.md"
DRAFT_HEAD = DRAFT.read_text().split("---")[1]


# Every fact that some offense of the section tests, so that only the number of depictions is left to move a case.
FACTS = {
    "possesses": "yes", "accesses": "no", "receives": "no", "distributes": "no", "makes_available": "no",
    "promotes": "no", "advertises": "no", "produces": "no", "duplicates": "no", "intends_to_promote": "no",
    "displays_in_school_library": "no", "mental_state": "knowing", "specific_intent": "no", "attempted": "none",
    "medium": "stored image", "kind": "actual person", "indistinguishable": "no", "sexual_conduct": "yes",
    "depictions": "1", "identical_depictions": "0", "youngest_age": "12", "youngest_apparent_age": "12",
    "sexual_assault_conduct": "no", "sexual_assault_child_age": "17", "actor_age": "40", "months_older": "300",
    "married_to_child": "no", "care_roles": "none", "office": "none", "discharging_duties": "no",
    "bona_fide_purpose": "none", "allegation_possession": "no", "allegation_sharing_limited": "no",
    "allegation_destroyed": "no", "knows_minor": "knows", "knows_appears_minor": "knows",
    "believes_actual_child": "yes", "priors": "none",
}  # fmt: skip


def table(tmp_path: Path, *rows: dict[str, str]) -> str:
    """A table of cases that differ from the full one in the facts given."""
    cells = [[f"{at}", "us-tx", "2020-01-01", *{**FACTS, **row}.values()] for at, row in enumerate(rows)]
    return str(write_csv(tmp_path / "cases.csv", cells, ["case", "jurisdiction", "offense_date", *FACTS]))


def impact(
    assessor: Assessor, tmp_path: Path, depictions: list[str], before: str, after: str, draft: str = ""
) -> ImpactReport:
    path = table(tmp_path, *({"depictions": number} for number in depictions))
    return run_impact(assessor, path, before, after, jurisdiction="us-tx", draft=draft)


def test_steps_by_number_move_the_cases_beyond_them(assessor: Assessor, tmp_path: Path) -> None:
    """2015 to 2025: third degree stays below 10 depictions, second from 10 to 49, first from 50 on."""
    report = impact(assessor, tmp_path, ["1", "9", "10", "49", "50", "500", ""], "2020-01-01", "2025-09-01")
    moves = {(m.before, m.after): m.cases for m in report.moves}
    third, second, first = "third-degree felony", "second-degree felony", "first-degree felony"
    assert moves == {(third, third): 2, (third, second): 2, (third, first): 2, (third, UNDETERMINED): 1}
    assert (report.harsher, report.milder, report.unchanged) == (4, 0, 2)
    assert (report.undetermined_before, report.undetermined_after) == (0, 1)
    causes = {cause.cite: (cause.direction, cause.cases) for cause in report.causes}
    assert causes == {
        "Tex. Penal Code § 43.26(c-1)(1)(B)": ("up", 2),
        "Tex. Penal Code § 43.26(c-1)(2)(B)(i)": ("up", 2),
    }
    assert report.ladder[0] == NO_OFFENSE
    assert report.ladder[-1] == UNDETERMINED


def test_the_way_back_is_the_mirror_image(assessor: Assessor, tmp_path: Path) -> None:
    there = impact(assessor, tmp_path, ["9", "10", "50"], "2020-01-01", "2025-09-01")
    back = impact(assessor, tmp_path, ["9", "10", "50"], "2025-09-01", "2020-01-01")
    assert {(m.before, m.after, m.cases) for m in there.moves} == {(m.after, m.before, m.cases) for m in back.moves}
    assert (there.harsher, there.milder) == (back.milder, back.harsher)


def test_a_draft_moves_exactly_the_cases_between_its_step_and_the_old_one(assessor: Assessor, tmp_path: Path) -> None:
    """The example bill draws the step at 5 instead of 10."""
    report = impact(assessor, tmp_path, ["4", "5", "9", "10"], "", "", str(DRAFT))
    moves = {(m.before, m.after): m.cases for m in report.moves}
    third, second = "third-degree felony", "second-degree felony"
    assert moves == {(third, third): 1, (third, second): 2, (second, second): 1}
    assert "Example bill" in report.after


def _harshest(rows: tuple[OutputRow, ...], assessor: Assessor, case: Case) -> str:
    """The grade of the harshest offense under the preferred reading, where one is certain; by the explainer."""
    best: list[tuple[int, str]] = []
    open_: list[int] = []
    for answer in assessor.assess(case).offenses:
        if not answer.preferred or answer.verdict == "no":
            continue
        ranks = [(o.sentence.rank, o.sentence.grade) for o in answer.outcomes]
        if answer.verdict == "yes" and len(ranks) == 1:
            best.append(ranks[0])  # type: ignore[arg-type]
        else:
            open_ += [rank for rank, _ in ranks]  # type: ignore[misc]
            if answer.verdict == "yes":
                best.append((min(rank for rank, _ in ranks), "?"))  # type: ignore[arg-type]
    top = max(best, default=((0, 0, 0), NO_OFFENSE))
    return UNDETERMINED if top[1] == "?" or any(rank > top[0] for rank in open_) else top[1]


def test_the_example_caseload_moves_as_the_explainer_says(assessor: Assessor) -> None:
    """Where the query decides a case, the explainer finds the same grade; it leaves more undecided, never less."""
    from tests.products.test_batch import _as_case

    path = ROOT / "examples" / "caseload.csv"
    report = run_impact(assessor, str(path), "2025-08-31", "2025-09-01", jurisdiction="us-tx")
    with open(path, newline="", encoding="utf-8") as file:
        given = list(csv.DictReader(file))
    ours: Counter[str] = Counter()
    for move in report.moves:
        ours[move.after] += move.cases
    theirs: Counter[str] = Counter()
    for row in given:
        case = assessor.read(parse(_as_case(row), "case"))[0].replace(begins="2025-09-01", ends="2025-09-01")
        theirs[_harshest((), assessor, case)] += 1
    assert sum(ours.values()) == sum(theirs.values()) == 1000
    for grade in theirs:
        if grade != UNDETERMINED:
            assert ours[grade] <= theirs[grade], grade
    assert theirs[UNDETERMINED] <= ours[UNDETERMINED] < 600
    assert ours[NO_OFFENSE] > 100
    assert ours["first-degree felony"] > 50


def test_reversed_facts_cover_and_uncover(assessor: Assessor, tmp_path: Path) -> None:
    """Access alone became an offense on 2013-09-01."""
    path = table(tmp_path, {"possesses": "no", "accesses": "yes"})
    report = run_impact(assessor, path, "2013-08-31", "2013-09-01", jurisdiction="us-tx")
    assert (report.newly_covered, report.no_longer_covered) == (1, 0)
    report = run_impact(assessor, path, "2013-09-01", "2013-08-31", jurisdiction="us-tx")
    assert (report.newly_covered, report.no_longer_covered) == (0, 1)


def test_rows_that_cannot_be_read_are_counted_apart(assessor: Assessor, tmp_path: Path) -> None:
    report = impact(assessor, tmp_path, ["1", "a dozen"], "2020-01-01", "2025-09-01")
    assert (report.cases, report.rejected) == (1, 1)


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("1990-01-01", "2024-01-01", "before-library"),
        ("2024-01-01", "2024-02-30", "bad-date"),
        ("", "2024-01-01", "bad-date"),
    ],
)
def test_dates_that_cannot_be_used_are_refused(
    before: str, after: str, code: str, assessor: Assessor, tmp_path: Path
) -> None:
    with pytest.raises(Refused) as refused:
        impact(assessor, tmp_path, ["1"], before, after)
    assert [d.code for d in refused.value.diagnostics] == [code]


@pytest.mark.parametrize(
    ("good", "bad", "code"),
    [
        ("effective: 2027-09-01", "effective: 2020-09-01", "act-date-mismatch"),
        ("effective: 2027-09-01", "effective: soon", "bad-date"),
        ("act: us-tx/draft", "act: us-zz/draft", "unknown-jurisdiction"),
        ("5 <= depictions < 50", "5 <= depiction < 50", "unknown-name"),
        ("draft:\n", "drift:\n", "missing-key"),
        ("grade: third-degree felony}", "grade: third felony}", ""),
    ],
)
def test_a_draft_that_does_not_load_is_refused(
    good: str, bad: str, code: str, assessor: Assessor, tmp_path: Path
) -> None:
    text = DRAFT.read_text()
    assert good in text
    draft = tmp_path / "draft.md"
    draft.write_text(text.replace(good, bad))
    with pytest.raises(Refused) as refused:
        impact(assessor, tmp_path, ["1"], "", "", str(draft))
    codes = {d.code for d in refused.value.diagnostics}
    assert codes
    assert not code or code in codes, refused.value
    assert all("draft.md" in d.place.file for d in refused.value.diagnostics), refused.value


def test_a_draft_is_never_law_unless_asked_for(assessor: Assessor) -> None:
    """It lies in the library's folder, and no date of the library is the bill's."""
    assert "effective: 2027-09-01" in DRAFT_HEAD
    assert all(begins < "2027" for begins, _ in assessor.image.code("us-tx").dates)
