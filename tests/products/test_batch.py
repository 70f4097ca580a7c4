"""A table of cases: every format in and out, what a cell means, what is rejected and why, and what never gets lost."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pytest
from pyarrow import parquet
from tests.evaluate.tables import differences
from tests.library.test_cases import _cases

from inforce.facts.case import Case
from inforce.facts.diagnostics import Refused
from inforce.facts.documents import parse
from inforce.facts.headers import read_headers
from inforce.facts.vocabulary import Field
from inforce.products.assess import Assessor
from inforce.products.assessment import OutputRow
from inforce.products.batch import NO_HEADERS, opened, rows_query, run_batch
from inforce.products.table_reports import BatchReport

ROOT = Path(__file__).resolve().parents[2]
BAD = ROOT / "tests" / "bad"
Rows = list[dict[str, Any]]

HEADER = ["case", "jurisdiction", "offense_date", "possesses", "mental_state", "medium", "kind", "sexual_conduct",
          "depictions", "youngest_age", "knows_minor", "care_roles", "priors"]  # fmt: skip
PLAIN = ["knowing", "stored image", "actual person", "yes"]
CELLS = [
    ["first", "us-tx", "2024-06-01", "yes", *PLAIN, "499", "10 to 17", "knows", "none", "none"],
    ["second", "us-tx", "2024-06-01", "yes", *PLAIN, "", "12", "knows", "none", "none"],
    ["third", "us-tx", "2026-01-15", "no", *PLAIN, "5", "unknown", "no", "child-care facility employee", "none"],
    ["fourth", "us-tx", "2010-01-01", "Yes", *PLAIN, "at least 3", "under 10", "knows", "none", "none"],
]


def write_csv(path: Path, cells: list[list[str]] = CELLS, header: list[str] = HEADER) -> Path:
    with open(path, "w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *cells])
    return path


def write_jsonl(path: Path) -> Path:
    lines = [
        json.dumps({k: ([] if k == "priors" else v or None) for k, v in zip(HEADER, row, strict=True)}) for row in CELLS
    ]
    path.write_text("\n".join(lines) + "\n")
    return path


def write_parquet(path: Path) -> Path:
    columns: dict[str, Any] = {name: [row[at] or None for row in CELLS] for at, name in enumerate(HEADER)}
    columns["priors"] = pa.array([[]] * len(CELLS), pa.list_(pa.struct([("provision", pa.string())])))
    columns["possesses"] = [True, True, False, True]
    parquet.write_table(pa.table(columns), path)
    return path


def write_xlsx(path: Path) -> Path:
    book = openpyxl.Workbook()
    book.active.append(HEADER)
    for row in CELLS:
        book.active.append([int(cell) if cell.isdigit() else cell or None for cell in row])
    book.save(path)
    return path


def rows_in(path: str | Path) -> Rows:
    return parquet.read_table(path).to_pylist()  # type: ignore[no-any-return]


def assess_rows(assessor: Assessor, text: str) -> list[OutputRow]:
    return [row for case in assessor.read(parse(text, "case")) for row in assessor.assess(case).rows]


@pytest.mark.parametrize("write", [write_csv, write_jsonl, write_parquet, write_xlsx])
def test_every_format_says_the_same(write: Callable[[Path], Path], assessor: Assessor, tmp_path: Path) -> None:
    plain = tmp_path / "plain.parquet"
    run_batch(assessor, str(write_csv(tmp_path / "plain.csv")), str(plain))
    path = write(tmp_path / f"cases.{write.__name__.removeprefix('write_')}")
    report = run_batch(assessor, str(path), str(tmp_path / "rows.parquet"))
    assert (report.cases, report.answered, report.rejected) == (4, 4, 0)
    assert rows_in(tmp_path / "rows.parquet") == rows_in(plain)
    assert list(dict.fromkeys(row["case"] for row in rows_in(plain))) == ["first", "second", "third", "fourth"]


@pytest.mark.parametrize("ending", ["csv", "jsonl", "xlsx"])
def test_every_output_holds_the_same_rows(ending: str, assessor: Assessor, tmp_path: Path) -> None:
    source = str(write_csv(tmp_path / "cases.csv"))
    run_batch(assessor, source, str(tmp_path / "rows.parquet"))
    output = tmp_path / f"rows.{ending}"
    report = run_batch(assessor, source, str(output))
    if ending == "csv":
        with open(output, newline="", encoding="utf-8") as file:
            found: Rows = list(csv.DictReader(file))
    elif ending == "jsonl":
        found = [json.loads(line) for line in output.read_text().splitlines()]
    else:
        header, *rows = openpyxl.load_workbook(output).active.values
        found = [dict(zip(header, row, strict=True)) for row in rows]
    expected = rows_in(tmp_path / "rows.parquet")
    assert report.rows == len(found) == len(expected)
    text = [{key: "" if value is None else str(value) for key, value in row.items()} for row in found]
    assert text == [{key: "" if value is None else str(value) for key, value in row.items()} for row in expected]


def test_rows_are_those_of_assess(assessor: Assessor, tmp_path: Path) -> None:
    """The two cases whose facts determine everything, written as a case file."""
    cases = [dict(zip(HEADER, row, strict=True)) for row in CELLS if row[0] in ("first", "fourth")]
    text = "cases:\n" + "".join(
        f"- {{case: {c['case']}, jurisdiction: us-tx, offense_date: {c['offense_date']}, facts: "
        f"{{{', '.join(f'{k}: {v}' for k, v in c.items() if k not in HEADER[:3] and v)}}}}}\n"
        for c in cases
    )
    run_batch(assessor, str(write_csv(tmp_path / "cases.csv")), str(tmp_path / "rows.parquet"), exact=True)
    ours = [{k: row[k] for k in OutputRow._fields} for row in rows_in(tmp_path / "rows.parquet")]
    theirs = [dict(zip(OutputRow._fields, row, strict=True)) for row in assess_rows(assessor, text)]
    assert [row for row in ours if row["case"] in ("first", "fourth")] == theirs


def batch(assessor: Assessor, tmp_path: Path, cells: list[list[str]], header: list[str], **more: Any) -> BatchReport:
    path = write_csv(tmp_path / "cases.csv", cells, header)
    return run_batch(assessor, str(path), str(tmp_path / "rows.parquet"), **more)


def test_bad_rows_go_to_a_file_of_their_own_with_row_column_and_reason(assessor: Assessor, tmp_path: Path) -> None:
    header = ["case", "jurisdiction", "offense_date", "depictions", "identical_depictions", "sexual_conduct"]
    good = ["good", "us-tx", "2024-06-01", "12", "0", "yes"]
    bad = {
        "dozen": ("depictions", ["dozen", "us-tx", "2024-06-01", "a dozen", "0", "yes"]),
        "date": ("offense_date", ["date", "us-tx", "2024-02-30", "12", "0", "yes"]),
        "no date": ("offense_date", ["no date", "us-tx", "", "12", "0", "yes"]),
        "early": ("offense_date", ["early", "us-tx", "1990-01-01", "12", "0", "yes"]),
        "elsewhere": ("jurisdiction", ["elsewhere", "us-zz", "2024-06-01", "12", "0", "yes"]),
        "more": ("identical_depictions", ["more", "us-tx", "2024-06-01", "12", "13", "yes"]),
        "word": ("sexual_conduct", ["word", "us-tx", "2024-06-01", "12", "0", "perhaps"]),
    }
    cells = [good, *(row for _, row in bad.values()), ["last", *good[1:]]]
    report = batch(assessor, tmp_path, cells, header)
    assert (report.cases, report.answered, report.rejected) == (9, 2, 7)
    assert {row["case"] for row in rows_in(tmp_path / "rows.parquet")} == {"good", "last"}
    with open(report.rejects, newline="", encoding="utf-8") as file:
        rejects = list(csv.DictReader(file))
    assert [(r["case"], r["column"]) for r in rejects] == [(case, column) for case, (column, _) in bad.items()]
    assert [int(r["row"]) for r in rejects] == list(range(2, 9))
    assert all(r["reason"] for r in rejects)
    assert "30" in rejects[1]["reason"]
    # What an earlier run rejected is not left behind by one that rejects nothing.
    again = batch(assessor, tmp_path, [good], header)
    assert not again.rejects
    assert not (tmp_path / "rows.parquet.rejects.csv").exists()


def test_nothing_given_in_a_row_is_lost_or_invented(assessor: Assessor, tmp_path: Path) -> None:
    """A number, a range and a blank in one column; the same key twice; no key at all."""
    header = ["case", "jurisdiction", "offense_date", "depictions"]
    cells = [
        ["a", "us-tx", "2024-06-01", "7"],
        ["a", "us-tx", "2024-06-01", "600 to 700"],
        ["", "us-tx", "2024-06-01", ""],
    ]
    batch(assessor, tmp_path, cells, header)
    rows = [r for r in rows_in(tmp_path / "rows.parquet") if r["offense"].endswith("43.26(a)") and not r["of"]]
    assert [r["case"] for r in rows] == ["a", "a", "a", "a", "row 3", "row 3"]
    assert {r["verdict"] for r in rows} == {"undetermined"}
    assert [r["max"] for r in rows][2:4] == ["life", "life"]
    assert [r["min"] for r in rows][2:4] == ["P5Y", "P5Y"]


COUNTED = "priors: provision = Tex. Penal Code § 43.26(a), disposition = conviction"
FELONY = ["us-tx", "2026-01-15", "yes", *PLAIN, "5", "12", "knows", "none"]
OTHERS = {"displays_in_school_library": "no", "sexual_assault_conduct": "no"}


@pytest.mark.parametrize(
    ("cell", "grade", "floor", "top"),
    [
        ("0", "third-degree felony", "P2Y", "P10Y"),
        ("1", "second-degree felony", "P2Y", "P20Y"),
        ("2", "first-degree felony", "P5Y", "life"),
        ("at least 2", "first-degree felony", "P5Y", "life"),
        ("at least 1", "", "P2Y", "life"),
        ("", "", "P2Y", "life"),
    ],
)
def test_priors_may_be_counted(cell: str, grade: str, floor: str, top: str, assessor: Assessor, tmp_path: Path) -> None:
    """Boundaries of qualifying priors: 0, 1, 2; a blank leaves the list open."""
    header = [*HEADER[:-1], f"{COUNTED}, level = felony, registrable = yes", *OTHERS]
    batch(assessor, tmp_path, [["one", *FELONY, cell, *OTHERS.values()]], header)
    row = next(
        r
        for r in rows_in(tmp_path / "rows.parquet")
        if r["offense"].endswith("43.26(a-1)") and not r["of"] and r["reading"] in ("", "sb-1621")
    )
    assert (row["verdict"], row["grade"], row["min"], row["max"]) == ("yes", grade, floor, top)


@pytest.mark.parametrize(
    ("cell", "grade"),
    [
        ("none", "third-degree felony"),
        ('[{"provision": "Texas Penal Code § 43.26(a)", "disposition": "conviction"}]', "second-degree felony"),
        ('{"at least": [{"provision": "Tex. Penal Code § 43.26(a)", "disposition": "conviction"}]}', ""),
    ],
)
def test_priors_may_be_a_list_in_a_cell(cell: str, grade: str, assessor: Assessor, tmp_path: Path) -> None:
    batch(assessor, tmp_path, [["one", *FELONY, cell, *OTHERS.values()]], [*HEADER, *OTHERS])
    rows = rows_in(tmp_path / "rows.parquet")
    row = next(r for r in rows if r["offense"].endswith("43.26(a-1)") and r["reading"] in ("", "sb-1621"))
    assert row["grade"] == grade


def test_a_mapping_file_renames_headers_and_words(assessor: Assessor, tmp_path: Path) -> None:
    text = """
columns:
  Docket: case
  Day: offense_date
  Images: {fact: depictions, values: {"-9": unknown, twelve: "12"}}
  Had it: {fact: possesses, values: {Y: yes, N: no}}
  County: ignore
"""
    headers = read_headers(parse(text, "mapping.yaml"))
    header = ["Docket", "Day", "Images", "Had it", "County"]
    cells = [["d1", "2024-06-01", "-9", "Y", "x"], ["d2", "2024-06-01", "twelve", "N", "y"]]
    report = batch(assessor, tmp_path, cells, header, headers=headers, jurisdiction="us-tx")
    assert (report.answered, report.rejected) == (2, 0)
    found = {
        (r["case"], r["verdict"])
        for r in rows_in(tmp_path / "rows.parquet")
        if r["offense"].endswith("43.26(a)") and not r["of"]
    }
    assert found == {("d1", "undetermined"), ("d2", "undetermined")}


def test_a_mapping_with_a_fault_names_its_line() -> None:
    with pytest.raises(Refused) as refused:
        read_headers(parse("columns:\n  A: {fat: depictions}\n", "mapping.yaml"))
    assert {d.place.line for d in refused.value.diagnostics} == {2}


def test_the_example_caseload_settled_exactly_is_what_assess_says(assessor: Assessor, tmp_path: Path) -> None:
    output = tmp_path / "rows.parquet"
    report = run_batch(assessor, str(ROOT / "examples" / "caseload.csv"), str(output), exact=True)
    assert (report.cases, report.rejected) == (1000, 0)
    assert report.settled > 100
    rows = rows_in(output)
    assert {row["undetermined"] for row in rows} == {""}
    with open(ROOT / "examples" / "caseload.csv", newline="", encoding="utf-8") as file:
        cases = list(csv.DictReader(file))[:60]
    ours: dict[str, Rows] = {}
    for row in rows:
        ours.setdefault(row["case"], []).append({k: row[k] for k in OutputRow._fields})
    for given in cases:
        case = assessor.read(parse(_as_case(given), "case"))[0]
        key = lambda r: (r["offense"], r["of"])  # noqa: E731
        theirs = [dict(zip(OutputRow._fields, row, strict=True)) for row in assessor.assess(case).rows]
        assert sorted(ours[case.name], key=key) == sorted(theirs, key=key)


def _as_case(given: dict[str, str]) -> str:
    """A row of the caseload as a case file, its counted priors as a list."""
    facts = [f"  {k}: {_cell(v)}" for k, v in given.items() if v and not k.startswith("priors") and k not in HEADER[:3]]
    records = []
    open_list = False
    for header, cell in given.items():
        if header.startswith("priors"):
            fields = header.removeprefix("priors:").replace(" = ", ": ")
            records += [f"{{{fields}}}"] * int(cell or 0)
            open_list = open_list or not cell
    listed = f"[{', '.join(records)}]" if records else "none"
    if open_list:
        listed = f"{{at least: {listed}}}" if records else "unknown"
    head = f"case: {given['case']}\njurisdiction: us-tx\noffense_date: {given['offense_date']}\nfacts:\n"
    return head + "\n".join([*facts, f"  priors: {listed}"]) + "\n"


def _cell(value: str) -> str:
    return f"[{value.replace(';', ',')}]" if ";" in value else value


def test_order_and_keys_hold_over_many_row_groups(assessor: Assessor, tmp_path: Path) -> None:
    """A query that joined would lose the order past one row group, though each answer stays right."""
    source = tmp_path / "cases.parquet"
    many = 260_000
    days = ["2024-06-01" if at % 3 else "2026-01-15" for at in range(many)]
    table = pa.table(
        {
            "case": [f"{at}" for at in range(many)],
            "jurisdiction": ["us-tx"] * many,
            "offense_date": days,
            "possesses": [at % 2 == 0 for at in range(many)],
            "accesses": [False] * many,
        }
    )
    parquet.write_table(table, source, row_group_size=20_000)
    run_batch(assessor, str(source), str(tmp_path / "rows.parquet"))
    rows = parquet.read_table(tmp_path / "rows.parquet", columns=["case", "offense", "of", "verdict"])
    keys = [int(key) for key in rows["case"].to_pylist()]
    assert keys == sorted(keys)
    assert set(keys) == set(range(many))
    for key, offense, of, verdict in zip(
        keys, *(rows[n].to_pylist() for n in ("offense", "of", "verdict")), strict=True
    ):
        if offense in ("Tex. Penal Code § 43.26(a)", "Tex. Penal Code § 43.26(a-1)") and not of:
            assert verdict == ("undetermined" if key % 2 == 0 else "no")
            assert offense.endswith("(a)") == bool(key % 3)


def test_numbers_may_be_stored_as_floating_point(assessor: Assessor, tmp_path: Path) -> None:
    """As a table with gaps often is; a part of a depiction is rejected, and so is what is no number."""
    source = tmp_path / "cases.parquet"
    numbers = [7.0, None, 7.5, float("nan"), -1.0]
    columns = {"case": list("abcde"), "jurisdiction": ["us-tx"] * 5, "offense_date": ["2024-06-01"] * 5}
    parquet.write_table(pa.table({**columns, "depictions": numbers}), source)
    report = run_batch(assessor, str(source), str(tmp_path / "rows.parquet"))
    assert (report.answered, report.rejected) == (2, 3)
    with open(report.rejects, newline="", encoding="utf-8") as file:
        assert [(r["case"], r["column"]) for r in csv.DictReader(file)] == [(c, "depictions") for c in "cde"]


def test_a_table_without_gaps_is_answered_without_branches_for_them(assessor: Assessor, tmp_path: Path) -> None:
    """The same cases, once with a row in which everything is blank: the others' rows do not change."""
    header = [*HEADER[:-1], *OTHERS]
    row = ["one", "us-tx", "2026-01-15", "yes", *PLAIN, "5", "12", "knows", "none", *OTHERS.values()]
    batch(assessor, tmp_path, [row], header)
    full = rows_in(tmp_path / "rows.parquet")
    batch(assessor, tmp_path, [row, ["two", *row[1:3], *[""] * (len(header) - 3)]], header)
    assert [r for r in rows_in(tmp_path / "rows.parquet") if r["case"] == "one"] == full


TABLES = sorted(path for path in BAD.iterdir() if path.suffix in (".csv", ".txt"))


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_a_table_that_cannot_be_used_is_refused_with_its_code(path: Path, assessor: Assessor, tmp_path: Path) -> None:
    output = tmp_path / ("missing/rows.csv" if path.stem == "file-unwritable" else "rows.csv")
    with pytest.raises(Refused) as refused:
        run_batch(assessor, str(path), str(output))
    assert {d.code for d in refused.value.diagnostics} == {path.stem}, refused.value
    assert all(d.hint for d in refused.value.diagnostics)
    assert list(tmp_path.iterdir()) == []


def empty(path: Path) -> None:
    path.write_bytes(b"")


def header_only(path: Path) -> None:
    write_csv(path, [])


def truncated(path: Path) -> None:
    write_parquet(path)
    path.write_bytes(path.read_bytes()[:-200])


def not_a_sheet(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04 no sheet")


def broken_json(path: Path) -> None:
    write_jsonl(path)
    path.write_text(path.read_text() + "{not json\n")


def twice(path: Path) -> None:
    write_csv(
        path,
        [["1", "us-tx", "2024-06-01", "5", "6"]],
        ["case", "jurisdiction", "offense_date", "depictions", "depictions"],
    )


@pytest.mark.parametrize(
    ("name", "make", "code"),
    [
        ("cases.csv", empty, "file-empty"),
        ("cases.csv", header_only, "file-empty"),
        ("cases.parquet", truncated, "file-unreadable"),
        ("cases.xlsx", not_a_sheet, "file-unreadable"),
        ("cases.jsonl", broken_json, "file-unreadable"),
        ("cases.parquet", empty, "file-empty"),
        ("cases.csv", twice, "duplicate-key"),
        ("cases.csv", lambda path: None, "file-missing"),
        ("cases.csv", Path.mkdir, "file-is-directory"),
    ],
)
def test_a_damaged_table_is_refused_and_nothing_is_written(
    name: str, make: Callable[[Path], None], code: str, assessor: Assessor, tmp_path: Path
) -> None:
    path = tmp_path / name
    make(path)
    before = sorted(p.name for p in tmp_path.iterdir())
    with pytest.raises(Refused) as refused:
        run_batch(assessor, str(path), str(tmp_path / "rows.parquet"))
    assert {d.code for d in refused.value.diagnostics} == {code}, refused.value
    assert sorted(p.name for p in tmp_path.iterdir()) == before


def test_unknown_engine_jurisdiction_and_output_format_are_refused(assessor: Assessor, tmp_path: Path) -> None:
    path = str(write_csv(tmp_path / "cases.csv"))
    for arguments, code in (
        ({"engine": "dukdb"}, "unknown-format"),
        ({"jurisdiction": "us-tz"}, "unknown-jurisdiction"),
    ):
        with pytest.raises(Refused) as refused:
            run_batch(assessor, path, str(tmp_path / "rows.csv"), **arguments)  # type: ignore[arg-type]
        assert [d.code for d in refused.value.diagnostics] == [code]
        assert "us-tx" in str(refused.value) or "duckdb" in str(refused.value)
    with pytest.raises(Refused) as refused:
        run_batch(assessor, path, str(tmp_path / "rows.pdf"))
    assert [d.code for d in refused.value.diagnostics] == ["unknown-format"]


def test_a_full_disk_leaves_the_earlier_output_as_it_was(tmp_path: Path) -> None:
    """On a file system of a megabyte of its own, in a name space of its own."""
    source = tmp_path / "cases.parquet"
    make = [sys.executable, str(ROOT / "benchmarks" / "caseload.py"), "--rows", "60000", "-o", str(source)]
    subprocess.run(make, check=True)
    disk = tmp_path / "disk"
    disk.mkdir()
    script = (
        f"mount -t tmpfs -o size=1m none {disk} && echo kept > {disk}/rows.csv && "
        f"{sys.executable} -m inforce batch {source} -o {disk}/rows.csv; "
        f"echo code $?; cat {disk}/rows.csv; ls -A {disk}"
    )
    done = subprocess.run(
        ["unshare", "--mount", "sh", "-c", script], capture_output=True, text=True, cwd=ROOT, check=False
    )
    if "code" not in done.stdout or "kept" not in done.stdout:
        pytest.skip(f"no file system can be mounted here: {done.stderr.strip()}")
    assert "code 2" in done.stdout
    assert done.stdout.splitlines()[-2:] == ["kept", "rows.csv"]
    assert "Traceback" not in done.stderr
    assert "file-unwritable" in done.stderr


def test_every_library_case_comes_out_of_a_table_as_explained(assessor: Assessor, tmp_path: Path) -> None:
    """Batches of material, nested lists, ranges and conduct over several days, as lines of JSON."""
    cases = [case for case in _cases(assessor) if not case.open_lists]
    assert sum("material" in case.records for case in cases) >= 4
    path = tmp_path / "cases.jsonl"
    path.write_text("".join(json.dumps(_line(case, at, assessor)) + "\n" for at, case in enumerate(cases)))
    for exact in (False, True):
        report = run_batch(assessor, str(path), str(tmp_path / "rows.parquet"), exact=exact)
        assert (report.answered, report.rejected) == (len(cases), 0)
        found: dict[str, Rows] = {}
        for row in rows_in(tmp_path / "rows.parquet"):
            found.setdefault(row["case"], []).append(row)
        for at, case in enumerate(cases):
            theirs = assessor.assess(case).rows
            if not exact:
                assert differences(found[str(at)], theirs, bool(case.unknown or case.partial)) == [], case.name
                continue
            key = lambda row: (row["offense"], row["of"], row["reading"], row["when"])  # noqa: E731
            ours = [{k: row[k] for k in OutputRow._fields} for row in found[str(at)]]
            rows = [{**dict(zip(OutputRow._fields, row, strict=True)), "case": str(at)} for row in theirs]
            assert sorted(ours, key=key) == sorted(rows, key=key), case.name


def test_several_jurisdictions_answer_in_the_order_of_the_cases(assessor: Assessor, tmp_path: Path) -> None:
    """A second one is played by the same law under another name."""
    header = ["case", "jurisdiction", "offense_date", "possesses"]
    cells = [[f"{at:02}", ["us-tx", "us-zz"][at % 2], "2024-06-01", "no"] for at in range(20)]
    path = str(write_csv(tmp_path / "cases.csv", cells, header))
    with opened(assessor, path, str(tmp_path), NO_HEADERS, "", "duckdb") as found:
        binding, versions = found.bindings[0]
        other = found.bound_to(binding.code.replace(id="us-zz"), versions, assessor.vocabulary)
        both = found.replace(bindings=((binding, versions), (other, versions)))
        found.engine.write(rows_query(both, ("case",)), str(tmp_path / "rows.parquet"))
    rows = rows_in(tmp_path / "rows.parquet")
    assert [row["case"] for row in rows] == sorted(row["case"] for row in rows)
    assert {(row["case"], row["jurisdiction"]) for row in rows} == {(c[0], c[1]) for c in cells}
    first, second = ([{**r, "case": "", "jurisdiction": ""} for r in rows if r["case"] == key] for key in ("00", "01"))
    assert first == second


def _line(case: Case, at: int, assessor: Assessor) -> dict[str, Any]:
    line: dict[str, Any] = {
        "case": str(at),
        "jurisdiction": "us-tx",
        "offense_from": case.begins,
        "offense_to": case.ends,
    }
    for answer in case.answers:
        fact = assessor.vocabulary.facts[answer.fact]
        if fact.type != "records":
            line[fact.id] = answer.text
            continue
        line[fact.id] = [{f.id: _plain(f, record.get(f.id)) for f in fact.fields} for record in case.records[fact.id]]
    return line


def _plain(field: Field, value: object) -> object:
    if isinstance(value, tuple):
        return f"{value[0]} to {value[1] - 1}"
    if value is None or field.type == "bool":
        return None if value is None else bool(value)
    return field.values[value] if field.values and isinstance(value, int) else str(value)
