"""The whole command as a process, from start to exit, against an empty Python process of the same interpreter.

Bytecode and the image of the law go to a folder of this run's own: nobody's cache is used or touched. Both sides run
with bytecode compiled, as any installed package does.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from figure import Figure
from interleave import interleave

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "texas" / "raised-by-age-2026.yaml"
ENTRY = "import sys\nfrom inforce.interfaces.cli.main import main\nsys.exit(main())\n"
GOAL, STRETCH = 5.0, 3.5


def measure(source: Path, rounds: int) -> list[Figure]:
    """Warm with --csv and with text, and the first call with no image of the law."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = EXAMPLE
        entry = folder / "entry.py"  # what the installed command's script holds
        entry.write_text(ENTRY, encoding="utf-8")
        environment = _environment(source, folder)

        def run(*arguments: str) -> None:
            subprocess.run([sys.executable, *arguments], env=environment, cwd=folder, check=True, capture_output=True)

        def empty(_: int) -> int:
            run("-c", "pass")
            return 1

        def rows(_: int) -> int:
            run(str(entry), "assess", str(file), "--csv")
            return 1

        def text(_: int) -> int:
            run(str(entry), "assess", str(file))
            return 1

        def first(_: int) -> int:
            for image in (folder / "cache").rglob("*.image"):
                image.unlink()
            run(str(entry), "assess", str(file))
            return 1

        warm = interleave({"empty": empty, "rows": rows, "text": text}, rounds)
        cold = interleave({"empty": empty, "first": first}, max(3, rounds // 4), warm=1)
    against = "empty Python process"
    stretch = f"stretch goal {STRETCH}"
    figures = [
        ("cold start, --csv", warm, "rows", GOAL, stretch),
        ("cold start, text", warm, "text", GOAL, stretch),
        ("first call, no image of the law yet", cold, "first", None, ""),
    ]
    return [
        Figure(
            label,
            against,
            taken.ratio(name, "empty"),
            goal,
            taken.median(name) * 1e6,
            taken.median("empty") * 1e6,
            note,
        )
        for label, taken, name, goal, note in figures
    ]


def _environment(source: Path, folder: Path) -> dict[str, str]:
    dropped = ("PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX", "PYTHONPATH")
    kept = {key: value for key, value in os.environ.items() if key not in dropped}
    return {
        **kept,
        "PYTHONPATH": str(source),
        "PYTHONPYCACHEPREFIX": str(folder / "bytecode"),
        "XDG_CACHE_HOME": str(folder / "cache"),
    }
