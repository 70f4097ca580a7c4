"""Timing in turn (A B A B), so that what else the machine does falls on all alike."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from time import perf_counter

Work = Callable[[int], int]  # does one round's work, given the round's number; returns how many pieces


class Timings:
    """Seconds a piece for each work and round."""

    def __init__(self, seconds: dict[str, list[float]]) -> None:
        self.seconds = seconds

    def median(self, name: str) -> float:
        """The median seconds a piece."""
        return median(self.seconds[name])

    def ratio(self, name: str, to: str) -> float:
        """The median, over rounds, of one work's time to another's in the same round."""
        pairs = zip(self.seconds[name], self.seconds[to], strict=True)
        return median(own / other for own, other in pairs)


def interleave(works: dict[str, Work], rounds: int, warm: int = 2) -> Timings:
    """Times some works in turn. The first rounds are thrown away; the order turns each round."""
    names = list(works)
    seconds: dict[str, list[float]] = {name: [] for name in names}
    for number in range(-warm, rounds):
        for name in names if number % 2 else reversed(names):
            begin = perf_counter()
            pieces = works[name](number + warm)
            spent = (perf_counter() - begin) / pieces
            if number >= 0:
                seconds[name].append(spent)
    return Timings(seconds)
