"""A case for every part of the law that no case fires, refuses or expects to be cited, to be pasted into cases.yaml."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from inforce.diagram.smallest import LawSpace, Witness
from inforce.facts.documents import parse
from inforce.facts.frozen import Frozen
from inforce.law.condition import Condition, both, negation
from inforce.law.lowered import Code, LoweredDefense, LoweredRow, Offense, Version
from inforce.law.plain import plain_values
from inforce.law.questions import applies, conditions_of, met, prevails
from inforce.products.assess import Assessor
from inforce.products.assessment import OutputRow
from inforce.products.proving.witness import Witnesses

CHECK = "# Expected by this program: check it against the text of the law before it stays."


class Gap(Frozen):
    """A part of the law by its place, and what no case does with it: fires, refuses, or cites it as deciding."""

    part: str
    place: str
    wanted: str


class GapCase(Frozen):
    """A gap and a case that closes it; without one, no case can."""

    part: str
    wanted: str
    yaml: str


def close_gaps(assessor: Assessor, gaps: list[Gap]) -> tuple[GapCase, ...]:
    """A case for each gap, of the latest version in which there is one; complete offenses come before attempts."""
    makers = [_Maker(assessor, jurisdiction) for jurisdiction, _ in assessor.image.edition.jurisdictions]
    found = []
    for gap in gaps:
        made = (text for maker in makers if (text := maker.case(gap)))
        found.append(GapCase(gap.part, gap.wanted, next(made, "")))
    return tuple(found)


class _Maker:
    """Makes cases under the law of one jurisdiction."""

    def __init__(self, assessor: Assessor, jurisdiction: str) -> None:
        self.assessor = assessor
        self.code: Code = assessor.image.code(jurisdiction)
        self.plain = plain_values(self.code, assessor.vocabulary)
        self.witnesses = Witnesses(self.code, assessor.vocabulary, self.plain)
        self.versions = [assessor.image.version(jurisdiction, at) for at in range(len(self.code.dates))]

    def case(self, gap: Gap) -> str:
        """The text of a case, or nothing."""
        for version in reversed(self.versions):
            for offense in sorted(version.offenses, key=lambda o: bool(o.of)):
                wanted = list(_conditions(offense, gap))
                if not wanted:
                    continue
                space = LawSpace(self.code, self.assessor.vocabulary, conditions_of(offense), self.plain)
                for condition in wanted:
                    witness = space.smallest(condition)
                    if witness is not None:
                        return self._text(gap, version, offense, witness)
        return ""

    def _text(self, gap: Gap, version: Version, offense: Offense, witness: Witness) -> str:
        name = f"{gap.wanted} {gap.part.split(' ', 1)[-1]}"
        document = self.witnesses.document(witness, version.begins, name)
        case = self.assessor.read(parse(document, "gap"))[0]
        rows = [
            row
            for row in self.assessor.assess(case).rows
            if (row.offense, row.of) == (offense.cite, offense.of) and row.reading in ("", offense.reading)
        ]
        lines = document.rstrip().splitlines()
        expected = [f"    - {{{_expectation(row)}}}" for row in rows]
        return "\n".join([f"- {lines[0]}", *(f"  {line}" for line in lines[1:]), f"  {CHECK}", "  expect:", *expected])


def _expectation(row: OutputRow) -> str:
    shown = ["offense", "of", "reading", "verdict", "grade", "min", "max", "mandatory_min", "decided_by"]
    if row.verdict == "no":
        shown = ["offense", "of", "reading", "verdict"]
    pairs = [(name, getattr(row, name)) for name in shown if name != "of" or row.of]
    return ", ".join(f"{name}: {_written(name, value)}" for name, value in pairs)


def _written(name: str, value: str) -> str:
    if name == "decided_by":
        return f"[{', '.join(value.split('; '))}]"
    return value or '""'


def _conditions(offense: Offense, gap: Gap) -> Iterator[Condition]:
    """What must hold for an offense to close a gap, for each of its parts that stands at the place."""
    turned: Callable[[Condition], Condition] = negation if gap.wanted == "refuses" else lambda condition: condition
    here = met(offense)
    for element in offense.elements:
        if element.place == gap.place:
            others = [other.condition for other in offense.elements if other is not element]
            yield both([*others, turned(element.condition)])
    parts: tuple[LoweredRow | LoweredDefense, ...] = (*offense.rows, *offense.defenses)
    for at, part in enumerate(parts):
        if part.place == gap.place and gap.wanted == "cites":
            yield both([here, prevails(offense, at)])
        elif part.place == gap.place:
            yield both([here, turned(part.condition)])
    if offense.default.place == gap.place:
        yield both([here, turned(prevails(offense, -1))])
    for at, step in enumerate(offense.steps):
        if step.place == gap.place:
            yield both([here, turned(applies(offense, at))])
