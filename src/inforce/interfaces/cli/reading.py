"""Reads a case argument: a file or standard input."""

from __future__ import annotations

import os
import sys

from inforce.facts.case import Case
from inforce.facts.documents import MAX_BYTES, as_text, limited, parse, read_bytes
from inforce.products.assess import Assessor


def read_argument(path: str, assessor: Assessor) -> list[Case]:
    """The cases of a file, or of standard input for `-`. Raises Refused."""
    if path == "-":
        name = "standard input"
        data = limited(sys.stdin.buffer.read(MAX_BYTES + 1), name)
    else:
        name = os.path.normpath(path) if path else path
        data = read_bytes(path)
    return assessor.read(parse(as_text(data, name), name))
