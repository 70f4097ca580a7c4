"""The sheet that `inforce facts --template` writes: drop-downs and definitions, and batch reads it as it is."""

from __future__ import annotations

from pathlib import Path

import openpyxl
from pyarrow import parquet
from tests.interfaces.command import inforce

from inforce.products.assess import Assessor
from inforce.products.batch import run_batch


def test_the_sheet_is_filled_and_assessed_as_it_is(env: dict[str, str], assessor: Assessor, tmp_path: Path) -> None:
    path = tmp_path / "cases.xlsx"
    done = inforce("facts", "--for", "us-tx", "--template", str(path), env=env)
    assert done.returncode == 0, done.stderr.decode()
    book = openpyxl.load_workbook(path)
    sheet = book["cases"]
    headers = [cell.value for cell in sheet[1]]
    assert headers[:3] == ["case", "jurisdiction", "offense_date"]
    assert "possesses" in headers
    assert any(str(header).startswith("priors: provision = Tex. Penal Code § 43.26") for header in headers)
    assert "material" not in headers
    assert all(cell.comment for cell in sheet[1])
    assert sheet.max_row == 1 or all(cell.value is None for row in sheet.iter_rows(min_row=2) for cell in row)
    lists = {str(v.sqref): v.formula1 for v in sheet.data_validations.dataValidation if v.type == "list"}
    letter = sheet.cell(1, headers.index("possesses") + 1).column_letter
    assert f"{letter}2:{letter}1001" in lists
    assert [book["lists"][f"{letter}{row}"].value for row in (1, 2, 3)] == ["yes", "no", "unknown"]
    assert "not legal advice" in str(book["definitions"]["A1"].value)
    given = {"case": "one", "jurisdiction": "us-tx", "offense_date": "2024-06-01", "possesses": "no", "accesses": "no"}
    for header, value in given.items():
        sheet.cell(2, headers.index(header) + 1, value)
    book.save(path)
    report = run_batch(assessor, str(path), str(tmp_path / "rows.parquet"))
    assert (report.cases, report.answered) == (1, 1)
    rows = parquet.read_table(tmp_path / "rows.parquet").to_pylist()
    assert [r["verdict"] for r in rows if r["offense"] == "Tex. Penal Code § 43.26(a)" and not r["of"]] == ["no"]


def test_two_sheets_are_one_file(env: dict[str, str], tmp_path: Path) -> None:
    for name in ("one.xlsx", "two.xlsx"):
        assert inforce("facts", "--template", str(tmp_path / name), env=env).returncode == 0
    one, two = (openpyxl.load_workbook(tmp_path / name) for name in ("one.xlsx", "two.xlsx"))
    assert [[c.value for c in row] for row in one["definitions"]] == [
        [c.value for c in row] for row in two["definitions"]
    ]
    assert one.properties.created == two.properties.created


def test_a_template_that_cannot_be_written_is_refused(env: dict[str, str], tmp_path: Path) -> None:
    done = inforce("facts", "--template", str(tmp_path / "missing" / "cases.xlsx"), env=env)
    assert (done.returncode, done.stdout) == (2, b"")
    done = inforce("facts", "--template", str(tmp_path / "cases.doc"), env=env)
    assert done.returncode == 2
    assert b"unknown-format" in done.stderr
    assert not list(tmp_path.iterdir())
