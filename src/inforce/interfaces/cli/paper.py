"""Lines for a terminal or a pipe: width, emphasis and characters that the reader's screen can show."""

from __future__ import annotations

import os
import sys

_PLAIN = str.maketrans({"§": "Sec.", "–": "-", "’": "'", "·": "-", "█": "#", "▒": "=", "░": ".", "│": "|"})
_STYLES = {"bold": "1", "dim": "2", "mark": "33"}


def takes_unicode() -> bool:
    """Whether standard output can show every character."""
    return (sys.stdout.encoding or "ascii").lower().replace("-", "").startswith("utf")


def in_ascii(text: str) -> str:
    """The text for a reader that knows ASCII only."""
    return text.translate(_PLAIN).encode("ascii", "replace").decode()


def print_json(data: object) -> None:
    """A record as JSON."""
    import json

    from inforce.facts.frozen import to_builtins

    print(json.dumps(to_builtins(data), ensure_ascii=not takes_unicode(), indent=2))


class Paper:
    """Where an answer is written. Emphasis only on a terminal that wants it."""

    def __init__(self) -> None:
        terminal = sys.stdout.isatty()
        self.color = terminal and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
        columns = os.environ.get("COLUMNS", "")
        if columns.isdigit() and int(columns) > 0:
            width = int(columns)
        else:
            try:
                width = os.get_terminal_size(sys.stdout.fileno()).columns if terminal else 100
            except OSError:
                width = 100
        self.width = max(32, min(width, 110))
        self.unicode = takes_unicode()
        self._lines: list[str] = []

    def style(self, text: str, name: str) -> str:
        """The text with emphasis, where emphasis is shown."""
        return f"\x1b[{_STYLES[name]}m{text}\x1b[0m" if self.color and text else text

    def line(self, text: str = "", style: str = "") -> None:
        """One line as it is."""
        self._lines.append(self.style(text, style) if style else text)

    def heading(self, text: str) -> None:
        """A heading with an empty line above it."""
        self.line()
        self.text(text, 0, 2, "bold")

    def text(self, text: str, indent: int = 2, hang: int = 0, style: str = "") -> None:
        """A paragraph, wrapped; later lines hang further in."""
        first, later = " " * indent, " " * (indent + hang)
        line, length = first, len(first)
        empty = True
        for word in text.replace("§ ", "§\0").replace("§§ ", "§§\0").split():
            word = word.replace("\0", " ")  # a section sign never ends a line
            if not empty and length + 1 + len(word) > self.width:
                self.line(line, style)
                line, length, empty = later, len(later), True
            line += word if empty else f" {word}"
            length += len(word) if empty else len(word) + 1
            empty = False
        self.line(line, style)

    def columns(self, left: str, right: str, width: int, indent: int = 2) -> None:
        """A label and a text beside it; on a narrow screen the text goes below."""
        if self.width < 56 or len(left) > width:
            self.text(left, indent)
            self.text(right, indent + 2)
            return
        start = len(self._lines)
        self.text(right, indent + width + 2)
        first = self._lines[start]
        self._lines[start] = " " * indent + left.ljust(width) + "  " + first[indent + width + 2 :]

    def show(self) -> None:
        """Writes everything at once."""
        text = "\n".join(self._lines) + "\n"
        if not self.unicode:
            text = in_ascii(text)
        sys.stdout.write(text)
