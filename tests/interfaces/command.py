"""The command `inforce` as a real process, with a cache of its own, and the case that most tests start from."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent

CASE = """\
case: twelve
jurisdiction: us-tx
offense_date: 2024-06-01
facts:
  possesses: yes
  depictions: 12
  youngest_age: 10 to 17
  kind: actual person
"""


def environment(cache: Path | str, **changes: str) -> dict[str, str]:
    """This process's environment without what changes how answers look, and with a cache folder."""
    plain = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "NO_COLOR", "LINES")}
    return {**plain, "XDG_CACHE_HOME": str(cache), "PYTHONUTF8": "1", **changes}


def inforce(
    *arguments: str | bytes, env: dict[str, str], stdin: bytes = b"", timeout: float = 60
) -> subprocess.CompletedProcess[bytes]:
    """Runs the command and returns what it printed, as bytes."""
    return subprocess.run(
        [sys.executable, "-m", "inforce", *arguments],
        input=stdin,
        capture_output=True,
        env=env,
        cwd=ROOT,
        check=False,
        timeout=timeout,
    )
