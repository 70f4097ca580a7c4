"""The number that a table keeps leads back to the row and steps that gave it."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyarrow import parquet

import inforce
from inforce.facts.diagnostics import Refused

CASELOAD = Path(__file__).resolve().parents[2] / "examples" / "caseload.csv"


def test_every_leaf_of_a_batch_expands_to_what_its_row_says(tmp_path: Path) -> None:
    law = inforce.load()
    report = law.batch(str(CASELOAD), str(tmp_path / "rows.parquet"))
    rows = [row for row in parquet.read_table(tmp_path / "rows.parquet").to_pylist() if row["leaf"]]
    assert len({row["leaf"] for row in rows}) > 20
    seen = {}
    for row in rows:
        leaf = seen.setdefault(row["leaf"], law.leaf("us-tx", row["leaf"]))
        assert (leaf.offense, leaf.of) == (row["offense"], row["of"])
        assert leaf.sentence.grade == row["grade"]
        assert row["decided_by"].startswith("; ".join(dict.fromkeys(cite for cite, _ in leaf.decided_by)))
        assert leaf.library == report.library


def test_a_leaf_that_is_not_there_is_refused() -> None:
    for jurisdiction, number in (("us-tx", 0), ("us-tx", 1_000_000), ("us-tz", 1)):
        with pytest.raises(Refused):
            inforce.load().leaf(jurisdiction, number)


def test_impact_from_python() -> None:
    report = inforce.load().impact(str(CASELOAD), "2023-08-31", "2023-09-01", jurisdiction="us-tx")
    assert report.cases == 1000
