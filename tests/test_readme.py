"""What the README shows is what the program prints, and its Python example runs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()


def test_the_output_shown_is_the_output() -> None:
    shown = re.search(r"```text\n(.*?)```", README, re.S)
    assert shown
    command = [sys.executable, "-m", "inforce", "assess", "examples/texas/499-depictions-2024.yaml"]
    environment = {**os.environ, "COLUMNS": "100"}
    out = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout
    assert out.startswith(shown[1])


def test_the_python_example_runs() -> None:
    example = re.search(r"```python\n(.*?)```", README, re.S)
    assert example
    out = subprocess.run(
        [sys.executable, "-c", example[1]], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert "sb-129" in out


def test_every_file_the_readme_links_to_exists() -> None:
    for link in re.findall(r"\]\(([^)]+)\)", README):
        assert (ROOT / link).exists(), link


def test_doctests_of_the_package_run() -> None:
    code = "import doctest, inforce; r = doctest.testmod(inforce); assert r.attempted >= 3 and not r.failed, r"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
