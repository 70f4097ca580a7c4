"""Spark: the same query over the same file, on this machine or on a cluster."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise

from sqlglot import exp

from inforce.evaluate.sql.duckdb_engine import connect, copy_to
from inforce.evaluate.sql.table import CASES, ROW, read_as
from inforce.facts.diagnostics import Diagnostic, Place, Refused
from inforce.facts.headers import Headers

LOCAL = "local[2]"
MASTER = "INFORCE_SPARK_MASTER"  # the environment variable that names a cluster
_SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.shuffle.partitions": "2",
    # What cannot be cast is NULL, as TRY_CAST says elsewhere; a row that holds it is rejected.
    "spark.sql.ansi.enabled": "false",
    "spark.sql.session.timeZone": "UTC",
    # The law's expressions are larger than what a whole stage can be compiled into; trying costs time and noise.
    "spark.sql.codegen.wholeStage": "false",
    "spark.log.level": "ERROR",
}
_LOCAL_SETTINGS = {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}


class Spark:
    """An engine over one Parquet file that all workers can read."""

    dialect = "spark"

    def __init__(self, session: object, parquet: str, headers: Headers, folder: str) -> None:
        self.session, self.folder = session, folder
        file = session.read.parquet(parquet)  # type: ignore[attr-defined]
        columns = [column.sql(dialect="spark") for column in read_as(file.columns, headers)]
        cases = file.selectExpr(*columns, f"_metadata.row_index AS {ROW}")
        # Spark may read a file's parts in another order; the cases keep theirs.
        self._create(cases)
        if not self._in_order():
            self._create(cases.orderBy(ROW))

    def _create(self, cases: object) -> None:
        cases.createOrReplaceTempView(CASES)  # type: ignore[attr-defined]

    def _in_order(self) -> bool:
        part = exp.func("SPARK_PARTITION_ID")
        row = exp.column(ROW)
        select = exp.select(part, exp.Min(this=row), exp.Max(this=row.copy())).from_(exp.table_(CASES))
        parts = sorted(self.fetch(select.group_by(part.copy())))
        ends = [(int(str(low)), int(str(high))) for _, low, high in parts]
        return all(one[1] < other[0] for one, other in pairwise(ends))

    def schema(self) -> list[tuple[str, exp.DataType]]:
        """The columns of the table, in order."""
        types = self.session.table(CASES).dtypes  # type: ignore[attr-defined]
        return [(name, exp.DataType.build(kind, dialect="spark", udt=True)) for name, kind in types if name != ROW]

    def fetch(self, select: exp.Query) -> Iterator[tuple[object, ...]]:
        """The rows of a query."""
        for row in self.session.sql(select.sql(dialect="spark", comments=False)).toLocalIterator():  # type: ignore[attr-defined]
            yield tuple(_plain(value) for value in row)

    def write(self, select: exp.Query, path: str) -> int:
        """Writes a query's rows to a file whose name says the format, and counts them."""
        parts = os.path.join(self.folder, "parts")
        self.session.sql(select.sql(dialect="spark", comments=False)).write.mode("overwrite").parquet(parts)  # type: ignore[attr-defined]
        files = sorted(os.path.join(parts, name) for name in os.listdir(parts) if name.endswith(".parquet"))
        connection = connect(self.folder)
        try:
            return copy_to(connection, connection.read_parquet(files), path)
        finally:
            connection.close()
            shutil.rmtree(parts)

    def share(self) -> float:
        """Spark does not tell."""
        return 0.0


@contextmanager
def spark(parquet: str, headers: Headers, folder: str, place: Place) -> Iterator[Spark]:
    """A Spark session with the table open in it. A session that runs already is used, and left running.

    Raises Refused where Spark cannot start.
    """
    from pyspark.errors import PySparkRuntimeError
    from pyspark.sql import SparkSession

    master = os.environ.get(MASTER, LOCAL)
    if master.startswith("local"):
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    running = SparkSession.getActiveSession()
    builder = SparkSession.builder.master(master).appName("inforce")
    for name, value in {**_SETTINGS, **(_LOCAL_SETTINGS if master.startswith("local") else {})}.items():
        builder = builder.config(name, value)
    try:
        session = running or builder.getOrCreate()
    except (PySparkRuntimeError, OSError) as problem:
        message = f"Spark cannot start: {str(problem).splitlines()[0]}"
        raise Refused(
            Diagnostic("file-unreadable", place, message, "Spark needs Java 17 or newer (JAVA_HOME)")
        ) from None
    try:
        yield Spark(session, parquet, headers, folder)
    finally:
        if running is None:
            session.stop()


def _plain(value: object) -> object:
    """A value as the other engines give it: records as mappings."""
    if hasattr(value, "asDict"):
        return value.asDict(recursive=True)
    return [_plain(item) for item in value] if isinstance(value, list) else value
