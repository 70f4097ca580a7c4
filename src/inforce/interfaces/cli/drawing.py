"""Charts as files: which formats are known, and how one is written."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TypeVar

from inforce.facts.diagnostics import Diagnostic, Place, Refused
from inforce.products.writing import written

Report = TypeVar("Report")


def check_chart(path: str | None, formats: tuple[str, ...]) -> None:
    """Refuses a chart's name whose ending says no format that is known."""
    if path and os.path.splitext(path)[1].lower() not in formats:
        message = "the name of the chart says no format that is known here"
        raise Refused(Diagnostic("unknown-format", Place(path), message, f"use one of {', '.join(formats)}"))


def draw(write: Callable[[Report, str], None], report: Report, path: str) -> None:
    """Draws a report into a file, whole or not at all."""
    with written(path) as made:
        write(report, made)
