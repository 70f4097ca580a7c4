"""The house rules that a machine can check; CONTRIBUTING.md states them."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "inforce"
CODE = [ROOT / name for name in ("src", "tests", "benchmarks")]

LONGEST_FILE = 600
SAYS_NOTHING = re.compile(r"_*(utils?|helpers?|common|misc|base|managers?)")
HEAVY = ("z3", "duckdb", "sqlglot", "pyspark", "litestar", "rich", "markdown_it", "yaml")


def python_files() -> list[Path]:
    return sorted(file for folder in CODE for file in folder.rglob("*.py"))


def package_folders() -> list[Path]:
    """Folders of the package that hold anything but what Python itself writes there."""
    folders = (path for path in [PACKAGE, *PACKAGE.rglob("*")] if path.is_dir())
    return sorted(path for path in folders if "__pycache__" not in path.parts)


def test_files_are_short() -> None:
    lengths = {
        str(file.relative_to(ROOT)): len(file.read_text(encoding="utf-8").splitlines()) for file in python_files()
    }
    assert lengths, "no Python file was found"
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_names_say_something() -> None:
    parts = {
        part
        for file in python_files()
        for part in file.relative_to(ROOT).with_suffix("").parts
        if SAYS_NOTHING.fullmatch(part)
    }
    assert parts == set()


@pytest.mark.parametrize("folder", package_folders(), ids=lambda folder: str(folder.relative_to(ROOT)))
def test_every_folder_says_what_it_is_for(folder: Path) -> None:
    init = folder / "__init__.py"
    assert init.is_file()
    assert ast.get_docstring(ast.parse(init.read_text(encoding="utf-8")))


def test_lock_names_no_address_and_has_hashes() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in text
    joined = text.replace("\\\n", " ").splitlines()
    requirements = [line for line in joined if line.strip() and not line.lstrip().startswith("#")]
    assert requirements
    loose = [
        line.split()[0]
        for line in requirements
        if not re.match(r"[A-Za-z0-9._-]+==\S+ ", line) or "--hash=sha256:" not in line
    ]
    assert loose == []


def test_decisions_are_recorded() -> None:
    records = sorted((ROOT / "docs" / "decisions").glob("[0-9][0-9][0-9][0-9]-*.md"))
    assert len(records) >= 3
    for record in records:
        headings = re.findall(r"^#+ +(.+?) *$", record.read_text(encoding="utf-8"), re.MULTILINE)
        missing = {"Decision", "Why", "Cost", "Revisit"} - set(headings)
        assert not missing, f"{record.name} lacks {sorted(missing)}"


@pytest.mark.parametrize("script", ["inforce", "test", "scripts/prepare.sh"])
def test_scripts_are_posix_shell(script: str) -> None:
    checked = subprocess.run(["sh", "-n", str(ROOT / script)], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr


def test_import_is_light() -> None:
    """In an interpreter of its own, since this one has long loaded most of them."""
    code = f"import sys, inforce; print(*(name for name in {HEAVY!r} if name in sys.modules))"
    loaded = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT / "src",
        capture_output=True,
        text=True,
        check=True,
    )
    assert loaded.stdout.split() == []
