"""Cases as a table of the law's variables, and what it means that the query and the explainer agree about them."""

from __future__ import annotations

from typing import Any

import duckdb
import pyarrow as pa
from sqlglot import exp

from inforce.evaluate.sql.query import Query
from inforce.evaluate.sql.shape import Held, Shape, column_name, kind_of
from inforce.facts.case import Case
from inforce.facts.dates import term_days
from inforce.law.bind import bind
from inforce.law.consolidate import governing_date, version_at
from inforce.law.lowered import Code
from inforce.products.assess import Assessor
from inforce.products.assessment import OutputRow
from inforce.products.batch import versions_of

Row = dict[str, Any]
SENTENCE = ("grade", "mode", "min", "max", "mandatory_min", "terms", "fine_max", "currency")


def shape_for(code: Code, assessor: Assessor) -> Shape:
    """A table in which every fact may be unknown, and every number a range."""
    held = {}
    for at, variable in enumerate(code.variables):
        wide = variable.kind == "count" or (variable.kind == "fact" and variable.high - variable.low > 20)
        held[at] = Held(column_name(variable), "ranged" if wide else kind_of(variable), True)
    return Shape(code, assessor.vocabulary, held, True)


def bound_row(case: Case, code: Code, shape: Shape) -> Row:
    """A case as a row of that table."""
    row: Row = {
        "case": case.name,
        "first_version": version_at(code.dates, governing_date(case.begins, case.ends)),
        "last_version": version_at(code.dates, case.ends),
    }
    for at, value in enumerate(bind(case, code)):
        held = shape.held(at)
        if held.kind == "ranged":
            known = ((value, value + 1),) if value is not None else case.partial.get(at)
            low, high = (known[0][0], known[-1][1]) if known else (None, None)
            row[f"{held.name}_low"], row[f"{held.name}_high"] = low, high
        else:
            row[held.name] = bool(value) if held.kind == "truth" and value is not None else value
    return row


def table_of(cases: list[Case], code: Code, shape: Shape) -> pa.Table:
    """Cases as that table, with the types that its columns have."""
    rows = [bound_row(case, code, shape) for case in cases]
    truths = {held.name for at in range(len(code.variables)) if (held := shape.held(at)).kind == "truth"}
    fields = [
        (name, pa.string() if name == "case" else pa.bool_() if name in truths else pa.int64()) for name in rows[0]
    ]
    return pa.Table.from_pylist(rows, schema=pa.schema(fields))


class Tabled:
    """The query of a jurisdiction over such a table, made once."""

    def __init__(self, assessor: Assessor, jurisdiction: str = "us-tx") -> None:
        self.assessor, self.code = assessor, assessor.image.code(jurisdiction)
        self.shape = shape_for(self.code, assessor)
        facts = exp.select(exp.Star()).from_("bound")
        query = Query(versions_of(assessor, self.code), self.shape, "duckdb").rows(facts)
        self.sql = query.sql(dialect="duckdb", comments=False)
        self.connection = duckdb.connect()

    def answers(self, cases: list[Case]) -> dict[str, list[Row]]:
        """The query's rows for cases that each have a name of their own."""
        self.connection.register("bound", table_of(cases, self.code, self.shape))
        found: dict[str, list[Row]] = {case.name: [] for case in cases}
        for row in self.connection.sql(self.sql).to_arrow_table().to_pylist():
            found[row["case"]].append(row)
        return found

    def differences(self, cases: list[Case]) -> list[str]:
        """Everything in which the query says something else than the explainer."""
        answers = self.answers(cases)
        return [
            f"{case.name}: {says}"
            for case in cases
            for says in differences(
                answers[case.name], self.assessor.assess(case).rows, bool(case.unknown or case.partial)
            )
        ]


def differences(answers: list[Row], exact: tuple[OutputRow, ...], partly: bool) -> list[str]:
    """In what the query's rows about one case contradict the explainer's.

    Where the query determines something it must be what the explainer says; where it does not, the explainer's
    outcomes must lie within its bounds; where the explainer determines everything, so must the query if no fact is
    unknown, which `undetermined_although` checks apart.
    """
    found = []
    ours: dict[tuple[str, str], list[Row]] = {}
    theirs: dict[tuple[str, str], list[OutputRow]] = {}
    for row in answers:
        ours.setdefault((row["offense"], row["of"]), []).append(row)
    for other in exact:
        theirs.setdefault((other.offense, other.of), []).append(other)
    if set(ours) != set(theirs):
        return [f"offenses {sorted(ours)} against {sorted(theirs)}"]
    for key, rows in ours.items():
        for row in rows:
            same = [r for r in theirs[key] if r.reading == row["reading"]]
            if not same and row["reading"]:
                same = [r for r in theirs[key] if not r.reading]
            found += [f"{key} {row['reading']}: {says}" for says in _row(row, same, partly)]
        if all(row["reading"] for row in rows) and any(r.reading for r in theirs[key]):
            readings = {row["reading"] for row in rows} ^ {r.reading for r in theirs[key]}
            found += [f"{key}: readings {readings}"] if readings else []
    return found


def _row(row: Row, exact: list[OutputRow], partly: bool) -> list[str]:
    if not exact:
        return ["the explainer has no such reading"]
    found = []
    open_words = row["undetermined"].split()
    met = [r for r in exact if r.verdict == "yes"]
    verdicts = {r.verdict for r in exact}
    if row["verdict"] != "undetermined" and verdicts != {row["verdict"]}:
        return [f"verdict {row['verdict']} against {verdicts}"]
    if ("elements" in open_words) != (row["verdict"] == "undetermined"):
        found.append(f"verdict {row['verdict']} marked {open_words}")
    if row["verdict"] == "no":
        # With unknown facts, which elements else may fail is known more exactly by the explainer.
        fields = ["defenses", *SENTENCE] if partly else ["decided_by", "confidence", "defenses", *SENTENCE]
        return found + _unequal(row, exact[0], fields)
    if "grade" in open_words:
        for r in met:
            if term_days(row["min"]) > term_days(r.min) or term_days(row["max"]) < term_days(r.max):
                found.append(f"{r.min} to {r.max} lies outside {row['min']} to {row['max']}")
    else:
        for r in met:
            found += _unequal(row, r, list(SENTENCE))
    for r in met[:1]:
        found += _defenses(row["defenses"], r.defenses)
        if not open_words:
            found += _unequal(row, r, ["when", "defenses"])
        if row["reading"] == r.reading:
            found += _unequal(row, r, ["preferred"])
            # Where the query does not see that readings agree, it cites each of them alone.
            found += _unequal(row, r, ["decided_by", "confidence"]) if not open_words else []
    return found


def _unequal(row: Row, exact: OutputRow, fields: list[str]) -> list[str]:
    return [
        f"{field} {row[field]!r} against {getattr(exact, field)!r}"
        for field in fields
        if row[field] != getattr(exact, field)
    ]


def _defenses(ours: str, theirs: str) -> list[str]:
    """A state that the query determines is the explainer's."""
    pairs = list(zip(ours.split("; "), theirs.split("; "), strict=False))
    if ours.count(";") != theirs.count(";"):
        return [f"defenses {ours!r} against {theirs!r}"]
    return [f"defense {a!r} against {b!r}" for a, b in pairs if a != b and not a.startswith("undetermined: ")]


def undetermined_although(answers: list[Row], exact: tuple[OutputRow, ...]) -> list[str]:
    """Where the query leaves open what the explainer determines: never for a case whose facts are all known.

    The reason may stay open where the law itself is: several rows then give one sentence.
    """
    if any(row.when for row in exact):
        return []
    return [
        f"{row['offense']} {row['of']}: {row['undetermined']}"
        for row in answers
        if row["undetermined"] not in ("", "reason")
    ]
