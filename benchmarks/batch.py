"""The law's query against the same answers written by hand: time, in memory and from file to file, and memory.

    python benchmarks/run.py --batch            # minutes; --rows 1000000,10000000

Nothing is timed before both give the same answers on every row, in the same order, and before one threshold moved by
one has been noticed.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Any

import batch_by_hand as by_hand
import duckdb
from agreement import Disagreement
from caseload import write_caseload
from figure import Figure
from interleave import interleave

from inforce.evaluate.sql.binding import Binding
from inforce.evaluate.sql.duckdb_engine import DuckDB
from inforce.evaluate.sql.query import Query
from inforce.evaluate.sql.table import look_through
from inforce.facts.diagnostics import Place
from inforce.facts.headers import Headers
from inforce.law.edition import open_image
from inforce.law.lowered import Code, Version
from inforce.products.assess import Assessor

SLOTS = 6
CHECKED = 200_000
BITE = ("depictions >= 50", "depictions >= 51")


class Load:
    """Cases as the law's variables, in a file; the query made from the law, for their shape."""

    def __init__(self, folder: str, rows: int, blank: float) -> None:
        assessor = Assessor(open_image())
        self.code: Code = assessor.image.code("us-tx")
        source = os.path.join(folder, f"cases-{rows}-{blank}.parquet")
        write_caseload(source, rows, seed=3, blank=blank)
        engine = DuckDB(source, Headers({}, {}), folder)
        table = look_through(engine, assessor.vocabulary, Place(source))
        every = tuple(assessor.image.version("us-tx", at) for at in range(len(self.code.dates)))
        self.versions = tuple(_without_attempts(version) for version in every)
        binding = Binding(table, self.code, self.versions, assessor.vocabulary, "duckdb")
        self.path = os.path.join(folder, f"bound-{rows}-{blank}.parquet")
        facts = binding.facts().sql(dialect="duckdb", comments=False)
        # All conduct is dated under the two versions that the peer knows; the shares of the two are kept.
        engine.connection.execute(
            f"COPY (SELECT * REPLACE (CASE WHEN version < 5 THEN 4 ELSE 5 END AS version) FROM ({facts})) "
            f"TO '{self.path}' (FORMAT parquet, COMPRESSION zstd)"
        )
        engine.connection.close()
        self.query = Query(self.versions, binding.shape, "duckdb")
        self.numbering, self.packing = self.query.packing.numbering, self.query.packing
        preferred = tuple(v.replace(offenses=tuple(o for o in v.offenses if o.preferred)) for v in self.versions)
        self.one_reading = Query(preferred, binding.shape, "duckdb")

    def sql(self, query: Query, table: str = "bound") -> str:
        """The law's query over a table of this shape: a packed number for each offense and reading."""
        from sqlglot import exp

        facts = exp.select(exp.Star()).from_(table)
        return query.codes(facts, ("case",)).sql(dialect=query.dialect, comments=False)


def _without_attempts(version: Version) -> Version:
    """The offenses that the peer knows."""
    return version.replace(offenses=tuple(offense for offense in version.offenses if not offense.of))


def _as_by_hand(load: Load, slot: int, version: int) -> str:
    """The law's packed number of a slot as the number that the query by hand gives."""
    packing = load.packing
    offense = load.versions[version].offenses[slot]

    def field(name: str) -> str:
        return f"((slot_{slot} >> {packing.shift[name]}) & {(1 << packing.width[name]) - 1})"

    values = []
    for sentence in load.numbering.sentences:
        if sentence is None:
            values.append("NULL")
            continue
        minimum = 0 if sentence.unknown or not sentence.minimum else int(sentence.minimum[1:-1])
        grade = by_hand.GRADES.index(sentence.grade) if sentence.grade in by_hand.GRADES else 9
        values.append(str(grade * 10_000 + minimum * 100))
    made_out = " + ".join(
        f"CASE WHEN ({field('defenses')} >> {2 * at}) & 3 = 1 THEN {1 << at} ELSE 0 END"
        for at in range(len(offense.defenses))
    )
    met = f"([{', '.join(values)}])[{field('sentence')} + 1] + {made_out}"
    return f"CASE WHEN {field('verdict')} = 0 THEN -({field('reason')} - {packing.unmet(offense)}) ELSE {met} END"


def differences(load: Load, hand: str) -> int:
    """How many rows differ in some offense; order and keys are compared as well."""
    connection = duckdb.connect()
    connection.execute(f"CREATE TABLE bound AS SELECT * FROM '{load.path}' LIMIT {CHECKED}")
    slots = ", ".join(_by_version(slot, lambda slot, at: _as_by_hand(load, slot, at)) for slot in range(SLOTS))
    ours = connection.execute(f'SELECT "case", version, {slots} FROM ({load.sql(load.query)})').fetchall()
    theirs = connection.execute(hand).fetchall()
    if len(ours) != len(theirs):
        raise Disagreement(f"{len(ours)} rows stand against {len(theirs)}")
    return sum(one != other for one, other in zip(ours, theirs, strict=True))


def _by_version(slot: int, number: Callable[[int, int], str]) -> str:
    """A slot's number, by the version that governs the row."""
    tests = [
        f"WHEN version = {at} THEN {number(slot, at)}"
        for at, offenses in by_hand.OFFENSES.items()
        if slot < len(offenses)
    ]
    return f"CASE {' '.join(tests)} END AS slot_{slot}"


def reasons_differ(load: Load) -> int:
    """How many deciding paragraphs by hand stand for more than one leaf of the law, or for another sentence."""
    connection = duckdb.connect()
    connection.execute(f"CREATE TABLE bound AS SELECT * FROM '{load.path}' LIMIT {CHECKED}")
    fields = load.packing.mask("reason", "sentence")
    apart = 0
    for slot in range(SLOTS):
        found = connection.execute(
            f"SELECT count(*) FROM (SELECT hand.version, hand.slot_{slot} // 10000 AS number, "
            f"count(DISTINCT law.slot_{slot} & {fields}) AS leaves FROM ({load.sql(load.query)}) law "
            f"POSITIONAL JOIN ({by_hand.query(reasons=True)}) hand WHERE hand.slot_{slot} > 0 GROUP BY ALL) "
            "WHERE leaves > 1"
        ).fetchone()
        apart += found[0] if found else 0
    return apart


def agree(load: Load) -> int:
    """Raises Disagreement where the two differ, or where a moved threshold is not noticed; else how many it changes."""
    apart = differences(load, by_hand.query())
    if apart:
        raise Disagreement(f"the query by hand and the law's differ on {apart} of {CHECKED} rows")
    apart = reasons_differ(load)
    if apart:
        raise Disagreement(f"{apart} deciding paragraphs by hand stand for several leaves of the law")
    moved = by_hand.query().replace(*BITE)
    bitten = differences(load, moved)
    if not bitten:
        raise Disagreement("a threshold moved by one was not noticed")
    return bitten


def measure(rows: list[int], rounds: int) -> list[Figure]:
    """The figures for each number of rows."""
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory() as folder:
        checked = Load(folder, CHECKED, 0.0)
        print(f"batch: {CHECKED:,} rows agree in all answers and keys; {BITE[1]} changes {agree(checked):,}")
        for number in rows:
            load = Load(folder, number, 0.0)
            few = rounds if number <= 1_000_000 else max(5, rounds // 3)
            figures += _in_memory(load, number, few)
            figures.append(_files(load, number, folder, few))
        figures += _partly_known(folder, rows[0], rounds)
        figures.append(_memory(folder, rows[-1]))
        figures.append(_spark(Load(folder, rows[0], 0.0), rows[0], max(5, rounds // 4)))
    return figures


def _spark(load: Load, rows: int, rounds: int) -> Figure:
    """The two queries on Spark, two cores of this machine; every row is made and then let go."""
    from pyspark.sql import SparkSession

    from inforce.evaluate.sql.spark_engine import _LOCAL_SETTINGS, _SETTINGS, LOCAL

    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    builder = SparkSession.builder.master(LOCAL)
    for name, value in {**_SETTINGS, **_LOCAL_SETTINGS}.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.read.parquet(load.path).createOrReplaceTempView("bound")
    law = Query(load.versions, load.query.shape, "spark")
    queries = {"law": load.sql(law), "hand": by_hand.query(reasons=True).replace('"', "`")}

    def made(sql: str) -> Any:
        def work(_: int) -> int:
            session.sql(sql).write.format("noop").mode("overwrite").save()
            return 1

        return work

    timings = interleave({name: made(sql) for name, sql in queries.items()}, rounds, warm=2)
    session.stop()
    figure = _figure(f"batch on Spark, {rows:,} cases", 1.05, timings, "law", "hand")
    return replace(figure, against="Spark by hand")


def _figure(what: str, goal: float | None, timings: Any, own: str, peer: str, note: str = "") -> Figure:
    return Figure(
        what,
        "DuckDB by hand",
        timings.ratio(own, peer),
        goal,
        timings.median(own) * 1e6,
        timings.median(peer) * 1e6,
        note,
    )


def _in_memory(load: Load, rows: int, rounds: int) -> list[Figure]:
    connection = duckdb.connect()
    connection.execute("SET threads = 2")
    connection.execute(f"CREATE TABLE bound AS SELECT * FROM '{load.path}'")

    def made(sql: str) -> Any:
        def work(_: int) -> int:
            connection.execute(f"CREATE OR REPLACE TABLE answers AS {sql}")
            return 1

        return work

    works = {
        "law": made(load.sql(load.query)),
        "hand": made(by_hand.query(reasons=True)),
        "hand, less": made(by_hand.query()),
        "law, one reading": made(load.sql(load.one_reading)),
    }
    timings = interleave(works, rounds, warm=1)
    figures = [
        _figure(f"batch in memory, {rows:,} cases", 1.05, timings, "law", "hand"),
        _figure("the same, by hand without the deciding paragraph", None, timings, "law", "hand, less"),
        Figure(
            f"both readings in columns, {rows:,} cases", "the preferred reading alone",
            timings.ratio("law", "law, one reading"), 1.3,
            timings.median("law") * 1e6, timings.median("law, one reading") * 1e6,
        ),
    ]  # fmt: skip
    figures.append(_openfisca(connection, works["law"], rows, max(3, rounds // 3)))
    connection.close()
    return figures


def _openfisca(connection: duckdb.DuckDBPyConnection, law: Any, rows: int, rounds: int) -> Figure:
    """The same offenses as OpenFisca variables, once they give the numbers of the query by hand."""
    import numpy as np
    from batch_openfisca import Peer

    def filled(columns: dict[str, Any]) -> dict[str, Any]:
        return {n: v.filled(0) if isinstance(v, np.ma.MaskedArray) else v for n, v in columns.items() if n != "case"}

    peer = Peer(filled(connection.execute("SELECT * FROM bound").fetchnumpy()))
    hand = filled(connection.execute(by_hand.query()).fetchnumpy())
    for slot, answers in enumerate(peer.answers()):
        if not np.array_equal(answers, hand[f"slot_{slot}"]):
            raise Disagreement(f"OpenFisca and the query by hand differ in slot {slot}")

    def calculate(_: int) -> int:
        peer.answers()
        return 1

    timings = interleave({"law": law, "openfisca": calculate}, rounds, warm=1)
    return Figure(
        f"batch in memory, {rows:,} cases", "OpenFisca", timings.ratio("law", "openfisca"), 0.25,
        timings.median("law") * 1e6, timings.median("openfisca") * 1e6,
    )  # fmt: skip


def _files(load: Load, rows: int, folder: str, rounds: int) -> Figure:
    connection = duckdb.connect()
    connection.execute("SET threads = 2")
    connection.read_parquet(load.path).create_view("bound")

    def made(sql: str, name: str) -> Any:
        target = os.path.join(folder, name)

        def work(_: int) -> int:
            connection.execute(f"COPY ({sql}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)")
            return 1

        return work

    works = {
        "law": made(load.sql(load.query), "law.parquet"),
        "hand": made(by_hand.query(reasons=True), "hand.parquet"),
    }
    timings = interleave(works, rounds, warm=1)
    connection.close()
    return _figure(f"batch, Parquet to Parquet, {rows:,} cases", 1.05, timings, "law", "hand")


def _partly_known(folder: str, rows: int, rounds: int) -> list[Figure]:
    """One fact cell in ten blank: the law's query is three-valued, the one by hand answers wrongly."""
    load = Load(folder, rows, 0.1)
    connection = duckdb.connect()
    connection.execute("SET threads = 2")
    connection.execute(f"CREATE TABLE bound AS SELECT * FROM '{load.path}'")
    exact = by_hand.query(reasons=True)
    for count in (2, 4, 6, 8):
        # Counted columns with gaps are held as bounds; the peer reads the lower one, as if a gap were none.
        exact = exact.replace(f"count_{count} ", f"count_{count}_low ")

    def made(sql: str) -> Any:
        def work(_: int) -> int:
            connection.execute(f"CREATE OR REPLACE TABLE answers AS {sql}")
            return 1

        return work

    timings = interleave({"law": made(load.sql(load.query)), "hand": made(exact)}, rounds, warm=1)
    connection.close()
    note = "the query by hand is two-valued and answers rows with gaps wrongly"
    return [_figure(f"one cell in ten blank, in memory, {rows:,} cases", 1.4, timings, "law", "hand", note)]


def _memory(folder: str, rows: int) -> Figure:
    """The peak memory of a fresh process that answers from file to file."""
    load = Load(folder, rows, 0.0)
    peaks = {}
    for name, sql in (("law", load.sql(load.query)), ("hand", by_hand.query(reasons=True))):
        text = os.path.join(folder, f"{name}.sql")
        Path(text).write_text(sql, encoding="utf-8")
        done = subprocess.run(
            [sys.executable, __file__, load.path, text, os.path.join(folder, "peak.parquet")],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        peaks[name] = float(done.stdout)
    return Figure(
        f"peak memory, Parquet to Parquet, {rows:,} cases", "DuckDB by hand", peaks["law"] / peaks["hand"], 1.1,
        peaks["law"] * 1e6, peaks["hand"] * 1e6, "the two times of this line are megabytes",
    )  # fmt: skip


def _answer_in_this_process(path: str, text: str, target: str) -> None:
    """Runs one query from file to file and prints this process's peak memory in megabytes."""
    connection = duckdb.connect()
    connection.execute("SET threads = 2")
    connection.read_parquet(path).create_view("bound")
    sql = Path(text).read_text(encoding="utf-8")
    begin = perf_counter()
    connection.execute(f"COPY ({sql}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)")
    print(f"{perf_counter() - begin:.2f} s", file=sys.stderr)
    # Not getrusage: what it tells of a process includes the one that started it.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    print(int(status.split("VmHWM:")[1].split()[0]) / 1024)


if __name__ == "__main__":
    _answer_in_this_process(*sys.argv[1:])
