"""A table of cases as it was given: which column says what, how it is stored, and what its texts mean.

A table is looked through once before it is assessed. What its columns hold decides how the query is built: a column
without gaps needs no branch for them, and every distinct text is read once by the reader of case files.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from sqlglot import exp

from inforce.evaluate.sql.expressions import Sql, named, text
from inforce.facts.cells import CASE_COLUMNS, Meaning, Template, meaning, read_header
from inforce.facts.diagnostics import Diagnostic, Place, Refused
from inforce.facts.documents import Scalar
from inforce.facts.frozen import Frozen
from inforce.facts.headers import IGNORE, Headers
from inforce.facts.values import UNKNOWN, expected, single
from inforce.facts.vocabulary import Fact, Field, Vocabulary

CASES = "cases"  # the name under which an engine holds the table
ROW = "file_row_number"  # a row's place in the file, from 0
MOST_TEXTS = 10_000  # of one column; more are not words and ranges but something else
MAPPED = "what other words mean can be said in a mapping file (see: inforce batch --help)"
DIGITS = "^ *[0-9]{1,10} *$"


class Engine(Protocol):
    """Something that runs queries over the table `cases`."""

    dialect: str

    def schema(self) -> list[tuple[str, exp.DataType]]:
        """The columns of the table, in order."""

    def fetch(self, select: exp.Query) -> Iterator[tuple[object, ...]]:
        """The rows of a query."""

    def write(self, select: exp.Query, path: str) -> int:
        """Writes a query's rows to a file whose name says the format, and counts them."""

    def share(self) -> float:
        """The share of the running query that is done, as far as the engine can tell."""


class Column(Frozen):
    """One column of a table.

    `storage` is boolean, integer, number, date, text, texts or records. `gaps` says that some cell may leave its fact
    unknown, or a range. `low` and `high` bound a stored number.
    `meanings` holds what each text says that says something; `others` says that there are texts which cannot be read.
    """

    name: str
    use: str | Template
    storage: str
    gaps: bool
    low: int
    high: int
    meanings: dict[str, Meaning]
    others: bool
    fields: tuple[Column, ...]  # of records

    @property
    def source(self) -> Sql:
        """The column as stored."""
        return exp.column(self.name, quoted=True)


class CaseTable(Frozen):
    """The columns of a table by what they are about, and the number of its rows."""

    columns: tuple[Column, ...]
    rows: int

    def of(self, use: str) -> Column | None:
        """The column of a fact, or None."""
        return next((column for column in self.columns if column.use == use), None)

    def templates(self, records: str) -> list[Column]:
        """The columns that count records of a list."""
        return [c for c in self.columns if isinstance(c.use, Template) and c.use.list == records]


def look_through(
    engine: Engine, vocabulary: Vocabulary, place: Place, jurisdiction: str = "", dated: bool = True
) -> CaseTable:
    """What a table holds. Raises Refused where a column is not known or cannot be read at all."""
    problems: list[Diagnostic] = []
    stored: list[tuple[str, str | Template, exp.DataType]] = []
    for name, kind in engine.schema():
        if name == ROW:
            continue
        use = read_header(name, vocabulary, place)
        if isinstance(use, Diagnostic):
            problems.append(use)
        else:
            stored.append((name, use, kind))
    uses = [use for _, use, _ in stored]
    problems += [
        Diagnostic("duplicate-key", place, f"the column {use} stands twice", "each fact may have one column")
        for use in {u for u in uses if isinstance(u, str) and uses.count(u) > 1}
    ]
    for needed, instead in (("offense_date", "offense_from"), ("jurisdiction", "")):
        if (needed == "jurisdiction" and jurisdiction) or (needed == "offense_date" and not dated):
            continue
        if needed not in uses and instead not in uses:
            hint = "add the column, or name it in a mapping file" + (
                ", or give --jurisdiction" if needed == "jurisdiction" else ", or give offense_from and offense_to"
            )
            problems.append(Diagnostic("missing-column", place, f"the table has no column {needed}", hint))
    if problems:
        raise Refused(*problems)
    reader = _Reader(engine, vocabulary, place)
    rows, counted = reader.counts(stored)
    if rows == 0:
        raise Refused(Diagnostic("file-empty", place, "the table holds no case", "give at least one row"))
    columns = []
    for (name, use, kind), (known, low, high) in zip(stored, counted, strict=True):
        columns.append(reader.column(name, use, kind, rows, known, low, high))
    if reader.problems:
        raise Refused(*reader.problems)
    return CaseTable(tuple(columns), rows)


class _Reader:
    def __init__(self, engine: Engine, vocabulary: Vocabulary, place: Place) -> None:
        self.engine, self.vocabulary, self.place = engine, vocabulary, place
        self.problems: list[Diagnostic] = []

    def counts(self, stored: list[tuple[str, str | Template, exp.DataType]]) -> tuple[int, list[tuple[int, int, int]]]:
        """The number of rows; for each column how many are filled, and the bounds of those stored as numbers."""
        parts: list[Sql] = [named(exp.Count(this=exp.Star()), "rows")]
        for at, (name, _, kind) in enumerate(stored):
            column = exp.column(name, quoted=True)
            parts.append(named(exp.Count(this=column), f"filled_{at}"))
            if storage_of(kind) == "integer":
                parts += [
                    named(exp.Min(this=column.copy()), f"low_{at}"),
                    named(exp.Max(this=column.copy()), f"high_{at}"),
                ]
        found = next(iter(self.engine.fetch(exp.select(*parts).from_(exp.table_(CASES)))))
        values = iter(found)
        rows = int(str(next(values)))
        counted = []
        for _, _, kind in stored:
            known, low, high = int(str(next(values))), 0, 0
            if storage_of(kind) == "integer":
                low, high = (int(str(next(values) or 0)) for _ in range(2))
            counted.append((known, low, high))
        return rows, counted

    def column(
        self, name: str, use: str | Template, kind: exp.DataType, rows: int, known: int, low: int, high: int
    ) -> Column:
        storage = storage_of(kind)
        meanings: dict[str, Meaning] = {}
        others = False
        fields: tuple[Column, ...] = ()
        source: Sql = exp.column(name, quoted=True)
        fact = self._fact(use)
        is_list = fact is not None and fact.type == "records" and not isinstance(use, Template)
        if fact is not None and is_list and storage == "texts" and not self._longest(source):
            storage = "records"  # every list is empty, so that nothing told the engine what they hold
        elif fact is not None and is_list and storage == "records":
            fields = self._fields(name, fact, kind)
        elif storage in ("other", "records") or (is_list and (storage != "text" or (fact and fact.derive))):
            if known:
                message = f"the column {name!r} cannot be read as {use if isinstance(use, str) else use.list}"
                hint = "expected a nested list of records" if is_list else "expected words or numbers"
                self.problems.append(Diagnostic("untypable-column", self.place, message, hint))
        elif isinstance(use, Template) or (fact is not None and not _native(storage, fact)):
            texts = exp.func("ARRAY_TO_STRING", source, exp.Literal.string("; ")) if storage == "texts" else source
            number_like = isinstance(use, Template) or (fact is not None and fact.type == "int")
            if not (number_like and storage in ("integer", "number")):
                meanings, others, good = self._texts(texts, use, number_like)
                if known and not good:
                    example = self._example(texts)
                    wanted = expected(fact) if fact and not isinstance(use, Template) else "a whole number"
                    message = f"no cell of the column {name!r} can be read; the first is {example!r}"
                    self.problems.append(
                        Diagnostic("untypable-column", self.place, message, f"expected {wanted}; {MAPPED}")
                    )
        members = len(fact.values) if fact is not None and fact.type == "set" else 1
        gaps = known < rows or bool(fields) or any(len(m.values) < members for m in meanings.values())
        return Column(name, use, storage, gaps, low, high, meanings, others, fields)

    def _fact(self, use: str | Template) -> Fact | None:
        return self.vocabulary.facts.get(use if isinstance(use, str) else use.list)

    def _texts(self, source: Sql, use: str | Template, number_like: bool) -> tuple[dict[str, Meaning], bool, bool]:
        """What each text of a column says; whether there are others; whether any cell can be read."""
        as_text = exp.cast(source.copy(), "text")
        select = exp.select(named(as_text, "cell")).distinct().from_(exp.table_(CASES))
        digits = exp.RegexpLike(this=exp.column("cell"), expression=exp.Literal.string(DIGITS))
        good = False
        if number_like:
            inner = select.subquery("texts")
            plain = next(
                iter(self.engine.fetch(exp.select(exp.Count(this=exp.Star())).from_(inner.copy()).where(digits)))
            )
            good = bool(plain[0])
            select = exp.select(exp.column("cell")).from_(inner).where(exp.Not(this=digits.copy()))
        meanings: dict[str, Meaning] = {}
        others = False
        for (cell,) in self.engine.fetch(select):
            if cell is None:
                continue
            if str(cell).strip() in UNKNOWN:
                meanings[str(cell)] = Meaning((), ())
                good = True
                continue
            found = self._meaning(use, str(cell))
            if isinstance(found, Diagnostic):
                others = True
                continue
            meanings[str(cell)] = found
            good = True
            if len(meanings) > MOST_TEXTS:
                name = use if isinstance(use, str) else use.list
                message = f"the column of {name} holds more than {MOST_TEXTS:,} different texts"
                raise Refused(
                    Diagnostic("untypable-column", self.place, message, "give words of the vocabulary or numbers")
                )
        return meanings, others, good

    def _meaning(self, use: str | Template, cell: str) -> Meaning | Diagnostic:
        if isinstance(use, str):
            if use in CASE_COLUMNS:
                return Meaning((), ())
            return meaning(self.vocabulary.facts[use], cell, self.vocabulary, self.place)
        problems: list[Diagnostic] = []
        found = single(COUNTED, Scalar(cell, self.place), problems)
        return Meaning((), ((0, found),)) if found else problems[0]

    def _longest(self, source: Sql) -> int:
        select = exp.select(exp.Max(this=exp.ArraySize(this=source.copy()))).from_(exp.table_(CASES))
        return int(str(next(iter(self.engine.fetch(select)))[0] or 0))

    def _example(self, source: Sql) -> str:
        filled = exp.Not(this=exp.Is(this=source.copy(), expression=exp.Null()))
        select = exp.select(exp.cast(source.copy(), "text")).from_(exp.table_(CASES)).where(filled).limit(1)
        return str(next(iter(self.engine.fetch(select)), ("",))[0])

    def _fields(self, name: str, fact: Fact, kind: exp.DataType) -> tuple[Column, ...]:
        found = []
        known = {field.id: field for field in fact.fields}
        record = exp.to_identifier("record")
        for part in kind.expressions[0].expressions:
            field_name, field_kind = part.name, part.args["kind"]
            if field_name not in known:
                message = f"the records of {name!r} have no field {field_name!r}"
                self.problems.append(Diagnostic("unmapped-column", self.place, message, f"fields: {', '.join(known)}"))
                continue
            field = known[field_name]
            storage = storage_of(field_kind)
            if storage not in ("text", "boolean", "integer") and not (storage == "date" and field.type == "date"):
                message = f"the field {field_name!r} of {name!r} cannot be read"
                hint = f"expected {expected(field)}"
                self.problems.append(Diagnostic("untypable-column", self.place, message, hint))
                continue
            meanings: dict[str, Meaning] = {}
            others = False
            if storage == "text" and field.type in ("bool", "enum", "int"):
                inner = exp.select(named(exp.Explode(this=exp.column(name, quoted=True)), "record")).from_(
                    exp.table_(CASES)
                )
                value = exp.Dot(this=record.copy(), expression=exp.to_identifier(field_name))
                for (cell,) in self.engine.fetch(exp.select(value).distinct().from_(inner.subquery("records"))):
                    if cell is None:
                        continue
                    problems: list[Diagnostic] = []
                    read = (
                        None if str(cell).strip() in UNKNOWN else single(field, Scalar(str(cell), self.place), problems)
                    )
                    if problems:
                        others = True
                    else:
                        meanings[str(cell)] = Meaning((), ((0, read),) if read else ())
            found.append(Column(field_name, field.id, storage, True, 0, 0, meanings, others, ()))
        return tuple(found)


def read_as(columns: list[str], headers: Headers) -> list[Sql]:
    """A file's columns under the names, and with the words, that a mapping gives them."""
    found: list[Sql] = []
    for name in columns:
        source: Sql = exp.column(name, quoted=True)
        words = headers.values.get(name)
        if words:
            cell = exp.cast(source, "text")
            ifs = [
                exp.If(this=exp.EQ(this=exp.Trim(this=cell.copy()), expression=text(given)), true=text(meant))
                for given, meant in words.items()
            ]
            source = exp.Case(ifs=ifs, default=cell)
        new = headers.names.get(name, name)
        if new != IGNORE:
            found.append(exp.alias_(source, new, quoted=True))
    return found


COUNTED = Field("count", "int", "number of records")


def storage_of(kind: exp.DataType) -> str:
    """How a column of a type is stored, in the words of `Column`."""
    if kind.is_type("boolean"):
        return "boolean"
    if kind.is_type(*exp.DataType.INTEGER_TYPES):
        return "integer"
    if kind.is_type(*exp.DataType.REAL_TYPES):
        return "number"
    if kind.is_type("date", "timestamp", "datetime", "timestamptz", "timestampntz", "timestampltz"):
        return "date"
    if kind.is_type(*exp.DataType.TEXT_TYPES):
        return "text"
    if kind.is_type("array", "list"):
        inner = kind.expressions[0] if kind.expressions else None
        if isinstance(inner, exp.DataType) and inner.is_type("struct"):
            return "records"
        return "texts"
    return "other"


def _native(storage: str, fact: Fact) -> bool:
    """Whether a stored type is the fact's own, so that no text has to be read."""
    return (storage, fact.type) in (("boolean", "bool"), ("integer", "int"))
