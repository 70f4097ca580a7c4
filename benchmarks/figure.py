"""A figure that was measured, its goal, and the table and JSON in which figures are printed."""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Figure:
    """One line of the table. `reached` and `goal` share a unit: a ratio to `against`, or ms."""

    what: str
    against: str  # the peer; empty where the goal is a time
    reached: float
    goal: float | None  # None: for information
    own_us: float
    peer_us: float | None
    note: str = ""

    @property
    def held(self) -> bool | None:
        """Whether the goal is reached; None without a goal."""
        return None if self.goal is None else self.reached <= self.goal


def as_table(figures: list[Figure]) -> str:
    """The figures as one table of plain text."""
    heads = ("measured", "goal", "reached", "", "in force", "peer", "against")
    lines = [heads]
    for figure in figures:
        unit = "" if figure.against else " ms"
        lines.append(
            (
                figure.what,
                "-" if figure.goal is None else f"{figure.goal:g}{unit}",
                f"{figure.reached:.2f}{unit}",
                {True: "yes", False: "MISSED", None: ""}[figure.held],
                _time(figure.own_us),
                "" if figure.peer_us is None else _time(figure.peer_us),
                figure.against,
            )
        )
    widths = [max(len(line[at]) for line in lines) for at in range(len(heads))]
    text = []
    for line in lines:
        cells = [
            cell.ljust(width) if at in (0, 3, 6) else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(line, widths, strict=True))
        ]
        text.append("  ".join(cells).rstrip())
    text.insert(1, "-" * max(map(len, text)))
    text += [f"  {figure.what}: {figure.note}" for figure in figures if figure.note]
    return "\n".join(text)


def as_data(figures: list[Figure]) -> list[dict[str, object]]:
    """The figures for JSON."""
    return [{**asdict(figure), "held": figure.held} for figure in figures]


def _time(us: float) -> str:
    return f"{us:.2f} us" if us < 1000 else f"{us / 1000:.2f} ms"
