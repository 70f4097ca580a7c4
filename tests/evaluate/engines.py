"""The engines that run the law's query in the tests: DuckDB, Spark and a PostgreSQL server started for the run."""

from __future__ import annotations

import glob
import json
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import psycopg
import pyarrow as pa
import pytest
from pyarrow import parquet

from inforce.facts.case import Case
from inforce.facts.vocabulary import Fact, Field, Vocabulary

Rows = list[tuple[Any, ...]]


def printed_row(case: Case, vocabulary: Vocabulary) -> dict[str, Any]:
    """A case as a row of the table that `inforce sql` describes; a number known as a range only is unknown there."""
    row: dict[str, Any] = {"case": case.name, "jurisdiction": "us-tx", "offense_date": case.begins}
    for fact in vocabulary.facts.values():
        if fact.derive:
            continue
        if fact.type == "records":
            records = case.records.get(fact.id)
            known = records is not None and fact.id not in case.open_lists
            row[fact.id] = [_record(record, fact) for record in records or ()] if known else None
            continue
        values = case.values[fact.first : fact.first + (len(fact.values) if fact.type == "set" else 1)]
        if fact.type == "set":
            members = [word for word, value in zip(fact.values, values, strict=True) if value]
            row[fact.id] = None if None in values else members
        else:
            row[fact.id] = _word(fact, values[0])
    return row


def _record(record: dict[str, object], fact: Fact) -> dict[str, Any]:
    return {field.id: _word(field, record.get(field.id)) for field in fact.fields}


def _word(kind: Fact | Field, value: object) -> Any:
    if value is None or kind.type == "bool":
        return None if value is None else bool(value)
    return kind.values[value] if kind.values and isinstance(value, int) else value


def arrow_table(rows: list[dict[str, Any]], vocabulary: Vocabulary) -> pa.Table:
    """Rows with the types that the query expects."""
    fields = [("case", pa.string()), ("jurisdiction", pa.string()), ("offense_date", pa.date32())]
    fields += [(fact.id, _arrow_type(fact)) for fact in vocabulary.facts.values() if not fact.derive]
    dated = [{**row, "offense_date": _day(row["offense_date"])} for row in rows]
    return pa.Table.from_pylist(dated, schema=pa.schema(fields))


def _day(text: str) -> Any:
    import datetime

    return datetime.date.fromisoformat(text)


def _arrow_type(kind: Fact | Field) -> pa.DataType:
    if isinstance(kind, Fact) and kind.type == "records":
        return pa.list_(pa.struct([(field.id, _arrow_type(field)) for field in kind.fields]))
    if kind.type == "set":
        return pa.list_(pa.string())
    return {"bool": pa.bool_(), "int": pa.int32()}.get(kind.type, pa.string())


def duckdb_rows(sql: str, path: Path, threads: int = 2) -> Rows:
    """The query's rows from DuckDB, in order."""
    connection = duckdb.connect()
    connection.execute("SET threads = ?", [threads])
    connection.read_parquet(str(path)).create_view("cases")
    return connection.execute(sql).fetchall()


def spark_rows(sql: str, path: Path) -> Rows:
    """The query's rows from Spark, in order."""
    from pyspark.sql import SparkSession

    session = SparkSession.getActiveSession()
    assert session is not None
    session.read.parquet(str(path)).createOrReplaceTempView("cases")
    return [tuple(row) for row in session.sql(sql.strip().rstrip(";")).collect()]


@pytest.fixture(scope="session")
def spark_session() -> Iterator[Any]:
    """One session for all tests: starting costs seconds."""
    from pyspark.sql import SparkSession

    from inforce.evaluate.sql.spark_engine import _LOCAL_SETTINGS, _SETTINGS, LOCAL

    if not shutil.which("java") and not os.environ.get("JAVA_HOME"):
        missing("no Java is installed for Spark (apt-get install default-jre-headless)")

    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    builder = SparkSession.builder.master(LOCAL)
    for name, value in {**_SETTINGS, **_LOCAL_SETTINGS}.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    yield session
    session.stop()


def missing(engine: str) -> None:
    """Skips a test whose engine is not installed; where all are asked for, fails it."""
    if os.environ.get("INFORCE_REQUIRE_ENGINES"):
        raise AssertionError(engine)
    pytest.skip(engine)


def _postgres_program(name: str) -> str | None:
    """A program of the newest server that is installed."""
    found = glob.glob(f"/usr/lib/postgresql/*/bin/{name}")
    newest = max(found, key=lambda path: float(path.split("/")[4]), default=None)
    return newest or shutil.which(name)


@contextmanager
def postgres() -> Iterator[psycopg.Connection[Any]]:
    """A PostgreSQL server of the run's own, reached by a socket only."""
    initdb, pg_ctl = _postgres_program("initdb"), _postgres_program("pg_ctl")
    if initdb is None or pg_ctl is None:
        missing("no PostgreSQL server is installed (apt-get install postgresql)")
        return
    folder = tempfile.mkdtemp(prefix="pg", dir="/tmp")  # short: a socket's path may not be long
    # The server refuses to run as root.
    user: dict[str, Any] = {}
    if os.getuid() == 0:
        account = pwd.getpwnam("postgres")
        os.chown(folder, account.pw_uid, account.pw_gid)
        user = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    data = f"{folder}/data"
    quiet: dict[str, Any] = {
        "check": True,
        "stdout": subprocess.DEVNULL,
        "stderr": subprocess.PIPE,
        "cwd": folder,
        **user,
    }
    try:
        subprocess.run([initdb, "-A", "trust", "--no-sync", "-E", "UTF8", "-U", "inforce", "-D", data], **quiet)
        options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
        subprocess.run([pg_ctl, "-w", "-D", data, "-l", f"{folder}/log", "-o", options, "start"], **quiet)
        try:
            with psycopg.connect(host=folder, user="inforce", dbname="postgres") as connection:
                yield connection
        finally:
            subprocess.run([pg_ctl, "-m", "immediate", "-D", data, "stop"], **quiet)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def postgres_rows(
    connection: psycopg.Connection[Any], sql: str, rows: list[dict[str, Any]], vocabulary: Vocabulary
) -> Rows:
    """The query's rows from PostgreSQL, over the same table; its records are an array of a composite type."""
    facts = [fact for fact in vocabulary.facts.values() if not fact.derive]
    columns = {"case": "text", "jurisdiction": "text", "offense_date": "date"}
    made = dict(columns)
    for fact in facts:
        if fact.type == "records":
            fields = ", ".join(f"{field.id} {_postgres_type(field)}" for field in fact.fields)
            connection.execute(f"CREATE TYPE {fact.id}_record AS ({fields})")
            made[fact.id] = f"{fact.id}_record[]"
        else:
            made[fact.id] = _postgres_type(fact)
    connection.execute(f"CREATE TABLE cases ({', '.join(f'{_quoted(n)} {kind}' for n, kind in made.items())})")
    # A table fills itself from JSON, with the types that it has.
    payload = json.dumps(rows)
    connection.execute("INSERT INTO cases SELECT * FROM json_populate_recordset(NULL::cases, %s::json)", [payload])
    connection.execute("ANALYZE cases")
    return connection.execute(sql.encode()).fetchall()


def _quoted(name: str) -> str:
    return f'"{name}"'


def _postgres_type(kind: Fact | Field) -> str:
    return {"bool": "boolean", "int": "integer", "set": "text[]"}.get(kind.type, "text")


def write_in_row_groups(table: pa.Table, path: Path, groups: int) -> None:
    """A Parquet file of several row groups."""
    parquet.write_table(table, path, row_group_size=max(1, -(-table.num_rows // groups)))
