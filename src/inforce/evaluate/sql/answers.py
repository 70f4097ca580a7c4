"""The rows that a query gave, kept in a file: finds those that are undetermined, and puts others in their place."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import pyarrow as pa
from pyarrow import parquet
from sqlglot import exp

from inforce.evaluate.sql.duckdb_engine import DuckDB, copy_to
from inforce.evaluate.sql.expressions import column, named, number, text
from inforce.evaluate.sql.table import CASES, ROW

CHUNK = 20_000  # rows written at a time
Undetermined = tuple[int, str, str, str]  # row number, offense, of, undetermined


class Answers:
    """A Parquet file of rows with the column case_row, in the order of the cases."""

    def __init__(self, path: str, engine: DuckDB, folder: str) -> None:
        self._engine, self._connection, self._folder = engine, engine.connection, folder
        self._connection.read_parquet(path, file_row_number=True).create_view("answers")
        self._names = [n for n in self._connection.view("answers").columns if n not in ("case_row", ROW)]
        kinds = [(name, pa.int64() if name == "leaf" else pa.string()) for name in self._names]
        self._schema = pa.schema([*kinds, ("major", pa.int64()), ("minor", pa.int64())])
        self._made = os.path.join(folder, "settled.parquet")
        self._writer = parquet.ParquetWriter(self._made, self._schema)
        self._rows: list[tuple[object, ...]] = []
        self._replaced: list[int] = []

    def undetermined(self, columns: Sequence[str]) -> Iterator[tuple[int, list[object], list[Undetermined]]]:
        """The cases with an undetermined row, in order: row in the table, its cells, and all rows of the answer."""
        is_open = exp.NEQ(this=column("undetermined"), expression=text(""))
        cases = exp.Subquery(this=exp.select(column("case_row")).from_(exp.table_("answers")).where(is_open))
        cells = exp.select(column(ROW), *(exp.column(name, quoted=True) for name in columns)).from_(exp.table_(CASES))
        cells = cells.where(exp.In(this=column(ROW), query=cases)).order_by(column(ROW))
        names = (ROW, "case_row", "offense", "of", "undetermined")
        select = exp.select(*map(column, names)).from_(exp.table_("answers"))
        select = select.where(exp.In(this=column("case_row"), query=cases.copy())).order_by(column(ROW))
        groups = groupby(self._engine.fetch(select), key=lambda row: row[1])
        for (row, *given), (case_row, members) in zip(self._engine.fetch(cells), groups, strict=True):
            assert row == case_row
            yield int(str(row)), given, [(int(str(n)), str(o), str(of), str(u)) for n, _, o, of, u in members]

    def replace(self, numbers: list[int], rows: Sequence[Iterable[str]]) -> None:
        """Puts rows in the place of others, given by their numbers."""
        self._replaced += numbers
        self._rows += [(*row, None, "", numbers[0], minor) for minor, row in enumerate(rows)]
        if len(self._rows) > CHUNK:
            self._flush()

    def write(self, path: str) -> int:
        """Writes all rows, in order, to a file whose name says the format, and counts them."""
        self._flush()
        self._writer.close()
        gone = os.path.join(self._folder, "replaced.parquet")
        parquet.write_table(pa.table({"replaced": pa.array(self._replaced, pa.int64())}), gone)
        self._connection.read_parquet(self._made).create_view("settled")
        self._connection.read_parquet(gone).create_view("gone")
        names = [column(name) for name in self._names]
        is_gone = exp.In(
            this=column(ROW), query=exp.Subquery(this=exp.select(column("replaced")).from_(exp.table_("gone")))
        )
        kept = exp.select(*names, named(column(ROW), "major"), named(number(0), "minor")).from_(exp.table_("answers"))
        more = exp.select(*names, column("major"), column("minor")).from_(exp.table_("settled"))
        both = exp.union(kept.where(exp.Not(this=is_gone)), more, distinct=False)
        rows = exp.select(*names).from_(both.subquery("rows")).order_by(column("major"), column("minor"))
        return copy_to(self._connection, self._connection.sql(rows.sql(dialect="duckdb")), path)

    def _flush(self) -> None:
        if self._rows:
            arrays = [
                pa.array(values, kind.type)
                for values, kind in zip(zip(*self._rows, strict=True), self._schema, strict=True)
            ]
            self._writer.write_batch(pa.RecordBatch.from_arrays(arrays, schema=self._schema))
            self._rows = []
