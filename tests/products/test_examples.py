"""The answers of the published examples. They are what users were shown; later law may add rows, never change these."""

from __future__ import annotations

from pathlib import Path

import pytest

from inforce.facts.documents import as_text, parse, read_bytes
from inforce.products.assess import Assessment, Assessor

EXAMPLES = Path(__file__).parents[2] / "examples" / "texas"
SECTION = "Tex. Penal Code § 43.26"

# example: offense, reading, what the row says
ROWS = [
    ("499-depictions-2024", "(a)", "sb-129", {"grade": "second-degree felony", "min": "P2Y", "max": "P20Y"}),
    ("499-depictions-2024", "(a)", "sb-1527", {"grade": "first-degree felony", "min": "P5Y", "max": "life"}),
    ("500-depictions-2024", "(a)", "", {"grade": "first-degree felony", "min": "P5Y", "max": "life"}),
    ("access-only-60-2026", "(a-1)", "sb-1621", {"grade": "third-degree felony", "confidence": "unverified"}),
    ("raised-by-age-2026", "(a-1)", "sb-1621", {"grade": "first-degree felony", "min": "P5Y", "max": "life"}),
    ("raised-by-age-2026", "(a-1)", "hb-1778", {"grade": "second-degree felony", "min": "P2Y", "max": "P20Y"}),
    ("counted-and-young-2026", "(a-1)", "sb-1621", {"min": "P15Y", "max": "life", "mandatory_min": "P15Y"}),
    ("counted-and-young-2026", "(a-1)", "hb-1778", {"min": "P5Y", "max": "life", "mandatory_min": ""}),
    ("generated-state-funded-carer-2026", "(a-2)", "", {"grade": "state jail felony", "min": "P180D", "max": "P2Y"}),
    ("promotion-5-2026", "(e)", "sb-1621", {"grade": "second-degree felony", "min": "P2Y", "max": "P20Y"}),
    ("promotion-5-2026", "(e)", "hb-1778", {"grade": "first-degree felony", "min": "P5Y", "max": "life"}),
    ("access-only-2013-09-01", "(a)", "", {"grade": "third-degree felony", "min": "P2Y", "max": "P10Y"}),
    ("spouse-2023-08-31", "(a)", "", {"grade": "third-degree felony", "verdict": "yes"}),
    ("spouse-2023-09-01", "(a)", "", {"grade": "third-degree felony", "verdict": "yes"}),
]


def assessed(assessor: Assessor, name: str) -> Assessment:
    path = str(EXAMPLES / f"{name}.yaml")
    return assessor.assess(assessor.read(parse(as_text(read_bytes(path), path), path))[0])


@pytest.mark.parametrize(("name", "part", "reading", "says"), ROWS)
def test_example_rows_stay(assessor: Assessor, name: str, part: str, reading: str, says: dict[str, str]) -> None:
    rows = [r for r in assessed(assessor, name).rows if r.offense == SECTION + part and r.reading == reading]
    assert len(rows) == 1
    assert rows[0].verdict == "yes"
    assert {key: getattr(rows[0], key) for key in says} == says


def test_access_alone_was_no_offense_on_the_last_day_before(assessor: Assessor) -> None:
    assert {row.verdict for row in assessed(assessor, "access-only-2013-08-31").rows} == {"no"}


def test_the_defense_of_the_spouse_is_made_out_on_the_first_of_two_days_only(assessor: Assessor) -> None:
    made_out = "made out: Tex. Penal Code § 43.25(f)(1)"
    on = {
        day: [r for r in assessed(assessor, f"spouse-{day}").rows if r.verdict == "yes"]
        for day in ("2023-08-31", "2023-09-01")
    }
    assert [made_out in row.defenses.split("; ") for row in on["2023-08-31"]] == [True]
    assert ["§ 43.25(f)(1)" in row.defenses for row in on["2023-09-01"]] == [False]


def test_an_actor_who_only_accessed_is_shown_the_doubt(assessor: Assessor) -> None:
    offense = next(o for o in assessed(assessor, "access-only-60-2026").offenses if o.reading == "sb-1621")
    assert any("open to doubt" in note.says for note in offense.notes)


def test_unknown_facts_are_asked_by_swing_and_no_other_fact_is_asked(assessor: Assessor) -> None:
    assessment = assessed(assessor, "unknown-facts-2024")
    assert {q.fact for q in assessment.questions} == {"depictions", "priors", "youngest_age"}
    assert [o.term for o in assessment.open_questions] == ["deferred_adjudication_is_conviction"]


def test_a_presumption_is_told_and_settles_nothing(assessor: Assessor) -> None:
    promotion = next(
        o for o in assessed(assessor, "six-identical-2010").offenses if o.cite == f"{SECTION}(e)" and not o.of
    )
    assert promotion.verdict == "undetermined"
    assert [(p.cite, p.supplies, p.state) for p in promotion.presumptions] == [
        (f"{SECTION}(f)", "intends_to_promote", "stands")
    ]


@pytest.mark.parametrize(("identical", "stands"), [(5, False), (6, True)])
def test_the_presumption_needs_six_identical_depictions(assessor: Assessor, identical: int, stands: bool) -> None:
    path = EXAMPLES / "six-identical-2010.yaml"
    text = path.read_text().replace("identical_depictions: 6", f"identical_depictions: {identical}")
    offenses = assessor.assess(assessor.read(parse(text, "case"))[0]).offenses
    promotion = next(o for o in offenses if o.cite == f"{SECTION}(e)" and not o.of)
    assert bool(promotion.presumptions) == stands


def test_conduct_over_a_date_is_answered_under_both_versions_and_the_former_governs(assessor: Assessor) -> None:
    assessment = assessed(assessor, "conduct-over-2023-09-01")
    assert [(v.begins, v.governs) for v in assessment.versions] == [("2015-09-01", True), ("2023-09-01", False)]
    readings = {r.reading: r.preferred for r in assessment.rows if r.verdict == "yes"}
    assert readings == {
        "law-of-2015-09-01": "yes",
        "law-of-2023-09-01+sb-129": "no",
        "law-of-2023-09-01+sb-1527": "no",
    }


@pytest.mark.parametrize(("day", "told"), [("2026-03-08", False), ("2026-03-09", True)])
def test_a_date_after_the_last_check_is_answered_and_says_so(assessor: Assessor, day: str, told: bool) -> None:
    text = (EXAMPLES / "promotion-5-2026.yaml").read_text().replace("2026-01-15", day)
    assessment = assessor.assess(assessor.read(parse(text, "case"))[0])
    assert any(row.verdict == "yes" for row in assessment.rows)
    assert any("last checked" in notice for notice in assessment.notices) == told
