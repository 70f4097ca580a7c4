"""Every date, number and cite in an answer is from the library or the case, or follows from one by a stated rule.

The rules: the last day before an effective date ends a version; "10 to 49" and "fewer than" end one below a threshold;
a term is written in words.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from inforce.facts.dates import day_before
from inforce.law.check.unknown_cite import _cites
from inforce.law.edition import library_root
from inforce.law.load.library import load_library

ROOT = Path(library_root())
EXAMPLES = sorted((Path(__file__).parents[2] / "examples").rglob("*.yaml"))
DATE = re.compile(r"\d{4}-\d\d-\d\d")
NUMBER = re.compile(r"(?<![\w.§(-])\$?\d[\d,]*(?![\w-])")
CITE = re.compile(r"§ ?\d+[A-Z]?(?:\.\d+)?[A-Z]?(?:\([0-9A-Za-z-]+\))*")


@pytest.fixture(scope="module")
def library_text() -> str:
    # The prose of cases is a test's, not the law's.
    return "\n".join(
        p.read_text() for p in sorted(ROOT.rglob("*")) if p.suffix in (".md", ".yaml") and p.name != "cases.yaml"
    )


@pytest.fixture(scope="module")
def library_cites(library_text: str) -> set[str]:
    found = {cite.replace("§ ", "§") for cite in CITE.findall(library_text)}
    for code in load_library(str(ROOT)).library.jurisdictions.values():
        for file in code.files:
            found.add(file.section.partition("§")[2].strip())
            for provision in file.provisions:
                found |= {cite for cite, _ in _cites(provision.rules, provision.place)} | {
                    file.section + provision.name
                }
    return {"§" + cite.rpartition("§")[2].strip() for cite in found}


def answer(path: Path, *options: str) -> str:
    command = [sys.executable, "-m", "inforce", "assess", str(path), *options]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("options", [("--why",), ("--csv",)], ids=lambda o: o[0])
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_no_date_number_or_cite_comes_from_nowhere(
    path: Path, options: tuple[str, ...], library_text: str, library_cites: set[str]
) -> None:
    out = re.sub(r"Library [0-9a-f]{12}\.", "", answer(path, *options))
    source = library_text + path.read_text()
    days = set(DATE.findall(source))
    assert set(DATE.findall(out)) <= days | {day_before(day) for day in days}
    flat = " ".join(out.split())
    for cite in CITE.findall(flat):
        assert cite.replace("§ ", "§") in library_cites, cite
    plain = CITE.sub(" ", DATE.sub(" ", flat))
    numbers = {n.strip("$").replace(",", "") for n in re.findall(r"\d[\d,]*", source)} - {""}
    allowed = numbers | {str(int(n) - 1) for n in numbers}
    if options == ("--csv",):
        plain = re.sub(r"\bP(\d+)[YMD]\b", r" \1 ", plain)
    for number in NUMBER.findall(plain):
        assert number.strip("$,").replace(",", "") in allowed, number


def test_a_number_from_nowhere_would_be_found() -> None:
    assert NUMBER.findall("from 2 to 31337 years, fine up to $10,000") == ["2", "31337", "$10,000"]
    assert CITE.findall("[§ 43.26(c-1)(2)(B)(ii)] and § 12.32(a)") == ["§ 43.26(c-1)(2)(B)(ii)", "§ 12.32(a)"]
