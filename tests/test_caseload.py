"""The synthetic caseload: the same for a seed, with the shares that it states, and nothing in it that cannot be."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import duckdb
import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def caseload() -> ModuleType:
    specification = importlib.util.spec_from_file_location("caseload", ROOT / "benchmarks" / "caseload.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def test_the_example_is_what_the_generator_gives(caseload: ModuleType, tmp_path: Path) -> None:
    caseload.write_caseload(str(tmp_path / "caseload.csv"), 1000, seed=1, blank=0.1)
    assert (tmp_path / "caseload.csv").read_bytes() == (ROOT / "examples" / "caseload.csv").read_bytes()


def test_a_row_does_not_depend_on_how_many_there_are_and_another_seed_is_another_load(
    caseload: ModuleType, tmp_path: Path
) -> None:
    for name, rows, seed in (("few", 50, 1), ("many", 500, 1), ("other", 50, 2)):
        caseload.write_caseload(str(tmp_path / f"{name}.csv"), rows, seed=seed)
    few, many, other = ((tmp_path / f"{name}.csv").read_text().splitlines() for name in ("few", "many", "other"))
    assert many[: len(few)] == few
    assert sum(a != b for a, b in zip(few[1:], other[1:], strict=True)) > 40


def test_the_same_seed_gives_the_same_bytes(caseload: ModuleType, tmp_path: Path) -> None:
    for kind in ("csv", "parquet"):
        for name in ("one", "two"):
            caseload.write_caseload(str(tmp_path / f"{name}.{kind}"), 3000, seed=7)
        assert (tmp_path / f"one.{kind}").read_bytes() == (tmp_path / f"two.{kind}").read_bytes()


def test_no_row_contradicts_itself(caseload: ModuleType, tmp_path: Path) -> None:
    """The rules of law/vocabulary/consistency.yaml, on complete rows and on rows with blanks."""
    broken = (
        "sexual_assault_conduct AND NOT sexual_conduct",
        "indistinguishable AND kind <> 'computer-generated person'",
        "identical_depictions > depictions",
        "sexual_assault_conduct AND sexual_assault_child_age < youngest_age",
    )
    for blank in (0.0, 0.3):
        path = tmp_path / "cases.parquet"
        caseload.write_caseload(str(path), 5000, seed=3, blank=blank)
        for rule in broken:
            assert duckdb.sql(f"SELECT count(*) FROM '{path}' WHERE {rule}").fetchall() == [(0,)], rule


def test_only_text_has_ranges_and_few(caseload: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    caseload.write_caseload(str(path), 5000, seed=3, blank=0.0)
    for name in caseload.AGES:
        ranged = f"count(*) FILTER ({name} IN ('under 18', '10 to 17', 'at least 18')) / count(*)"
        share = duckdb.sql(f"SELECT {ranged} FROM read_csv('{path}', all_varchar = true)").fetchall()[0][0]
        assert share == pytest.approx(caseload.RANGED, abs=0.01), name
    caseload.write_caseload(str(tmp_path / "cases.parquet"), 10)
    types = dict(
        duckdb.sql(f"DESCRIBE SELECT {', '.join(caseload.AGES)} FROM '{tmp_path}/cases.parquet'")
        .project("column_name, column_type")
        .fetchall()
    )
    assert set(types.values()) == {"INTEGER"}


def test_shares_are_those_stated(caseload: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "cases.parquet"
    rows = 20_000
    caseload.write_caseload(str(path), rows, seed=5, blank=0.1)
    for name, values in {**caseload.MARGINALS, **caseload.PRIORS}.items():
        found = duckdb.sql(f"SELECT \"{name}\" AS cell, count(*) FROM '{path}' GROUP BY ALL").fetchall()
        counts = dict(found)
        blank = counts.pop(None) / rows
        assert blank == pytest.approx(0.1, abs=0.01), name
        if name in ("indistinguishable", "identical_depictions", "sexual_assault_conduct", "sexual_assault_child_age"):
            continue  # made to agree with other cells of the row
        filled = sum(counts.values())
        for value, weight in values:
            if isinstance(value, tuple):
                share = sum(n for cell, n in counts.items() if value[0] <= cell <= value[1])
            else:
                share = counts.get(value, 0)
            assert share / filled == pytest.approx(weight, abs=0.015), (name, value)


def test_columns_are_independent_of_each_other(caseload: ModuleType, tmp_path: Path) -> None:
    """A hash of several values is not always one of each: two yes-or-no columns meet as often as their shares say."""
    path = tmp_path / "cases.parquet"
    caseload.write_caseload(str(path), 20_000, seed=5, blank=0.0)
    both, one, other = duckdb.sql(
        f"SELECT avg((possesses AND accesses)::INT), avg(possesses::INT), avg(accesses::INT) FROM '{path}'"
    ).fetchall()[0]
    assert both == pytest.approx(one * other, abs=0.015)
