"""Batch: a table of cases in, a table of rows out; what cannot be read goes to a file of its own, with the reason."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlglot import exp

from inforce.evaluate.sql.answers import Answers
from inforce.evaluate.sql.binding import Binding
from inforce.evaluate.sql.duckdb_engine import DuckDB
from inforce.evaluate.sql.engines import engine_for
from inforce.evaluate.sql.query import ROW_COLUMNS, Query
from inforce.evaluate.sql.source import as_parquet
from inforce.evaluate.sql.table import CASES, ROW, CaseTable, Engine, look_through
from inforce.facts.diagnostics import Diagnostic, Place, Refused, did_you_mean
from inforce.facts.formats import format_of
from inforce.facts.frozen import Frozen
from inforce.facts.headers import Headers
from inforce.facts.vocabulary import Vocabulary
from inforce.law.consistency import contradictions
from inforce.law.lowered import Code, Version
from inforce.products.assess import Assessor
from inforce.products.settle import Settler, settle
from inforce.products.table_reports import BATCH_SCHEMA, BatchReport
from inforce.products.table_rows import TableRows
from inforce.products.writing import working_folder

OUTPUTS = (".parquet", ".csv", ".jsonl", ".xlsx")
REJECTS = ("row", "case", "column", "reason")
NO_HEADERS = Headers({}, {})
Progress = Callable[[Callable[[], float]], None]  # is given what tells the share that is done


class Bound(Frozen):
    """A table opened for assessing: the engine that holds it, its columns, and its binding to each jurisdiction."""

    engine: Engine
    table: CaseTable
    bindings: tuple[tuple[Binding, tuple[Version, ...]], ...]
    jurisdiction: str  # of every row, where the table has no column for it
    dated: bool
    source: str  # the Parquet file that holds the table

    def bound_to(self, code: Code, versions: tuple[Version, ...], vocabulary: Vocabulary) -> Binding:
        """The table bound to some versions of a jurisdiction."""
        return Binding(self.table, code, versions, vocabulary, self.engine.dialect, self.jurisdiction, self.dated)


def run_batch(
    assessor: Assessor,
    path: str,
    output: str,
    *,
    headers: Headers = NO_HEADERS,
    jurisdiction: str = "",
    engine: str = "duckdb",
    exact: bool = False,
    progress: Progress | None = None,
) -> BatchReport:
    """Assesses every case of a table. Raises Refused where the table as a whole cannot be read or written."""
    ending = format_of(output, "output", OUTPUTS)
    rejects = f"{output}.rejects.csv"
    with working_folder(output) as folder, opened(assessor, path, folder, headers, jurisdiction, engine) as found:
        if progress:
            progress(found.engine.share)
        made = os.path.join(folder, f"rows{ending}")
        settled = 0
        if exact:
            answers = os.path.join(folder, "answers.parquet")
            found.engine.write(rows_query(found, ("case_row", "case")), answers)
            rows, settled = _settled(assessor, found, headers, answers, folder, made)
        else:
            rows = found.engine.write(rows_query(found, ("case",)), made)
        refused = os.path.join(folder, "rejects.csv")
        rejected = _write_rejects(assessor, found, refused)
        os.replace(made, output)
        if rejected:
            os.replace(refused, rejects)
        elif os.path.exists(rejects):
            os.remove(rejects)  # of an earlier run: nothing is rejected now
    cases = found.table.rows
    digest = assessor.image.edition.digest
    kept = rejects if rejected else ""
    return BatchReport(BATCH_SCHEMA, digest, cases, cases - rejected, rejected, rows, settled, output, kept)


def _settled(
    assessor: Assessor, found: Bound, headers: Headers, answers: str, folder: str, made: str
) -> tuple[int, int]:
    """Writes the answers with what was undetermined settled; counts all rows, and those settled."""
    engine = DuckDB(found.source, headers, folder)
    try:
        kept = Answers(answers, engine, folder)
        reader = TableRows(found.table, assessor.vocabulary, found.jurisdiction)
        settled = settle(Settler(assessor, reader), kept)
        return kept.write(made), settled
    finally:
        engine.connection.close()


@contextmanager
def opened(
    assessor: Assessor, path: str, folder: str, headers: Headers, jurisdiction: str, engine: str, dated: bool = True
) -> Iterator[Bound]:
    """A table with its binding to each encoded jurisdiction. Without `dated` the cases need no dates."""
    source = as_parquet(path, folder)
    with engine_for(engine, source, headers, folder, Place(path)) as held:
        table = look_through(held, assessor.vocabulary, Place(path), jurisdiction, dated)
        known = [name for name, _ in assessor.image.edition.jurisdictions]
        if jurisdiction and jurisdiction not in known:
            hint = did_you_mean(jurisdiction, known) or f"encoded: {', '.join(known)}"
            message = f"no law is encoded for the jurisdiction {jurisdiction!r}"
            raise Refused(Diagnostic("unknown-jurisdiction", Place(path), message, hint))
        found = Bound(held, table, (), jurisdiction, dated, source)
        bindings = []
        for name in [jurisdiction] if jurisdiction else known:
            code = assessor.image.code(name)
            versions = versions_of(assessor, code)
            bindings.append((found.bound_to(code, versions, assessor.vocabulary), versions))
        yield found.replace(bindings=tuple(bindings))


def versions_of(assessor: Assessor, code: Code) -> tuple[Version, ...]:
    """Every version of a jurisdiction."""
    return tuple(assessor.image.version(code.id, at) for at in range(len(code.dates)))


def rows_query(found: Bound, keys: tuple[str, ...]) -> exp.Query:
    """The rows of all jurisdictions; of several, in the order of the cases."""
    if len(found.bindings) == 1:
        binding, versions = found.bindings[0]
        return Query(versions, binding.shape, found.engine.dialect).rows(binding.facts("case_row" in keys), keys)
    carried = ("case_row", "case")
    each: list[exp.Query] = []
    for binding, versions in found.bindings:
        query = Query(versions, binding.shape, found.engine.dialect)
        rows = query.rows(binding.facts(numbered=True), carried, placed=True)
        each.append(exp.select(exp.Star()).from_(rows.subquery(f"rows_{len(each)}")))
    whole = each[0]
    for other in each[1:]:
        whole = exp.union(whole, other, distinct=False)
    columns = [exp.column(name, quoted=True) for name in (*(k for k in keys if k == "case_row"), *ROW_COLUMNS)]
    order = (exp.column("case_row"), exp.column("place"))
    return exp.select(*columns).from_(whole.subquery("rows")).order_by(*order)


def _write_rejects(assessor: Assessor, found: Bound, path: str) -> int:
    """Writes the rows that could not be read, with what is wrong with each, and counts them."""
    names = [column.name for column in found.table.columns]
    columns = [exp.column(ROW), *(exp.column(name, quoted=True) for name in names)]
    unread = exp.and_(*(binding.unreadable() for binding, _ in found.bindings))
    reader = TableRows(found.table, assessor.vocabulary, found.jurisdiction)
    key = next((at for at, column in enumerate(found.table.columns) if column.use == "case"), None)
    rejected = 0
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(REJECTS)
        for row, *cells in found.engine.fetch(exp.select(*columns).from_(exp.table_(CASES)).where(unread)):
            rejected += 1
            number = int(str(row)) + 1
            for problem in _problems(assessor, reader, number, list(cells)):
                hint = f"; {problem.hint}" if problem.hint else ""
                # The place of any other problem is the column's name.
                column = "jurisdiction" if problem.code == "unknown-jurisdiction" else problem.place.file
                writer.writerow([number, "" if key is None else cells[key], column, problem.message + hint])
    return rejected


def _problems(assessor: Assessor, reader: TableRows, number: int, cells: list[object]) -> list[Diagnostic]:
    """What is wrong with a row, in the words that a case file would get."""
    case, problems = reader.case(number, cells)
    if case is None or problems:
        return problems
    problems = contradictions(case, assessor.image.edition)
    if not problems:
        try:
            assessor.assess(case)
        except Refused as refusal:
            problems = list(refusal.diagnostics)
    return problems
