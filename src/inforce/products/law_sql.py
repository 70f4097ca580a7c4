"""The law of a jurisdiction as one readable SQL query over a table of cases."""

from __future__ import annotations

from inforce.evaluate.sql.binding import Binding
from inforce.evaluate.sql.dialects import DIALECTS
from inforce.evaluate.sql.query import Query
from inforce.evaluate.sql.table import CaseTable, Column
from inforce.facts.cells import Meaning
from inforce.facts.diagnostics import Diagnostic, Place, Refused, did_you_mean
from inforce.facts.vocabulary import Fact, Field
from inforce.law.lowered import Code
from inforce.products.assess import Assessor
from inforce.products.batch import versions_of
from inforce.products.table_reports import LawSql

_TYPES = {"bool": "boolean", "int": "integer", "enum": "text", "ordered": "text", "set": "array of text"}
_STORAGE = {"bool": "boolean", "int": "integer", "set": "texts", "records": "records"}


def law_as_sql(assessor: Assessor, jurisdiction: str, dialect: str) -> LawSql:
    """The query. Raises Refused for a jurisdiction that is not encoded, or a dialect that is not known."""
    known = [name for name, _ in assessor.image.edition.jurisdictions]
    if jurisdiction not in known:
        hint = did_you_mean(jurisdiction, known) or f"encoded: {', '.join(known)}"
        message = f"no law is encoded for the jurisdiction {jurisdiction!r}"
        raise Refused(Diagnostic("unknown-jurisdiction", Place("sql"), message, hint))
    if dialect not in DIALECTS:
        hint = did_you_mean(dialect, DIALECTS) or f"dialects: {', '.join(DIALECTS)}"
        raise Refused(Diagnostic("unknown-format", Place("sql"), f"there is no dialect {dialect!r}", hint))
    code = assessor.image.code(jurisdiction)
    vocabulary = assessor.vocabulary
    facts = [fact for fact in vocabulary.facts.values() if not fact.derive]
    table = CaseTable((*_case_columns(), *(_column(fact) for fact in facts)), 0)
    versions = versions_of(assessor, code)
    binding = Binding(table, code, versions, vocabulary, dialect)
    query = Query(versions, binding.shape, dialect).rows(binding.facts())
    columns = (("case", "text"), ("jurisdiction", "text"), ("offense_date", "date"), *map(_described, facts))
    text = query.sql(dialect=dialect, pretty=True)
    whole = f"{_heading(assessor, code, dialect, columns)}{text};\n"
    return LawSql(jurisdiction, dialect, assessor.image.edition.digest, columns, whole)


def _case_columns() -> tuple[Column, ...]:
    kinds = (("case", "text"), ("jurisdiction", "text"), ("offense_date", "date"))
    return tuple(Column(name, name, storage, False, 0, 0, {}, False, ()) for name, storage in kinds)


def _column(fact: Fact) -> Column:
    """A column that holds a fact in its own type, or as the vocabulary's words."""
    storage = _STORAGE.get(fact.type, "text")
    meanings = _words(fact, fact.first)
    fields = tuple(
        Column(field.id, field.id, _STORAGE.get(field.type, "text"), True, 0, 0, _words(field, 0), False, ())
        for field in fact.fields
    )
    return Column(fact.id, fact.id, storage, True, fact.least, fact.most - 1, meanings, False, fields)


def _words(kind: Fact | Field, variable: int) -> dict[str, Meaning]:
    if kind.type not in ("enum", "ordered"):
        return {}
    if isinstance(kind, Fact):
        return {word: Meaning(((variable, at),), ()) for at, word in enumerate(kind.values)}
    return {word: Meaning((), ((0, (at, at + 1)),)) for at, word in enumerate(kind.values)}


def _described(fact: Fact) -> tuple[str, str]:
    if fact.type == "records":
        return fact.id, "array of records: " + ", ".join(f"{f.id} {_kind(f)}" for f in fact.fields)
    return fact.id, _kind(fact)


def _kind(kind: Fact | Field) -> str:
    words = f": {', '.join(kind.values)}" if kind.values else ""
    return f"{_TYPES.get(kind.type, 'text')}{words}"


def _heading(assessor: Assessor, code: Code, dialect: str, columns: tuple[tuple[str, str], ...]) -> str:
    lines = [
        f"The law of {code.name} in force from {code.begins} on, as far as it is encoded, checked on {code.checked}.",
        f"Law {assessor.image.edition.digest}; dialect {dialect}. Legal information, not legal advice.",
        "",
        "It reads a table cases, one row a case, and gives a row for each offense in force and each reading",
        "(docs/rows.md). NULL is unknown, never no. A case whose facts cannot hold together has no row.",
        "Provisions are cited as the library cites them: Tex. Penal Code § 43.26(a).",
        "",
        *(f"  {name:<28} {kind}" for name, kind in columns),
    ]
    return "".join(f"-- {line}".rstrip() + "\n" for line in lines)
