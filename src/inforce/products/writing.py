"""Output files appear under their name whole, or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from inforce.facts.diagnostics import Diagnostic, Place, Refused


@contextmanager
def working_folder(output: str) -> Iterator[str]:
    """A folder beside the output, so that what is made there gets its name in one step; gone afterwards."""
    home = os.path.dirname(os.path.abspath(output))
    with writing(output):
        folder = tempfile.mkdtemp(prefix=".inforce-", dir=home)
    try:
        with writing(output):
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def writing(output: str) -> Iterator[None]:
    """Turns what goes wrong with the disk into a refusal."""
    try:
        yield
    except OSError as problem:
        says = (problem.strerror or str(problem)).lower()
        message = f"the output cannot be written: {says}"
        raise Refused(
            Diagnostic("file-unwritable", Place(output), message, "nothing was left under its name")
        ) from None


@contextmanager
def written(output: str) -> Iterator[str]:
    """The path to write to: what is made there gets its name when the block ends, whole."""
    with working_folder(output) as folder:
        made = os.path.join(folder, os.path.basename(output))
        yield made
        os.replace(made, output)
