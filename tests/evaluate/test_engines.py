"""One query, three engines: DuckDB, Spark and PostgreSQL give the same rows, in the same order, with the same keys."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import sqlglot
from tests.evaluate.engines import (
    arrow_table,
    duckdb_rows,
    postgres,
    postgres_rows,
    printed_row,
    spark_rows,
    spark_session,
    write_in_row_groups,
)
from tests.evaluate.tables import Tabled, differences
from tests.evaluate.test_sql import library_cases, random_cases

from inforce.facts.case import Case
from inforce.facts.read_case import unknown_bits
from inforce.products.assess import Assessor
from inforce.products.batch import run_batch
from inforce.products.law_sql import law_as_sql

__all__ = ["spark_session"]


@pytest.fixture(scope="module")
def cases(assessor: Assessor) -> list[Case]:
    """Library cases, and the same with less known; one day each, and no number that is known as a range."""
    found = [*library_cases(assessor), *random_cases(Tabled(assessor), 200)]
    return [_plain(case, at) for at, case in enumerate(found)]


def _plain(case: Case, at: int) -> Case:
    known = case.records if not case.open_lists else {}
    values = tuple(None if variable in case.partial else value for variable, value in enumerate(case.values))
    return case.replace(
        name=f"{at:04}", ends=case.begins, partial={}, records=known, open_lists=frozenset(), values=values,
        unknown=unknown_bits(list(values)), lists=case.lists if known else (),
    )  # fmt: skip


@pytest.fixture(scope="module")
def parquet_file(cases: list[Case], assessor: Assessor, tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows = [printed_row(case, assessor.vocabulary) for case in cases]
    path = tmp_path_factory.mktemp("engines") / "cases.parquet"
    write_in_row_groups(arrow_table(rows, assessor.vocabulary), path, 6)
    return path


def _sql(assessor: Assessor, dialect: str) -> str:
    return law_as_sql(assessor, "us-tx", dialect).sql


def test_the_printed_law_gives_what_the_explainer_says(
    cases: list[Case], parquet_file: Path, assessor: Assessor
) -> None:
    names = "case jurisdiction offense of count reading preferred when verdict grade mode min max mandatory_min terms "
    names += "fine_max currency defenses decided_by confidence leaf undetermined"
    found: dict[str, list[dict[str, Any]]] = {}
    for row in duckdb_rows(_sql(assessor, "duckdb"), parquet_file):
        found.setdefault(row[0], []).append(dict(zip(names.split(), row, strict=True)))
    assert list(found) == [case.name for case in cases]
    for case in cases:
        assert differences(found[case.name], assessor.assess(case).rows, bool(case.unknown)) == []


def test_postgresql_gives_the_rows_of_duckdb(cases: list[Case], parquet_file: Path, assessor: Assessor) -> None:
    rows = [printed_row(case, assessor.vocabulary) for case in cases]
    with postgres() as connection:
        theirs = postgres_rows(connection, _sql(assessor, "postgres"), rows, assessor.vocabulary)
    # A table of PostgreSQL has no order of its own: the rows of each case stand together, the cases as they may.
    theirs.sort(key=lambda row: row[0])
    assert theirs == duckdb_rows(_sql(assessor, "duckdb"), parquet_file)


def test_spark_gives_the_rows_of_duckdb(spark_session: Any, parquet_file: Path, assessor: Assessor) -> None:
    assert spark_rows(_sql(assessor, "spark"), parquet_file) == duckdb_rows(_sql(assessor, "duckdb"), parquet_file)


def test_a_batch_on_spark_is_the_batch_on_duckdb(spark_session: Any, assessor: Assessor, tmp_path: Path) -> None:
    """Ranges, counted priors, conduct over several days and a row that is rejected; several row groups and splits."""
    many = 600
    days = ["2011-08-30", "2015-08-31", "2023-08-30", "2025-08-31", "2026-01-15"]
    table = pa.table(
        {
            "case": [f"{at}" for at in range(many)],
            "jurisdiction": ["us-tx"] * many,
            "offense_from": [days[at % 5] for at in range(many)],
            "offense_to": [days[at % 5] if at % 3 else "2026-02-01" for at in range(many)],
            "possesses": ["yes" if at % 2 else None for at in range(many)],
            "mental_state": ["knowing"] * many,
            "medium": ["stored image"] * many,
            "kind": [["actual person", "drawing", "computer-generated person"][at % 3] for at in range(many)],
            "sexual_conduct": ["yes"] * many,
            "knows_minor": ["knows"] * many,
            "youngest_age": [["under 18", "9", "10 to 17", "12", None][at % 5] for at in range(many)],
            "depictions": [[9, 10, 49, 50, 100, 499, 500][at % 7] for at in range(many)],
            "priors: provision = Tex. Penal Code § 43.26(a), disposition = conviction": [at % 3 for at in range(many)],
            "care_roles": [
                ["none", "child-care facility employee", "no such role"][0 if at % 50 else 2] for at in range(many)
            ],
        }
    )
    source = tmp_path / "cases.parquet"
    write_in_row_groups(table, source, 6)
    reports = [
        run_batch(assessor, str(source), str(tmp_path / f"{engine}.csv"), engine=engine)
        for engine in ("duckdb", "spark")
    ]
    assert (tmp_path / "duckdb.csv").read_text() == (tmp_path / "spark.csv").read_text()
    assert reports[0].rejected == reports[1].rejected == many // 50
    rejects = [(tmp_path / f"{engine}.csv.rejects.csv").read_text() for engine in ("duckdb", "spark")]
    assert rejects[0] == rejects[1]


def test_many_row_groups_and_threads_do_not_change_the_order(
    cases: list[Case], assessor: Assessor, tmp_path: Path
) -> None:
    rows = [printed_row(case, assessor.vocabulary) for case in cases]
    table = arrow_table(rows, assessor.vocabulary)
    large = pa.concat_tables([table] * 60)
    path = tmp_path / "large.parquet"
    write_in_row_groups(large, path, 12)
    sql = _sql(assessor, "duckdb")
    assert duckdb_rows(sql, path, threads=4) == duckdb_rows(sql, path, threads=1)


@pytest.mark.parametrize("dialect", ["bigquery", "snowflake"])
def test_dialects_that_cannot_be_run_here_parse_again(dialect: str, assessor: Assessor) -> None:
    """No server of these is to be had; what can be checked is that the text is a query of the dialect."""
    found = law_as_sql(assessor, "us-tx", dialect)
    assert sqlglot.parse_one(found.sql, dialect=dialect) is not None
    assert "Tex. Penal Code § 43.26(d)(2)" in found.sql
