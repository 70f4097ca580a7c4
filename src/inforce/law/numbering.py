"""Numbers for a jurisdiction's offenses, leaves and sentences over all its versions, for answers kept as numbers.

The same rule keeps its number in every version that it passes through unchanged. Numbers hold for one edition of the
library only: an answer that keeps them keeps the library's digest beside them.
"""

from __future__ import annotations

from inforce.facts.dates import LIFE, term_days
from inforce.facts.frozen import Frozen
from inforce.law.lowered import CONFIDENCE, Leaf, Offense, Sentence, Version

NOTHING = "P0D"


class Entry(Frozen):
    """An offense under one reading; `agreed` where it stands for all readings of a fork, which then agree."""

    offense: str
    of: str
    reading: str
    preferred: str
    agreed: bool
    defenses: tuple[str, ...]  # their cites


class NumberedLeaf(Frozen):
    """A leaf: the position of a version and an offense that have it, its code there, and what an answer says of it."""

    version: int
    offense: int
    code: int
    cites: tuple[str, ...]  # of the row and the steps that applied
    sentence: int
    confidence: str


class Numbering:
    """The numbers of one jurisdiction. Leaves and sentences count from 1; 0 means not determined."""

    def __init__(self, versions: tuple[Version, ...]) -> None:
        self.entries: list[Entry] = []
        self.leaves: list[NumberedLeaf | None] = [None]
        self.sentences: list[Sentence | None] = [None]
        self._entry: dict[Entry, int] = {}
        self._leaf: dict[tuple[object, ...], int] = {}
        self._sentence: dict[Sentence, int] = {}
        self._of: dict[tuple[int, int], tuple[int, ...]] = {}
        for at, version in enumerate(versions):
            for number, offense in enumerate(version.offenses):
                self._of[at, number] = tuple(self._number(at, number, offense, leaf) for leaf in offense.leaves)
        known = [sentence for sentence in self.sentences if sentence]
        self.floors = sorted({s.least or NOTHING for s in known}, key=term_days)
        self.ceilings = sorted({ceiling(s) for s in known}, key=term_days)

    def entry(self, offense: Offense, agreed: bool = False) -> int:
        """The number of an offense under its reading, or of the offense where its readings agree."""
        preferred = "" if agreed or not offense.fork else "yes" if offense.preferred else "no"
        reading = "" if agreed else offense.reading
        cites = tuple(defense.cite for defense in offense.defenses)
        entry = Entry(offense.cite, offense.of, reading, preferred, agreed, cites)
        if entry not in self._entry:
            self._entry[entry] = len(self.entries)
            self.entries.append(entry)
        return self._entry[entry]

    def leaf(self, version: int, offense: int, code: int) -> int:
        """The number of a leaf, by the positions of its version and offense and its code there."""
        return self._of[version, offense][code]

    def _number(self, at: int, number: int, offense: Offense, leaf: Leaf) -> int:
        row = offense.default if leaf.row < 0 else offense.rows[leaf.row]
        applied = [offense.steps[trail.step] for trail in leaf.trail if trail.applied]
        parts = (row, *applied)
        confidence = max(
            (*(p.confidence for p in parts), *(e.confidence for e in offense.elements)), key=CONFIDENCE.index
        )
        sentence = offense.sentences[leaf.sentence]
        key = (offense.id, offense.reading, *((p.cite, p.condition) for p in parts), sentence, confidence)
        if key not in self._leaf:
            self._leaf[key] = len(self.leaves)
            cites = tuple(dict.fromkeys(p.cite for p in parts))
            self.leaves.append(NumberedLeaf(at, number, leaf.code, cites, self._sentenced(sentence), confidence))
        return self._leaf[key]

    def _sentenced(self, sentence: Sentence) -> int:
        if sentence not in self._sentence:
            self._sentence[sentence] = len(self.sentences)
            self.sentences.append(sentence)
        return self._sentence[sentence]


def ceiling(sentence: Sentence) -> str:
    """The highest lawful term."""
    return LIFE if sentence.life else sentence.most or NOTHING


def forks_of(version: Version) -> list[tuple[int, ...]]:
    """The positions of offenses that stand under several readings, together."""
    groups: dict[tuple[str, str], list[int]] = {}
    for position, offense in enumerate(version.offenses):
        groups.setdefault((offense.cite, offense.of), []).append(position)
    return [tuple(group) for group in groups.values() if len(group) > 1]


def followed(offense: Offense) -> dict[str, str]:
    """The choices that an offense's reading makes: fork, the act that is followed there."""
    forks, acts = offense.fork.split("; "), offense.reading.split("+")
    return dict(zip(forks, acts, strict=True)) if offense.fork else {}


def together(offenses: tuple[Offense, ...]) -> bool:
    """Whether offenses stand under readings that can be followed at once: no fork is taken both ways."""
    taken: dict[str, str] = {}
    return all(taken.setdefault(fork, act) == act for offense in offenses for fork, act in followed(offense).items())
