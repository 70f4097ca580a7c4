"""Files of cases as Parquet, which every engine reads: a Parquet file as it is, others staged beside the output."""

from __future__ import annotations

import os

import duckdb

from inforce.evaluate.sql.duckdb_engine import connect
from inforce.facts.diagnostics import Diagnostic, Place, Refused
from inforce.facts.formats import format_of

FORMATS = (".parquet", ".csv", ".jsonl", ".ndjson", ".xlsx")
_DELIMITERS = (",", ";", "\t", "|")
SHEET = "cases"


def as_parquet(path: str, folder: str) -> str:
    """A Parquet file with the rows and headers of the given file. Raises Refused where it cannot be read."""
    ending = format_of(path, "table", FORMATS)
    place = Place(path)
    if not os.path.exists(path):
        raise Refused(Diagnostic("file-missing", place, "there is no such file", "name a table of cases"))
    if os.path.isdir(path):
        raise Refused(
            Diagnostic("file-is-directory", place, "this is a directory, not a file", "name a file inside it")
        )
    if os.path.getsize(path) == 0:
        raise Refused(Diagnostic("file-empty", place, "the file holds nothing", "give a header and at least one row"))
    connection = connect(folder)
    try:
        if ending == ".parquet":
            connection.read_parquet(path).limit(0).fetchall()
            return path
        staged = os.path.join(folder, "cases.parquet")
        if ending == ".csv":
            _csv(connection, path).write_parquet(staged)
        elif ending == ".xlsx":
            _excel(path, staged)
        else:
            _json(connection, path).write_parquet(staged)
    except duckdb.Error as problem:
        raise Refused(unreadable(place, problem)) from None
    return staged


def unreadable(place: Place, problem: Exception) -> Diagnostic:
    """What is wrong with a file, in the first line of the engine's own words."""
    lines = [line.strip() for line in str(problem).splitlines() if line.strip()]
    says = lines[0].removeprefix("Invalid Input Error: ").removeprefix("IO Error: ")
    more = next((line for line in lines[1:] if line.startswith("Expected") or "Line" in line or "line" in line), "")
    return Diagnostic("file-unreadable", place, f"{says}{' ' + more if more else ''}", "mend or export the table again")


def _csv(connection: duckdb.DuckDBPyConnection, path: str) -> duckdb.DuckDBPyRelation:
    """Every cell as text. A row with more or fewer cells than the header stops the run, with its line."""
    with open(path, "rb") as file:
        header = file.readline().decode("utf-8-sig", "replace")
    delimiter = max(_DELIMITERS, key=header.count)
    return connection.read_csv(
        path, header=True, sep=delimiter, quotechar='"', escapechar='"', all_varchar=True, null_padding=False,
        ignore_errors=False, encoding="utf-8", auto_detect=False, columns=_names(connection, path, delimiter),
    )  # fmt: skip


def _names(connection: duckdb.DuckDBPyConnection, path: str, delimiter: str) -> dict[str, str]:
    """The headers, every column a text. Read by the engine, so that quoted headers are."""
    import csv

    with open(path, encoding="utf-8-sig", errors="replace", newline="") as file:
        headers = next(csv.reader(file, delimiter=delimiter))
    refuse_twice(headers, path)
    return dict.fromkeys(headers, "VARCHAR")


def refuse_twice(headers: list[str], path: str) -> None:
    """Raises Refused where a header stands twice."""
    twice = next((header for at, header in enumerate(headers) if header in headers[:at]), None)
    if twice is not None:
        message = f"the column {twice!r} stands twice"
        raise Refused(Diagnostic("duplicate-key", Place(path, 1), message, "each fact may have one column"))


def _json(connection: duckdb.DuckDBPyConnection, path: str) -> duckdb.DuckDBPyRelation:
    """Lines of JSON. Values of several types in one column become their text."""
    guessed = connection.read_json(path, format="newline_delimited", sample_size=-1, maximum_depth=4)
    kinds = {name: str(kind) for name, kind in zip(guessed.columns, guessed.types, strict=True)}
    # Where values of a column are of several types, or none is given, the engine says JSON or "NULL"; read as text,
    # they stay what was written.
    as_text = {name: kind.replace("JSON", "VARCHAR").replace('"NULL"', "VARCHAR") for name, kind in kinds.items()}
    if as_text == kinds:
        return guessed
    return connection.read_json(path, format="newline_delimited", columns=as_text)


def _excel(path: str, staged: str) -> None:
    """The first sheet, or the one called cases, every cell as text."""
    import zipfile

    import openpyxl
    import pyarrow as pa
    from pyarrow import parquet

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as problem:
        raise Refused(unreadable(Place(path), problem)) from None
    sheet = book[SHEET] if SHEET in book.sheetnames else book.worksheets[0]
    rows = sheet.iter_rows(values_only=True)
    headers = [_cell(value) or "" for value in next(rows, ())]
    while headers and not headers[-1]:
        headers.pop()
    refuse_twice(headers, path)
    if not headers:
        raise Refused(
            Diagnostic("file-empty", Place(path), "the sheet holds nothing", "give a header and at least one row")
        )
    schema = pa.schema([(header, pa.string()) for header in headers])
    with parquet.ParquetWriter(staged, schema) as writer:
        chunk: list[list[str | None]] = []
        for row in rows:
            cells = [_cell(value) for value in row[: len(headers)]]
            if any(cell is not None for cell in cells):
                chunk.append(cells + [None] * (len(headers) - len(cells)))
            if len(chunk) >= 20_000:
                writer.write_batch(_arrow(chunk, schema))
                chunk = []
        if chunk:
            writer.write_batch(_arrow(chunk, schema))
    book.close()


def _arrow(rows: list[list[str | None]], schema: object) -> object:
    import pyarrow as pa

    columns = [pa.array(list(column), pa.string()) for column in zip(*rows, strict=True)]
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def _cell(value: object) -> str | None:
    """A cell as the text that the sheet shows."""
    import datetime

    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
