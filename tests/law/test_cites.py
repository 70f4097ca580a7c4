"""A cite is a path: a chapter holds its sections, a section its subdivisions, and spelling does not matter."""

from __future__ import annotations

import pytest

from inforce.law.cites import CHAPTER_BEFORE_POINT, Cited, Path, inside, path_of, within_cite

CODES = {
    "us-tx/penal-code": Cited(("Tex. Penal Code §", "Texas Penal Code §"), CHAPTER_BEFORE_POINT),
    "us-tx/government-code": Cited(("Tex. Gov't Code §",), CHAPTER_BEFORE_POINT),
    "xx/code": Cited(("Example Code §",)),
}
PENAL = "us-tx/penal-code"


@pytest.mark.parametrize(
    ("cite", "path"),
    [
        ("Tex. Penal Code § 43.26", (PENAL, "43", "43.26")),
        ("Tex. Penal Code § 43.26(a)", (PENAL, "43", "43.26", "(a)")),
        ("Tex. Penal Code § 43.26(c-1)(2)(B)(ii)", (PENAL, "43", "43.26", "(c-1)", "(2)", "(b)", "(ii)")),
        ("Tex. Penal Code §43.26", (PENAL, "43", "43.26")),
        ("tex. penal code § 43.26", (PENAL, "43", "43.26")),
        ("Texas Penal Code § 43.26", (PENAL, "43", "43.26")),
        ("Tex.  Penal\nCode §  43.26 (a) (1)", (PENAL, "43", "43.26", "(a)", "(1)")),
        ("Tex. Penal Code 43.26", (PENAL, "43", "43.26")),
        ("Tex. Penal Code sec. 43.26", (PENAL, "43", "43.26")),
        ("Tex. Penal Code ch. 43", (PENAL, "43")),
        ("Tex. Penal Code chapter 43", (PENAL, "43")),
        ("Tex. Penal Code § 22.011(a)(2)", (PENAL, "22", "22.011", "(a)", "(2)")),
        ("Tex. Gov’t Code § 311.031(a)", ("us-tx/government-code", "311", "311.031", "(a)")),
        ("Tex. Gov't Code § 311.031", ("us-tx/government-code", "311", "311.031")),
        ("Example Code § 2(a)", ("xx/code", "", "2", "(a)")),
        ("Tex. Penal Code § 20A.02", (PENAL, "20a", "20a.02")),
    ],
)
def test_a_cite_is_a_path_however_it_is_written(cite: str, path: Path) -> None:
    assert path_of(cite, CODES) == path


@pytest.mark.parametrize(
    "cite",
    [
        "",
        "§ 43.26",
        "43.26",
        "Fla. Stat. § 827.071",
        "Tex. Penal Code",
        "Tex. Penal Code §",
        "Tex. Penal Code § x",
        "Tex. Penal Code § 43.26(a",
        "Tex. Penal Code § 43.26)",
        "Tex. Penal Code § 43.26 and 43.25",
        "(a)",
    ],
)
def test_what_names_no_encoded_section_has_no_path(cite: str) -> None:
    assert path_of(cite, CODES) is None


def path(cite: str) -> Path:
    found = path_of(cite, CODES)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("part", "whole", "answer"),
    [
        ("Tex. Penal Code § 43.26(a)", "Tex. Penal Code § 43.26(a)", True),
        ("Tex. Penal Code § 43.26(a)(1)", "Tex. Penal Code § 43.26(a)", True),
        ("Tex. Penal Code § 43.26(a)", "Tex. Penal Code ch. 43", True),
        ("Tex. Penal Code § 43.26", "Tex. Penal Code ch. 43", True),
        ("Tex. Penal Code § 4.26", "Tex. Penal Code ch. 43", False),
        ("Tex. Penal Code § 43.26(b)", "Tex. Penal Code § 43.26(a)", False),
        ("Tex. Penal Code § 43.261", "Tex. Penal Code § 43.26", False),
        ("Tex. Penal Code § 43.26(a-1)", "Tex. Penal Code § 43.26(a)", False),
        ("Tex. Penal Code ch. 42", "Tex. Penal Code § 43.26(a)", False),
        ("Example Code § 43", "Tex. Penal Code ch. 43", False),
        # named too coarsely to tell
        ("Tex. Penal Code § 43.26", "Tex. Penal Code § 43.26(a)", None),
        ("Tex. Penal Code ch. 43", "Tex. Penal Code § 43.26(a)", None),
    ],
)
def test_a_part_lies_inside_its_whole_or_the_cite_is_too_coarse(part: str, whole: str, answer: bool | None) -> None:
    assert inside(path(part), path(whole)) is answer


def test_a_provision_of_no_encoded_code_lies_inside_nothing() -> None:
    assert inside(None, path("Tex. Penal Code ch. 43")) is False


@pytest.mark.parametrize(
    ("cite", "part", "answer"),
    [
        ("Tex. Penal Code § 43.26(c-1)(2)(A)", "(c-1)(2)", True),
        ("Tex. Penal Code § 43.26(c-1)(2)", "(c-1)(2)", True),
        ("Tex. Penal Code § 43.26(c-1)(1)", "(c-1)(2)", False),
        ("Tex. Penal Code § 43.26(c-1)", "(c-1)(2)", False),
        ("Tex. Penal Code § 43.26(c-10)", "(c-1)", False),
        ("Tex. Penal Code § 43.26", "(c-1)", False),
        ("S.B. 1621 § 7(1)", "(7)", False),
    ],
)
def test_a_row_is_part_of_a_subdivision_by_its_cite(cite: str, part: str, answer: bool) -> None:
    assert within_cite(cite, part) is answer
