"""The format of a file, as the ending of its name says it."""

from __future__ import annotations

import os

from inforce.facts.diagnostics import Diagnostic, Place, Refused


def format_of(path: str, what: str, known: tuple[str, ...]) -> str:
    """The format that a file's name says. Raises Refused for a name that says none of those known."""
    ending = os.path.splitext(path)[1].lower()
    if ending not in known:
        message = f"the name of the {what} says no format that is known here"
        raise Refused(Diagnostic("unknown-format", Place(path), message, f"use one of {', '.join(known)}"))
    return ending
