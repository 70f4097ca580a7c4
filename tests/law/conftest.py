"""A tiny valid library for each test that wants to break one."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.law.tiny_library import write_library


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A tiny valid library of its own for the test."""
    return write_library(tmp_path / "library")
