"""DuckDB, embedded: reads a table of cases from a file, runs the query, writes the answer whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator

import duckdb
from sqlglot import exp

from inforce.evaluate.sql.table import CASES, ROW, read_as
from inforce.facts.diagnostics import Diagnostic, Place, Refused
from inforce.facts.headers import Headers

MEMORY = "1200MB"  # what DuckDB may hold; beyond it, it writes to a temporary folder
FETCHED = 10_000  # rows at a time


class DuckDB:
    """An engine over one Parquet file."""

    dialect = "duckdb"

    def __init__(self, parquet: str, headers: Headers, folder: str) -> None:
        self.connection = connect(folder)
        relation = self.connection.read_parquet(parquet, file_row_number=True)
        columns = [column.sql(dialect="duckdb") for column in read_as(relation.columns, headers)]
        relation.project(", ".join(columns)).create_view(CASES)

    def schema(self) -> list[tuple[str, exp.DataType]]:
        """The columns of the table, in order."""
        view = self.connection.view(CASES)
        return [
            (name, exp.DataType.build(str(kind), dialect="duckdb", udt=True))
            for name, kind in zip(view.columns, view.types, strict=True)
            if name != ROW
        ]

    def fetch(self, select: exp.Query) -> Iterator[tuple[object, ...]]:
        """The rows of a query."""
        cursor = self.connection.cursor().execute(select.sql(dialect="duckdb", comments=False))
        while rows := cursor.fetchmany(FETCHED):
            yield from rows

    def write(self, select: exp.Query, path: str) -> int:
        """Writes a query's rows to a file whose name says the format, and counts them."""
        return copy_to(self.connection, self.connection.sql(select.sql(dialect="duckdb", comments=False)), path)

    def share(self) -> float:
        """The share of the running query that is done."""
        return self.connection.query_progress() / 100


def connect(folder: str) -> duckdb.DuckDBPyConnection:
    """A connection that reads and writes the files it is given and nothing else."""
    connection = duckdb.connect()
    connection.execute("SET memory_limit = ?", [MEMORY])
    connection.execute("SET temp_directory = ?", [folder])
    connection.execute("SET enable_progress_bar = true")
    connection.execute("SET enable_progress_bar_print = false")
    for setting in ("autoinstall_known_extensions", "autoload_known_extensions"):
        connection.execute(f"SET {setting} = false")
    return connection


def copy_to(connection: duckdb.DuckDBPyConnection, rows: duckdb.DuckDBPyRelation, path: str) -> int:
    """Writes rows, in their order, to a file whose name says the format, and counts them."""
    ending = os.path.splitext(path)[1]
    rows.create_view("rows_to_write")
    if ending == ".xlsx":
        return _write_sheet(connection, path)
    target = exp.Literal.string(path).sql(dialect="duckdb")
    found = connection.execute(f"COPY rows_to_write TO {target} ({_FORMATS[ending]})").fetchone()
    return int(found[0]) if found else 0


_FORMATS = {".csv": "FORMAT csv, HEADER", ".jsonl": "FORMAT json", ".parquet": "FORMAT parquet, COMPRESSION zstd"}
MOST_IN_SHEET = 1_048_575  # rows beside the header that a sheet can hold


def _write_sheet(connection: duckdb.DuckDBPyConnection, path: str) -> int:
    """Writes rows to a sheet. Raises Refused where there are more than a sheet can hold."""
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("rows")
    rows = connection.execute(exp.select(exp.Star()).from_(exp.table_("rows_to_write")).sql(dialect="duckdb"))
    sheet.append([name for name, *_ in rows.description or ()])
    count = 0
    while chunk := rows.fetchmany(FETCHED):
        count += len(chunk)
        if count > MOST_IN_SHEET:
            message = f"a sheet holds {MOST_IN_SHEET:,} rows, and these are more"
            hint = "write .parquet, .csv or .jsonl"
            raise Refused(Diagnostic("file-unwritable", Place(os.path.basename(path)), message, hint))
        for row in chunk:
            sheet.append(row)
    book.save(path)
    return count
