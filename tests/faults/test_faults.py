"""Every planted fault is caught, and by what it says: in copies of the law, and in copies of the program."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.faults.code_faults import CODE_FAULTS, CodeFault
from tests.faults.law_faults import LAW_FAULTS, LawFault

from inforce.law.edition import Image, build
from inforce.law.load.library import load_library
from inforce.products.assess import Assessor
from inforce.products.law_test import run_law_tests
from inforce.products.verify.run import run_verify

ROOT = Path(__file__).resolve().parents[2]


def _caught_by(root: Path) -> tuple[str, ...]:
    """What notices that something is wrong with a library: the loader, its cases, verify."""
    segments, problems = build(str(root))
    if problems:
        return ("load",)
    image = Image(segments)
    found = [] if run_law_tests(Assessor(image), str(root)).passed else ["cases"]
    report = run_verify(image, load_library(str(root)), str(root), milliseconds=20_000)
    assert report.disagreements == report.unsettled == ()
    return (*found, *(() if report.passed else ("verify",)))


def test_nothing_is_caught_in_the_law_as_it_is() -> None:
    assert _caught_by(ROOT / "law") == ()


@pytest.mark.parametrize("fault", LAW_FAULTS, ids=lambda fault: fault.name)
def test_a_fault_in_the_law_is_caught(fault: LawFault, tmp_path: Path) -> None:
    root = tmp_path / "law"
    shutil.copytree(ROOT / "law", root)
    path = root / fault.file
    text = path.read_text()
    assert text.count(fault.good) == 1, f"{fault.file} no longer holds the line in which the fault is planted"
    path.write_text(text.replace(fault.good, fault.bad))
    assert _caught_by(root) == fault.caught_by


def _search(source: Path, cache: Path, *looks: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-P", "-m", "tests.faults.search", str(ROOT / "law"), *looks],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{source}{os.pathsep}{ROOT}", "XDG_CACHE_HOME": str(cache)},
        check=False,
    )


def test_the_search_finds_nothing_without_a_fault(tmp_path: Path) -> None:
    found = _search(ROOT / "src", tmp_path)
    assert found.returncode == 0, found.stdout + found.stderr


@pytest.mark.parametrize("fault", CODE_FAULTS, ids=lambda fault: fault.name)
def test_a_fault_in_the_program_is_caught(fault: CodeFault, tmp_path: Path) -> None:
    source = tmp_path / "src"
    shutil.copytree(ROOT / "src" / "inforce", source / "inforce", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "law").symlink_to(ROOT / "law")
    path = source / "inforce" / fault.file
    text = path.read_text()
    assert text.count(fault.good) == 1, f"{fault.file} no longer holds the line in which the fault is planted"
    path.write_text(text.replace(fault.good, fault.bad))
    found = _search(source, tmp_path / "cache", fault.caught_by)
    assert found.returncode == 1, found.stdout + found.stderr
    assert "Traceback" not in found.stderr, found.stderr
    assert fault.caught_by in found.stdout, found.stdout
