"""Every case in the published findings comes out as the page says."""

from __future__ import annotations

import re
from pathlib import Path

from inforce.facts.documents import Mapping, parse
from inforce.facts.read_case import case_nodes, read_case
from inforce.products.assess import Assessor
from inforce.products.law_test import _expectation, _like, _unmet

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "findings"


def test_every_case_of_the_findings_comes_out_as_written(assessor: Assessor) -> None:
    checked = 0
    for page in sorted(FOLDER.glob("*.md")):
        named: dict[str, Mapping] = {}
        for block in re.findall(r"```yaml\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
            problems: list = []
            for node in case_nodes(parse(block, page.name)):
                assert isinstance(node, Mapping)
                merged = _like(node, named, problems)
                case = read_case(merged, assessor.vocabulary, problems, ("expect", "like"))
                assert case, problems
                named[case.name] = merged
                expect = node.get("expect")
                wanted = [_expectation(item, problems) for item in getattr(expect, "items", (expect,))]
                rows = assessor.assess(case).rows
                assert problems == []
                for one in wanted:
                    assert one is not None
                    assert _unmet(one, rows) == [], f"{page.name}: {case.name}"
                    checked += 1
    assert checked > 25
