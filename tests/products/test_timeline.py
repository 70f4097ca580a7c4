"""A timeline is what single assessments say of every day, and its flips are all there are."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from tests.library.test_cases import _cases

from inforce.facts.case import Case
from inforce.facts.documents import as_text, parse, read_bytes
from inforce.products.assess import Assessor
from inforce.products.timeline import run_timeline

EXAMPLES = Path(__file__).parents[2] / "examples" / "texas"


def example(assessor: Assessor, name: str) -> Case:
    path = str(EXAMPLES / f"{name}.yaml")
    return assessor.read(parse(as_text(read_bytes(path), path), path))[0]


def test_every_day_near_a_boundary_has_the_answer_of_its_span(assessor: Assessor) -> None:
    for case in _cases(assessor)[::10]:
        report = run_timeline(assessor, case)
        assert [s.begins for s in report.spans] == [begins for begins, _ in assessor.image.code("us-tx").dates]
        for span in report.spans:
            last = span.until or "2026-11-25"
            for day in (span.begins, last, _middle(span.begins, last)):
                assert assessor.assess(case.replace(begins=day, ends=day)).rows == span.rows


def _middle(begins: str, ends: str) -> str:
    first, last = (datetime.date.fromisoformat(day) for day in (begins, ends))
    return (first + (last - first) / 2).isoformat()


def test_flips_are_where_neighboring_answers_differ(assessor: Assessor) -> None:
    for case in _cases(assessor)[::5]:
        report = run_timeline(assessor, case)
        dates = {flip.date for flip in report.flips}
        for before, after in zip(report.spans, report.spans[1:], strict=False):
            told = [
                {(p.conduct, p.attempt, p.grades, p.floor, p.ceiling) for p in span.ranges} for span in (before, after)
            ]
            if told[0] != told[1]:
                assert after.begins in dates, case.name
        for flip in report.flips:
            assert flip.acts, "an act did it"
            assert flip.before != flip.after


@pytest.mark.parametrize(
    ("name", "date", "hangs_on", "acts"),
    [
        ("499-depictions-2024", "2023-09-01", ("depictions: 499",), ["S.B. 1527", "S.B. 129"]),
        ("499-depictions-2024", "2025-09-01", ("depictions: 499",), ["H.B. 1778", "S.B. 1621"]),
        ("access-only-2013-09-01", "2013-09-01", ("possesses: no",), ["H.B. 8"]),
        ("promotion-5-2026", "2023-09-01", ("depictions: 5",), ["S.B. 1527"]),
        ("promotion-5-2026", "2025-09-01", (), ["H.B. 1778", "S.B. 1621"]),
        ("counted-and-young-2026", "2023-09-01", (), ["S.B. 1527", "S.B. 129"]),
    ],
)
def test_a_flip_names_its_acts_and_the_fact_it_hangs_on(
    assessor: Assessor, name: str, date: str, hangs_on: tuple[str, ...], acts: list[str]
) -> None:
    flip = next(f for f in run_timeline(assessor, example(assessor, name)).flips if f.date == date)
    assert flip.hangs_on == hangs_on
    assert sorted(act.split(" (")[0] for act in flip.acts) == sorted(acts)


def test_a_fact_that_a_flip_hangs_on_undoes_it_alone(assessor: Assessor) -> None:
    """499 depictions: with one, the outcome of 2023 is that of the day before."""
    case = example(assessor, "499-depictions-2024")
    at = assessor.vocabulary.facts["depictions"].first
    single = case.replace(values=tuple(1 if place == at else value for place, value in enumerate(case.values)))
    assert "2023-09-01" in {flip.date for flip in run_timeline(assessor, case).flips}
    assert "2023-09-01" not in {flip.date for flip in run_timeline(assessor, single).flips}


def test_no_single_fact_says_what_decides(assessor: Assessor) -> None:
    flip = run_timeline(assessor, example(assessor, "counted-and-young-2026")).flips[0]
    assert flip.rests_on == ("the youngest person depicted was under 10", "60 depictions")


def test_a_defense_that_ends_is_a_flip(assessor: Assessor) -> None:
    report = run_timeline(assessor, example(assessor, "spouse-2023-09-01"))
    flip = next(f for f in report.flips if f.date == "2023-09-01")
    assert "defense made out: Tex. Penal Code § 43.25(f)(1)" in flip.before[0]
    assert "defense" not in flip.after[0]
    assert [act.split(" (")[0] for act in flip.acts] == ["S.B. 1527"]
    assert flip.hangs_on == ("the actor was the spouse of the child",)


def test_days_after_the_last_check_are_said(assessor: Assessor) -> None:
    report = run_timeline(assessor, example(assessor, "499-depictions-2024"))
    assert any("last checked on" in notice for notice in report.notices)


def test_conduct_over_several_days_is_moved_as_one_day(assessor: Assessor) -> None:
    report = run_timeline(assessor, example(assessor, "conduct-over-2023-09-01"))
    assert any("one day" in notice for notice in report.notices)
