"""Every case of the law library and every example comes out the same through each path of the explain evaluator."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from inforce.diagram.outcomes import open_offense, space_of
from inforce.evaluate.explain.answer import known_findings
from inforce.evaluate.explain.trees import compile_version
from inforce.facts.case import Case
from inforce.facts.documents import Mapping, as_text, parse, read_bytes
from inforce.facts.read_case import case_nodes, read_case
from inforce.law.edition import library_root
from inforce.products.assess import Assessor
from inforce.products.law_test import _like, run_law_tests

ROOT = Path(library_root())
EXAMPLES = Path(__file__).parents[2] / "examples"


def _cases(assessor: Assessor) -> list[Case]:
    found: list[Case] = []
    for path in [*sorted(ROOT.rglob("cases.yaml")), *sorted(EXAMPLES.rglob("*.yaml"))]:
        named: dict[str, Mapping] = {}
        problems: list = []
        for node in case_nodes(parse(as_text(read_bytes(str(path)), path.name), path.name)):
            assert isinstance(node, Mapping)
            merged = _like(node, named, problems)
            case = read_case(merged, assessor.vocabulary, problems, ("expect", "like"))
            assert case is not None, problems
            named[case.name] = merged
            found.append(case)
    assert len(found) > 200
    return found


def test_the_law_passes_its_own_cases(assessor: Assessor) -> None:
    report = run_law_tests(assessor, str(ROOT))
    assert report.passed, report
    assert report.covered == report.rows
    assert report.cases > 200


def test_a_case_that_expects_the_wrong_thing_fails(assessor: Assessor, tmp_path: Path) -> None:
    text = (ROOT / "us-tx/penal-code/43.26/cases.yaml").read_text()
    assert "second-degree felony" in text
    (tmp_path / "cases.yaml").write_text(text.replace("second-degree felony", "third-degree felony"))
    report = run_law_tests(assessor, str(ROOT), str(tmp_path / "cases.yaml"))
    assert report.failures


def test_generated_functions_and_diagrams_agree_on_every_library_case(assessor: Assessor) -> None:
    compared = 0
    for case in _cases(assessor):
        if "material" in case.records:
            continue  # batches give each offense facts of its own; tests/law/test_material.py
        for part in assessor.assess(case).ready:
            values, unknown = part.binder.bind(case)
            records = compile_version(part.version, part.code)(values, unknown)
            for offense, record in zip(part.version.offenses, records, strict=True):
                if record is None:
                    continue
                space = space_of(part.code, assessor.vocabulary, case, values, offense)
                found, known = open_offense(space, offense), known_findings(offense, *record)
                assert (found.verdict, found.elements, found.defenses) == (
                    known.verdict,
                    known.elements,
                    known.defenses,
                )
                assert [o.sentence for o in found.outcomes] == [o.sentence for o in known.outcomes]
                compared += 1
    assert compared > 1_000


@pytest.mark.parametrize("path", sorted(EXAMPLES.rglob("*.yaml")), ids=lambda p: p.stem)
def test_every_example_is_answered(assessor: Assessor, path: Path) -> None:
    name = os.path.relpath(path)
    for case in assessor.read(parse(as_text(read_bytes(str(path)), name), name)):
        assessment = assessor.assess(case)
        assert assessment.rows
        assert {row.case for row in assessment.rows} == {case.name}
        assert assessment.data.library == assessor.image.edition.digest
