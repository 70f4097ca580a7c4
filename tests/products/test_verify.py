"""What verify finds is so: each smallest case, assessed as a user would, comes out as the finding says."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from inforce.facts.diagnostics import Refused
from inforce.facts.documents import parse
from inforce.law.edition import Image, build, library_root, open_with_draft
from inforce.law.load.library import Loaded, load_library
from inforce.products.assess import Assessment, Assessor
from inforce.products.verify.findings import LawFinding, VerifyReport
from inforce.products.verify.run import run_verify

ROOT = library_root()
SECTION = "Tex. Penal Code § 43.26"
DRAFT = str(Path(ROOT) / "drafts" / "us-tx.example-possession-steps.md")


@pytest.fixture(scope="module", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> object:
    """What other runs proved is not known here."""
    patch = pytest.MonkeyPatch()
    patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
    yield
    patch.undo()


@pytest.fixture(scope="module")
def report(image: Image, loaded: Loaded, own_cache: None) -> VerifyReport:
    return run_verify(image, loaded, ROOT, milliseconds=20_000)


def named(report: VerifyReport, *parts: str) -> LawFinding:
    hits = [f for f in (*report.findings, *report.facts) if all(part in f.name for part in parts)]
    assert hits, parts
    return hits[0]


def assessed(assessor: Assessor, finding: LawFinding) -> Assessment:
    assert finding.case
    return assessor.assess(assessor.read(parse(finding.case.yaml, "smallest case"))[0])


def test_the_library_is_proved_or_reviewed(report: VerifyReport) -> None:
    assert report.passed, [finding.name for finding in report.findings if not finding.reviewed]
    assert report.disagreements == report.unsettled == report.gone == ()
    asked = {entry.name: entry.proved + entry.refuted for entry in report.properties}
    assert all(asked.values()), "every property asks something"
    assert report.asked > 1_500


def test_every_smallest_case_can_be_assessed_and_gives_what_the_finding_says(
    report: VerifyReport, assessor: Assessor
) -> None:
    checked = 0
    for finding in report.findings:
        if finding.case is None:
            continue
        rows = assessed(assessor, finding).rows
        met = [row for row in rows if row.verdict == "yes"]
        assert all(not row.when for row in rows), "the case leaves nothing open"
        if finding.property == "offenses":
            assert set(finding.cites) <= {row.offense for row in met}
        if finding.property == "readings":
            assert len([row for row in met if row.reading]) == 2
        if finding.property == "perverse":
            tops = [
                row
                for row in met
                if row.offense in finding.cites and row.reading in ("", *finding.reading.split(" and "))
            ]
            assert len({(row.min, row.max) for row in tops}) > 1
        checked += 1
    assert checked > 15


def test_the_conflict_of_2023_begins_at_ten_depictions(report: VerifyReport, assessor: Assessor) -> None:
    finding = named(report, "readings", "sb-129 against sb-1527", "43.26(a), ")
    assert [(f.fact, f.value) for f in finding.case.facts] == [("possesses", "yes"), ("depictions", "10")]  # type: ignore[union-attr]
    grades = {row.reading: row.grade for row in assessed(assessor, finding).rows if row.verdict == "yes"}
    assert grades == {"sb-129": "third-degree felony", "sb-1527": "second-degree felony"}


def test_promotion_below_possession_is_found_by_its_smallest_case(report: VerifyReport) -> None:
    finding = named(report, "perverse", "(e) below", "(a), from 2015-09-01")
    assert finding.ends == "2023-09-01"
    facts = {fact.fact: fact.value for fact in finding.case.facts}  # type: ignore[union-attr]
    assert set(facts) == {"possesses", "distributes", "priors"}
    assert facts["priors"].count("Tex. Penal Code § 43.26(a)") == 2


def test_a_finding_carries_the_weakest_confidence_of_its_texts(report: VerifyReport) -> None:
    assert named(report, "perverse", "[sb-129]").confidence == "unverified"
    assert named(report, "readings", "43.26(e), sb-1621").confidence == "primary"


def test_what_was_proved_is_not_asked_again(image: Image, loaded: Loaded, report: VerifyReport) -> None:
    second = run_verify(image, loaded, ROOT, milliseconds=20_000)
    assert second.remembered == second.asked == report.asked
    assert second.replace(remembered=0) == report.replace(remembered=0)
    third = run_verify(image, loaded, ROOT, milliseconds=20_000, again=True)
    assert third.remembered == 0


def test_only_what_changed_is_asked_again(tmp_path: Path, report: VerifyReport) -> None:
    root = tmp_path / "law"
    shutil.copytree(ROOT, root)
    path = root / "us-tx/penal-code/43.26/2025-09-01.sb-1621.md"
    path.write_text(
        path.read_text().replace('"(g-1)(1)(B)", when: depictions >= 10', '"(g-1)(1)(B)", when: depictions >= 11')
    )
    changed = run_verify(Image(build(str(root))[0]), load_library(str(root)), str(root), milliseconds=20_000)
    assert 0 < changed.asked - changed.remembered < changed.asked / 4


def test_a_question_without_time_is_said_and_is_no_pass(image: Image, loaded: Loaded) -> None:
    """With one millisecond the solver settles few questions; none of the others counts as proved, nor is it kept."""
    hurried = run_verify(image, loaded, ROOT, milliseconds=1, again=True)
    assert hurried.unsettled
    assert not hurried.passed
    proved = sum(entry.proved for entry in hurried.properties)
    settled = run_verify(image, loaded, ROOT, milliseconds=20_000)
    assert proved < sum(entry.proved for entry in settled.properties)
    assert settled.passed


def test_a_part_of_the_library_can_be_asked_about(image: Image, loaded: Loaded) -> None:
    whole = run_verify(image, loaded, ROOT, "us-tx", milliseconds=20_000)
    part = run_verify(image, loaded, ROOT, f"{ROOT}/us-tx/penal-code/15.01", milliseconds=20_000)
    assert 0 < part.asked < whole.asked
    assert {finding.property for finding in part.findings} == {"dead", "readings"}
    for wrong in ("us-tz", f"{ROOT}/acts", "/nowhere"):
        with pytest.raises(Refused):
            run_verify(image, loaded, ROOT, wrong, milliseconds=20_000)


def test_a_bill_is_verified_as_if_it_were_law(assessor: Assessor) -> None:
    image, _ = open_with_draft(DRAFT)
    report = run_verify(image, load_library(ROOT, DRAFT), ROOT, milliseconds=20_000)
    new = [finding for finding in report.findings if not finding.reviewed]
    assert new
    assert {finding.begins for finding in new} == {"2027-09-01"}
    assert not report.gone


def test_a_review_holds_for_what_was_seen_only(image: Image, loaded: Loaded, tmp_path: Path) -> None:
    root = tmp_path / "law"
    shutil.copytree(ROOT, root)
    path = root / "reviewed-findings.yaml"
    text = path.read_text()
    path.write_text(text.replace("depictions: 10.", "depictions: 11.", 1))
    report = run_verify(image, loaded, str(root), milliseconds=20_000)
    assert report.unreviewed == 1
    assert len(report.gone) == 1
    assert not report.passed
    path.write_text(text.replace("  says:", "  sais:", 1))
    with pytest.raises(Refused, match="sais"):
        run_verify(image, loaded, str(root), milliseconds=20_000)


def test_rows_that_hold_together_are_named_with_a_case(report: VerifyReport, assessor: Assessor) -> None:
    facts = [fact for fact in report.facts if fact.property == "overlap"]
    assert len(facts) > 100
    for fact in facts[::20]:
        assert any(row.verdict == "yes" for row in assessed(assessor, fact).rows)


def test_a_count_that_is_tested_far_from_zero_has_its_fewest_records(tmp_path: Path) -> None:
    root = tmp_path / "law"
    shutil.copytree(ROOT, root)
    path = root / "us-tx/penal-code/43.26/2015-09-01.hb-2291.md"
    text = path.read_text()
    row = '    - {cite: "(d)(1)", when: possession_priors == 1, grade: second-degree felony}\n'
    assert row in text
    path.write_text(text.replace(row, "").replace("possession_priors >= 2", "possession_priors >= 4"))
    report = run_verify(Image(build(str(root))[0]), load_library(str(root)), str(root), milliseconds=20_000)
    assert report.disagreements == ()
    case = named(report, "perverse", "(a), from 2015-09-01").case
    assert case is not None
    priors = next(fact.value for fact in case.facts if fact.fact == "priors")
    assert priors.count("conviction") == 4
