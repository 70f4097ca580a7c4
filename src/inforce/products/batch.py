"""Batch: a table of cases in, a table of rows out; what cannot be read goes to a file of its own, with the reason."""

from __future__ import annotations

import csv
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlglot import exp

from inforce.evaluate.sql.binding import Binding
from inforce.evaluate.sql.engines import engine_for
from inforce.evaluate.sql.query import Query
from inforce.evaluate.sql.source import as_parquet, format_of
from inforce.evaluate.sql.table import CASES, ROW, CaseTable, Engine, look_through
from inforce.facts.cells import CASE_COLUMNS, Template, cell_node
from inforce.facts.diagnostics import Diagnostic, Place, Refused, did_you_mean
from inforce.facts.documents import Mapping, Node, Scalar, Sequence
from inforce.facts.frozen import Frozen
from inforce.facts.headers import Headers
from inforce.facts.read_case import read_case
from inforce.facts.values import UNKNOWN
from inforce.facts.vocabulary import Vocabulary
from inforce.law.consistency import contradictions
from inforce.law.lowered import Code, Version
from inforce.products.assess import Assessor

SCHEMA = "batch/1"
OUTPUTS = (".parquet", ".csv", ".jsonl", ".xlsx")
REJECTS = ("row", "case", "column", "reason")
NO_HEADERS = Headers({}, {})
Progress = Callable[[Callable[[], float]], None]  # is given what tells the share that is done


class BatchReport(Frozen):
    """What a run did: cases read, answered and refused; rows written; and where."""

    schema: str
    library: str
    cases: int
    answered: int
    rejected: int
    rows: int
    output: str
    rejects: str


class Bound(Frozen):
    """A table opened for assessing: the engine that holds it, its columns, and its binding to each jurisdiction."""

    engine: Engine
    table: CaseTable
    bindings: tuple[tuple[Binding, tuple[Version, ...]], ...]
    jurisdiction: str  # of every row, where the table has no column for it
    dated: bool

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
        rows = found.engine.write(_rows(found), made)
        refused = os.path.join(folder, "rejects.csv")
        rejected = _write_rejects(assessor, found, refused)
        with writing(output):
            os.replace(made, output)
            if rejected:
                os.replace(refused, rejects)
            elif os.path.exists(rejects):
                os.remove(rejects)  # of an earlier run: nothing is rejected now
    cases = found.table.rows
    digest = assessor.image.edition.digest
    return BatchReport(SCHEMA, digest, cases, cases - rejected, rejected, rows, output, rejects if rejected else "")


@contextmanager
def working_folder(output: str) -> Iterator[str]:
    """A folder beside the output, so that what is made there gets its name in one step; gone afterwards."""
    home = os.path.dirname(os.path.abspath(output))
    with writing(output):
        folder = tempfile.mkdtemp(prefix=".inforce-", dir=home)
    try:
        with writing(output):
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def writing(output: str) -> Iterator[None]:
    """Turns what goes wrong with the disk into a refusal."""
    try:
        yield
    except OSError as problem:
        says = (problem.strerror or str(problem)).lower()
        message = f"the output cannot be written: {says}"
        raise Refused(
            Diagnostic("file-unwritable", Place(output), message, "nothing was left under its name")
        ) from None


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
        found = Bound(held, table, (), jurisdiction, dated)
        bindings = []
        for name in [jurisdiction] if jurisdiction else known:
            code = assessor.image.code(name)
            versions = versions_of(assessor, code)
            bindings.append((found.bound_to(code, versions, assessor.vocabulary), versions))
        yield found.replace(bindings=tuple(bindings))


def versions_of(assessor: Assessor, code: Code) -> tuple[Version, ...]:
    """Every version of a jurisdiction."""
    return tuple(assessor.image.version(code.id, at) for at in range(len(code.dates)))


def _rows(found: Bound) -> exp.Select:
    queries = [
        Query(versions, binding.shape, found.engine.dialect).rows(binding.facts())
        for binding, versions in found.bindings
    ]
    return queries[0]


def _write_rejects(assessor: Assessor, found: Bound, path: str) -> int:
    """Writes the rows that could not be read, with what is wrong with each, and counts them."""
    names = [column.name for column in found.table.columns]
    columns = [exp.column(ROW), *(exp.column(name, quoted=True) for name in names)]
    unread = exp.and_(*(binding.unreadable() for binding, _ in found.bindings))
    rejected = 0
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(REJECTS)
        for row, *cells in found.engine.fetch(exp.select(*columns).from_(exp.to_table(CASES)).where(unread)):
            rejected += 1
            number = int(str(row)) + 1
            case, problems = _problems(assessor, found, list(cells))
            for column, reason in problems:
                writer.writerow([number, case, column, reason])
    return rejected


def _problems(assessor: Assessor, found: Bound, cells: list[object]) -> tuple[str, list[tuple[str, str]]]:
    """What is wrong with a row, in the words that a case file would get: (column, reason)."""
    given: dict[str, Node] = {}
    facts: list[tuple[Scalar, Node]] = []
    binding = found.bindings[0][0]
    counted: list[tuple[str, str]] = []
    for column, cell in zip(found.table.columns, cells, strict=True):
        place = Place(column.name)
        if isinstance(column.use, Template):
            if (bad := _bad_count(cell)) is not None:
                counted.append((column.name, bad))
            continue
        node = _node(cell, place)
        if column.use in CASE_COLUMNS:
            given[column.use] = node
            continue
        fact = assessor.vocabulary.facts[column.use]
        facts.append((Scalar(fact.id, place), cell_node(fact, node.text, place) if isinstance(node, Scalar) else node))
    if binding.jurisdiction:
        given["jurisdiction"] = Scalar(binding.jurisdiction, Place("jurisdiction"))
    date = _date(given)
    pairs = [("jurisdiction", given.get("jurisdiction")), ("offense_date", date)]
    made = Mapping(
        (
            *((Scalar(key, node.place), node) for key, node in pairs if node is not None and not _blank(node)),
            (Scalar("facts", Place("facts")), Mapping(tuple(facts), Place("facts"))),
        ),
        Place("offense_date"),
    )
    problems: list[Diagnostic] = []
    case = read_case(made, assessor.vocabulary, problems)
    if case is not None:
        problems += contradictions(case, assessor.image.edition)
    if case is not None and not problems:
        try:
            assessor.assess(case)
        except Refused as refusal:
            problems += refusal.diagnostics
    reasons = [*counted, *((p.place.file, f"{p.message}{'; ' + p.hint if p.hint else ''}") for p in problems)]
    key = given.get("case")
    return key.text if isinstance(key, Scalar) else "", reasons


def _date(given: dict[str, Node]) -> Node | None:
    first = given.get("offense_from", given.get("offense_date"))
    last = given.get("offense_to", given.get("offense_date"))
    if "offense_from" not in given and "offense_to" not in given:
        return first
    parts = [("from", first), ("to", last)]
    place = Place("offense_from")
    return Mapping(
        tuple((Scalar(key, place), node) for key, node in parts if node is not None and not _blank(node)), place
    )


def _blank(node: Node) -> bool:
    return isinstance(node, Scalar) and node.text.strip() in UNKNOWN


def _bad_count(cell: object) -> str | None:
    from inforce.evaluate.sql.table import COUNTED
    from inforce.facts.values import is_unknown, single

    node = _node(cell, Place("count"))
    problems: list[Diagnostic] = []
    if not is_unknown(node):
        single(COUNTED, node, problems)
    return f"{problems[0].message}; {problems[0].hint}" if problems else None


def _node(value: object, place: Place) -> Node:
    """A cell as a node of a case file."""
    if isinstance(value, dict):
        return Mapping(tuple((Scalar(str(k), place), _node(v, place)) for k, v in value.items()), place)
    if isinstance(value, list):
        return Sequence(tuple(_node(item, place) for item in value), place)
    if isinstance(value, bool):
        return Scalar("yes" if value else "no", place)
    if isinstance(value, float) and value.is_integer():
        return Scalar(str(int(value)), place)
    return Scalar("" if value is None else str(value), place)
