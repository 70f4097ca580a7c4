"""One cache folder for all processes of the run, filled once, so that each starts as it does for a user."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.interfaces.command import CASE, environment, inforce


@pytest.fixture(scope="session")
def env(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment for the command, its cache warm."""
    found = environment(tmp_path_factory.mktemp("cache"))
    first = inforce("assess", "-", env=found, stdin=CASE.encode())
    assert first.returncode == 0, first.stderr.decode()
    return found


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """A case file that can be answered."""
    path = tmp_path / "case.yaml"
    path.write_text(CASE, encoding="utf-8")
    return path
