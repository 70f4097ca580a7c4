"""How an answer about one offense is packed into one whole number: fields of bits, the lowest first."""

from __future__ import annotations

from sqlglot import exp

from inforce.evaluate.sql.expressions import Sql, number
from inforce.law.lowered import CONFIDENCE, Offense, Version
from inforce.law.numbering import Numbering, forks_of

NO, YES, UNDETERMINED = 0, 1, 2
MOST_BITS = 63


class TooManyLeaves(Exception):
    """The jurisdiction does not fit into one packed number."""


class Packing:
    """The fields of the packed number for one jurisdiction. The narrower it is, the faster it is made and kept.

    sentence: 0 where it is not determined. reason: which elements are not met; where they are or may be, the leaf, or
    0 where it is not certain which; where the sentence is not determined, its place is taken by floor and ceiling, the
    lowest and highest term. defenses: two bits each. confidence, and lowered: the confidence that notes leave. entry,
    the offense and reading, is added where numbers of several offenses come together.
    """

    def __init__(self, versions: tuple[Version, ...]) -> None:
        self.versions = versions
        self.numbering = Numbering(versions)
        self.unmet_cites: list[tuple[str, ...]] = []
        self._unmet: dict[tuple[str, ...], int] = {}
        for version in versions:
            for offense in version.offenses:
                self._elements(offense)
                for agreed in (False, True) if offense.fork else (False,):
                    self.numbering.entry(offense, agreed)
        numbers = self.numbering
        bounds = {"ceiling": _bits(len(numbers.ceilings)), "floor": _bits(len(numbers.floors))}
        reasons = _bits(len(numbers.leaves) + len(self.unmet_cites))
        fields = {
            "confidence": 2,
            "lowered": 2,
            "verdict": 2,
            "sentence": _bits(len(numbers.sentences)),
            "reason": max(reasons, sum(bounds.values())),
            "defenses": 2 * max((len(entry.defenses) for entry in numbers.entries), default=0),
            "entry": _bits(len(numbers.entries)),
        }
        self.fields = tuple(fields)
        self.width = {**fields, **bounds}
        self.shift: dict[str, int] = {}
        at = 0
        for name, width in fields.items():
            self.shift[name] = at
            at += width
        self.shift["ceiling"] = self.shift["reason"]
        self.shift["floor"] = self.shift["ceiling"] + bounds["ceiling"]
        if at > MOST_BITS:
            raise TooManyLeaves(f"{at} bits are needed for a packed answer, {MOST_BITS} can be had")

    def unit(self, field: str) -> int:
        """What one in a field is worth."""
        return 1 << self.shift[field]

    @property
    def others(self) -> int:
        """How many readings beside the first some offense has at most."""
        return max((len(group) - 1 for version in self.versions for group in forks_of(version)), default=0)

    def mask(self, *fields: str) -> int:
        """The bits of some fields."""
        return sum(((1 << self.width[name]) - 1) << self.shift[name] for name in fields)

    def defense_unit(self, at: int) -> int:
        """What one in the state of a defense is worth."""
        return self.unit("defenses") << (2 * at)

    def entry(self, offense: Offense, agreed: bool = False) -> int:
        """What the offense and its reading are worth."""
        return self.numbering.entry(offense, agreed) * self.unit("entry")

    def unmet(self, offense: Offense) -> int:
        """The first reason number of an offense's unmet elements; the bits of those not met are added to it."""
        return len(self.numbering.leaves) + self._unmet[_cites(offense)]

    @property
    def cites(self) -> list[tuple[str, ...]]:
        """By reason number: the cites of a leaf, or of the elements that are not met."""
        return [(), *(leaf.cites for leaf in self.numbering.leaves if leaf), *self.unmet_cites]

    @property
    def most_cites(self) -> int:
        """The greatest number of cites that one reason has."""
        return max(len(cites) for cites in self.cites)

    def determined(self, leaf: int) -> int:
        """A leaf with all that follows from it."""
        known = self.numbering.leaves[leaf]
        assert known
        return self._sentence(known.sentence, known.confidence) + leaf * self.unit("reason")

    def says(self, leaf: int) -> str:
        """A leaf in words: its grade, a raised minimum, and its cites."""
        known = self.numbering.leaves[leaf]
        sentence = self.numbering.sentences[known.sentence] if known else None
        assert known
        assert sentence
        minimum = f", minimum {sentence.minimum}" if sentence.minimum else ""
        return f"{sentence.grade}{minimum}: {'; '.join(known.cites)}"

    def without_reason(self, sentence: int, confidence: str) -> int:
        """A sentence that several leaves share, where it is not certain which of them it is."""
        return self._sentence(sentence, confidence)

    def _sentence(self, sentence: int, confidence: str) -> int:
        return sentence * self.unit("sentence") + CONFIDENCE.index(confidence) * self.unit("confidence")

    def _elements(self, offense: Offense) -> None:
        """Numbers every set of unmet elements, with the cites that an answer then names."""
        cites = _cites(offense)
        if cites in self._unmet:
            return
        self._unmet[cites] = len(self.unmet_cites)
        for bits in range(1 << len(cites)):
            unmet = dict.fromkeys(cite for at, cite in enumerate(cites) if bits >> at & 1)
            self.unmet_cites.append(tuple(unmet))


def _cites(offense: Offense) -> tuple[str, ...]:
    return tuple(element.cite for element in offense.elements)


def _bits(count: int) -> int:
    return max(1, (count - 1).bit_length())


def field(packing: Packing, code: Sql, name: str) -> Sql:
    """A field of a packed number."""
    shift, width = packing.shift[name], packing.width[name]
    shifted = exp.paren(exp.BitwiseRightShift(this=code, expression=number(shift))) if shift else code
    return exp.paren(exp.BitwiseAnd(this=shifted, expression=number((1 << width) - 1)))
