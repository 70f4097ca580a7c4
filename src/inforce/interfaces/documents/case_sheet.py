"""An Excel sheet to be filled with cases, which `inforce batch` reads as it is."""

from __future__ import annotations

import datetime

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from inforce.facts.vocabulary import Fact, Vocabulary

ROWS = 1_000  # rows with drop-downs
MADE = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC).replace(tzinfo=None)  # so that equal sheets are equal files
ADVICE = "Legal information, not legal advice. A blank cell is unknown; it never means no."
_CASE = {
    "case": "The key of the case. It comes back in every row of the answer.",
    "jurisdiction": "Such as us-tx.",
    "offense_date": "The day of the conduct, such as 2024-06-01. "
    "For conduct over several days use two columns instead, offense_from and offense_to.",
}
COUNTED = "priors: provision = {provision}, disposition = conviction"


def write_case_sheet(vocabulary: Vocabulary, facts: list[str], path: str, provisions: tuple[str, ...] = ()) -> None:
    """Writes the sheets cases, definitions and lists. `provisions` are those whose prior convictions are counted."""
    book = openpyxl.Workbook()
    book.properties.created = book.properties.modified = MADE
    book.properties.creator = "In Force"
    cases, definitions, lists = book.active, book.create_sheet("definitions"), book.create_sheet("lists")
    assert isinstance(cases, Worksheet)
    cases.title = "cases"
    lists.sheet_state = "hidden"
    shown = [vocabulary.facts[name] for name in facts if vocabulary.facts[name].type != "records"]
    headers = [*_CASE, *(fact.id for fact in shown), *(COUNTED.format(provision=p) for p in provisions)]
    for at, header in enumerate(headers, 1):
        cell = cases.cell(1, at, header)
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cases.column_dimensions[get_column_letter(at)].width = 18
    cases.freeze_panes = "B2"
    for at, (name, says) in enumerate(_CASE.items(), 1):
        _note(cases, at, says)
        if name == "offense_date":
            _date(cases, at)
    for at, fact in enumerate(shown, len(_CASE) + 1):
        _note(cases, at, f"{fact.question} {fact.help}")
        _cells(cases, lists, at, fact)
    for at, provision in enumerate(provisions, len(_CASE) + len(shown) + 1):
        _note(cases, at, f"How many prior convictions under {provision}: 0, a number, or at least a number.")
    _definitions(definitions, shown)
    book.save(path)


def _note(sheet: Worksheet, column: int, says: str) -> None:
    note = Comment(says, "In Force")
    note.width, note.height = 360, 140
    sheet.cell(1, column).comment = note


def _range(column: int) -> str:
    letter = get_column_letter(column)
    return f"{letter}2:{letter}{ROWS + 1}"


def _date(sheet: Worksheet, column: int) -> None:
    rule = DataValidation(type="date", operator="greaterThan", formula1="DATE(1900,1,1)", allow_blank=True)
    rule.error = "Write a day of the calendar, such as 2024-06-01."
    sheet.add_data_validation(rule)
    rule.add(_range(column))
    for row in range(2, ROWS + 2):
        sheet.cell(row, column).number_format = "yyyy-mm-dd"


def _cells(sheet: Worksheet, lists: Worksheet, column: int, fact: Fact) -> None:
    """A drop-down of the words that a cell may hold, or a hint where it may hold more."""
    words = ["yes", "no", "unknown"] if fact.type == "bool" else [*fact.values, "unknown"]
    if fact.type in ("bool", "enum", "ordered"):
        for row, word in enumerate(words, 1):
            lists.cell(row, column, word)
        letter = get_column_letter(column)
        rule = DataValidation(type="list", formula1=f"lists!${letter}$1:${letter}${len(words)}", allow_blank=True)
        rule.error = f"Choose one of: {', '.join(words)}."[:250]
    else:
        says = (
            "A whole number, or a range: 10 to 17, under 18, at least 50."
            if fact.type == "int"
            else f"none, or members joined with semicolons: {'; '.join(fact.values)}"
        )
        rule = DataValidation(allow_blank=True, showInputMessage=True)
        rule.promptTitle, rule.prompt = fact.id[:32], says[:250]
    sheet.add_data_validation(rule)
    rule.add(_range(column))


def _definitions(sheet: Worksheet, facts: list[Fact]) -> None:
    sheet.append([ADVICE])
    sheet.append(["fact", "label", "question", "help", "type", "values", "unit"])
    for cell in sheet[2]:
        cell.font = Font(bold=True)
    for fact in facts:
        sheet.append([fact.id, fact.label, fact.question, fact.help, fact.type, "; ".join(fact.values), fact.unit])
    for column, width in zip("ABCDEFG", (28, 30, 60, 80, 10, 60, 12), strict=True):
        sheet.column_dimensions[column].width = width
    for row in sheet.iter_rows(min_row=3):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "B3"
