"""Assess: facts and dates in; the offenses that fit, with grade, range, readings, conditions and proof, out.

Nothing is computed that is not read: the generated functions give a small record for each offense, and the answer is
rendered from it.
"""

from __future__ import annotations

from functools import cached_property

from inforce.diagram.outcomes import Findings, open_offense, outline_of, possible_sentences
from inforce.diagram.questions import Swing, swings
from inforce.diagram.space import Outline, Space
from inforce.evaluate.explain.answer import Explainer, OffenseAnswer, known_findings
from inforce.facts.case import Case
from inforce.facts.dates import LIFE_IN_DAYS, day_before, term_words
from inforce.facts.diagnostics import Diagnostic, Refused, did_you_mean
from inforce.facts.documents import Node
from inforce.facts.read_case import read_cases
from inforce.law.bind import Binder
from inforce.law.consistency import contradictions, place_at
from inforce.law.consolidate import governing_date, version_at
from inforce.law.edition import Image
from inforce.law.lowered import Code, Offense, Version
from inforce.law.material import batches_for
from inforce.products.assessment import (
    SCHEMA,
    AssessmentData,
    OpenQuestion,
    OutputRow,
    Question,
    Reason,
    VersionAnswer,
)
from inforce.products.rows import rows_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from inforce.evaluate.explain.trees import Evaluator, Record, Whole, WholeVersion

MOST_SKELETONS = 50_000
ADVICE = "Legal information computed from encoded law, not legal advice."
HELP = (
    "If a child may be at risk, or an image of a child is online: report to local police or to the child-protection "
    "hotline where you are; in the United States the CyberTipline of the National Center for Missing & Exploited "
    "Children."
)


class Assessor:
    """Answers from one image of the law; versions are made ready when a case first needs them."""

    def __init__(self, image: Image) -> None:
        self.image = image
        self.vocabulary = image.edition.vocabulary
        self._codes: dict[str, tuple[Code, Binder]] = {}
        self._ready: dict[tuple[str, str, str], tuple[Ready, ...]] = {}
        self._functions: dict[tuple[str, int], Functions] = {}

    def read(self, documents: list[Node]) -> list[Case]:
        """The cases of a file's documents, typed and checked for contradictions. Raises Refused with all problems."""
        cases = read_cases(documents, self.vocabulary)
        problems = [problem for case in cases for problem in contradictions(case, self.image.edition)]
        if problems:
            raise Refused(*problems)
        return cases

    def assess(self, case: Case, jurisdiction: str = "") -> Assessment:
        """The assessment of a case in a jurisdiction (by default its first).

        The case is one that `read` gave. Raises Refused where the jurisdiction is not encoded, or the date lies before
        its library.
        """
        jurisdiction = jurisdiction or case.jurisdictions[0]
        ready = self._ready.get((jurisdiction, case.begins, case.ends)) or self._make_ready(case, jurisdiction)
        return Assessment(self, case, ready)

    def code_for(self, case: Case, jurisdiction: str) -> Code:
        """The index of a jurisdiction. Raises Refused where it is not encoded."""
        return self._code(case, jurisdiction)[0]

    def functions_of(self, code: Code, position: int, version: Version) -> Functions:
        """The generated functions of a version, shared by all cases."""
        return self._functions.setdefault((code.id, position), Functions(version, code))

    def _make_ready(self, case: Case, jurisdiction: str) -> tuple[Ready, ...]:
        code, binder = self._code(case, jurisdiction)
        place = place_at(case.place)
        if case.begins < code.begins:
            message = f"{case.begins} lies before the library of {code.name}, which begins on {code.begins}"
            raise Refused(
                Diagnostic("before-library", place, message, "no law is encoded for that day, so none is answered")
            )
        first = version_at(code.dates, governing_date(case.begins, case.ends))
        last = version_at(code.dates, case.ends)
        made = tuple(Ready(self, code, binder, position, position == first) for position in range(first, last + 1))
        self._ready[jurisdiction, case.begins, case.ends] = made
        return made

    def _code(self, case: Case, jurisdiction: str) -> tuple[Code, Binder]:
        if jurisdiction not in self._codes:
            known = [name for name, _ in self.image.edition.jurisdictions]
            if jurisdiction not in known:
                hint = did_you_mean(jurisdiction, known) or f"encoded: {', '.join(known)}"
                message = f"no law is encoded for the jurisdiction {jurisdiction!r}"
                raise Refused(Diagnostic("unknown-jurisdiction", place_at(case.place), message, hint))
            code = self.image.code(jurisdiction)
            self._codes[jurisdiction] = (code, Binder(code))
        return self._codes[jurisdiction]


class Ready:
    """One version of one jurisdiction, ready to evaluate."""

    def __init__(self, assessor: Assessor, code: Code, binder: Binder, position: int, governs: bool) -> None:
        self.assessor, self.code, self.binder, self.position, self.governs = assessor, code, binder, position, governs
        self.version: Version = assessor.image.version(code.id, position)
        self.functions = assessor.functions_of(code, position, self.version)
        self.outlines: dict[int, Outline] = {}

    def outline(self, number: int) -> Outline:
        """What an offense's conditions test; found once."""
        if number not in self.outlines:
            self.outlines[number] = outline_of(self.code, self.version.offenses[number])
        return self.outlines[number]


class Functions:
    """The generated functions of a version, made when it is used again: one case alone is cheaper without."""

    def __init__(self, version: Version, code: Code) -> None:
        self.version, self.code = version, code
        self._uses = 0
        self.whole: WholeVersion | None = None
        self.partial: Evaluator | None = None
        self.skeletons: dict[Whole, tuple[Findings, ...]] = {}  # bounded

    def ready(self) -> WholeVersion | None:
        """The functions, from the third use on."""
        if self.whole is None:
            self._uses += 1
            if self._uses > 2:
                from inforce.evaluate.explain.trees import WholeVersion, compile_version

                self.whole = WholeVersion(self.version, self.code)
                self.partial = compile_version(self.version, self.code)
        return self.whole

    def findings(self, key: Whole) -> tuple[Findings, ...]:
        """The findings of all offenses; their shape depends on the key alone."""
        found = self.skeletons.get(key)
        if found is None:
            assert self.whole
            if len(self.skeletons) > MOST_SKELETONS:
                self.skeletons.clear()
            pairs = zip(self.version.offenses, self.whole.records(key), strict=True)
            found = self.skeletons[key] = tuple(known_findings(offense, *record) for offense, record in pairs)
        return found


class Assessment:
    """The answer for one case in one jurisdiction. Parts are rendered when they are read."""

    def __init__(self, assessor: Assessor, case: Case, ready: tuple[Ready, ...]) -> None:
        self.assessor, self.case, self.ready = assessor, case, ready
        self.code = ready[0].code
        self.values, self.unknown = ready[0].binder.bind(case)
        self._plain = "material" not in case.records
        # For each version the key of its whole answer; None where unknown facts need more than that.
        self.keys = [self._key(part) for part in ready]

    def _key(self, part: Ready) -> Whole | None:
        whole = part.functions.ready()
        if whole is None or self.unknown & whole.needs or not self._plain:
            return None
        return whole.evaluate(self.values)

    def findings(self) -> tuple[tuple[Findings, ...], ...]:
        """For each version, the findings of each offense: the proof's skeleton."""
        return tuple(
            [
                part.functions.findings(key) if key is not None else self._open(part)
                for part, key in zip(self.ready, self.keys, strict=True)
            ]
        )

    def _open(self, part: Ready) -> tuple[Findings, ...]:
        """Findings where something is unknown: from generated code where that suffices, else from the diagrams."""
        offenses = part.version.offenses
        return tuple(
            [
                known_findings(offense, *record)
                if record is not None
                else open_offense(self._space(part, number), offense)
                for number, (offense, record) in enumerate(zip(offenses, self._records(part), strict=True))
            ]
        )

    def _records(self, part: Ready) -> tuple[Record | None, ...]:
        """The record of each offense; None where only the diagrams can tell."""
        partial = part.functions.partial if self._plain else None
        return partial(self.values, self.unknown) if partial else (None,) * len(part.version.offenses)

    def _space(self, part: Ready, number: int) -> Space:
        case = self._case_for(part, part.version.offenses[number])
        return Space(self.code, self.assessor.vocabulary, case, self._values_for(case), part.outline(number))

    def sentences_if(self, number: int, change: dict[int, int]) -> set[int | None]:
        """The positions of the sentences that an offense of the governing version may come to, were some variables
        otherwise; None among them where its elements may not be met."""
        from inforce.evaluate.explain.trees import UNDECIDED, leaf_of_values

        part = self.ready[0]
        offense = part.version.offenses[number]
        case = self._case_for(part, offense)
        values = tuple(change.get(at, value) for at, value in enumerate(self._values_for(case)))
        leaf = leaf_of_values(offense, values)
        if leaf != UNDECIDED:
            return {None if leaf is None else offense.leaves[leaf].sentence}
        space = Space(self.code, self.assessor.vocabulary, case, values, part.outline(number))
        return possible_sentences(space, offense)

    def _case_for(self, part: Ready, offense: Offense) -> Case:
        if self._plain:
            return self.case
        return batches_for(self.case, offense.reaches, part.version.units, self.assessor.vocabulary)

    def _values_for(self, case: Case) -> tuple[int | None, ...]:
        return self.values if case is self.case else self.ready[0].binder.bind(case)[0]

    def _explainer(self, case: Case) -> Explainer:
        return Explainer(self.code, self.assessor.vocabulary, case, self._values_for(case), case.partial)

    @cached_property
    def versions(self) -> tuple[VersionAnswer, ...]:
        """The answer under each version that the conduct touches; the governing one first."""
        found = []
        shared = self._explainer(self.case)
        for part, findings in zip(self.ready, self.findings(), strict=True):
            version = part.version
            answers = tuple(
                (shared if self._plain else self._explainer(self._case_for(part, offense))).offense(offense, one)
                for offense, one in zip(version.offenses, findings, strict=True)
            )
            found.append(
                VersionAnswer(version.begins, version.ends, version.acts, part.governs, answers, version.forks)
            )
        return tuple(found)

    @cached_property
    def _swings(self) -> list[Swing]:
        """How far each unknown fact can move each offense; made when questions are read, since rows need none."""
        found: list[Swing] = []
        for part, key in zip(self.ready, self.keys, strict=True):
            records = self._records(part) if key is None else ()
            for number, record in enumerate(records):
                if record is None:
                    space = self._space(part, number)
                    found += swings(space, part.version.offenses[number]) if space.variables else []
        return found

    @property
    def offenses(self) -> tuple[OffenseAnswer, ...]:
        """Every offense in force under the governing version, each reading apart."""
        return self.versions[0].offenses

    @cached_property
    def rows(self) -> tuple[OutputRow, ...]:
        """The flat rows that every evaluator shares."""
        return rows_of(self.case, self.code.id, self.versions)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The unknown facts worth asking, most decisive first."""
        facts = self.assessor.vocabulary.facts
        best = self._best(open_law=False)
        order = sorted(best, key=lambda s: (-(s.ceiling[1] - s.ceiling[0]), -(s.floor[1] - s.floor[0]), s.fact))
        return tuple(
            Question(
                s.fact, facts[s.fact].question, facts[s.fact].help, _words(s.ceiling, "no offense"),
                _words(s.floor, "none"), s.defense,
            )
            for s in order
        )  # fmt: skip

    @cached_property
    def open_questions(self) -> tuple[OpenQuestion, ...]:
        """Questions that the law leaves open and that bear on this case."""
        opened = {o.term: o for o in self.code.opened}
        return tuple(
            OpenQuestion(s.fact, opened[s.fact].cite, opened[s.fact].says, _words(s.ceiling, "no offense"))
            for s in self._best(open_law=True)
        )

    def _best(self, open_law: bool) -> list[Swing]:
        best: dict[str, Swing] = {}
        for swing in self._swings:
            if swing.open != open_law:
                continue
            known = best.get(swing.fact)
            if known is None:
                best[swing.fact] = swing
                continue
            wider = max(known.ceiling, swing.ceiling, key=lambda pair: pair[1] - pair[0])
            deeper = max(known.floor, swing.floor, key=lambda pair: pair[1] - pair[0])
            best[swing.fact] = known.replace(ceiling=wider, floor=deeper, defense=known.defense or swing.defense)
        return list(best.values())

    @cached_property
    def governing(self) -> tuple[Reason, ...]:
        """Which version governs, and why."""
        return tuple(_governing(self.case, self.code, self.ready))

    @cached_property
    def notices(self) -> tuple[str, ...]:
        """What the reader must know beside the answer."""
        return (*checked_notice(self.code, self.case.ends), ADVICE, HELP)

    @property
    def data(self) -> AssessmentData:
        """The whole assessment as data."""
        return AssessmentData(
            SCHEMA, self.assessor.image.edition.digest, self.case.name, self.code.id, self.case.begins, self.case.ends,
            tuple((answer.fact, answer.text) for answer in self.case.answers), self.governing, self.versions,
            self.questions, self.open_questions, self.notices, self.rows,
        )  # fmt: skip

    def __str__(self) -> str:
        lines = [f"{self.case.name}: {self.code.name}, {self.case.begins}"]
        for row in self.rows:
            if row.verdict == "no":
                continue
            reading = f" [{row.reading}]" if row.reading else ""
            when = f" if {row.when}" if row.when else ""
            of = f" of {row.of}" if row.of else ""
            lines.append(f"  {row.offense}{of}{reading}: {row.grade}, {row.min} to {row.max}{when}")
        if len(lines) == 1:
            lines.append("  no offense of the encoded law")
        return "\n".join(lines)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        from html import escape

        heads = ("offense", "reading", "verdict", "grade", "min", "max", "when")
        body = "".join(
            "<tr>" + "".join(f"<td>{escape(getattr(row, head))}</td>" for head in heads) + "</tr>" for row in self.rows
        )
        head = "".join(f'<th scope="col">{name}</th>' for name in heads)
        return f"<table><caption>{escape(self.case.name)}</caption><tr>{head}</tr>{body}</table>"


def checked_notice(code: Code, day: str) -> tuple[str, ...]:
    """That a day lies after the last one on which the law was checked, where it does."""
    if day <= code.checked:
        return ()
    return (f"The law of {code.name} was last checked on {code.checked}; later changes are not known here.",)


def _governing(case: Case, code: Code, ready: tuple[Ready, ...]) -> list[Reason]:
    version = ready[0].version
    until = f" to {day_before(version.ends)}" if version.ends else " on"
    day = case.begins if case.begins == case.ends else f"{case.begins} to {case.ends}"
    acts = f": {'; '.join(version.acts)}" if version.acts else ""
    found = [Reason(f"Conduct of {day}; the text in force from {version.begins}{until} governs{acts}", "", "primary")]
    straddles = len(ready) > 1
    for canon in code.canons:
        if canon.decides == "version" or (canon.decides == "straddling" and straddles):
            found.append(Reason(canon.says, canon.cite, canon.confidence))
    savings = [saving for part in ready[1:] for saving in part.version.savings] if straddles else version.savings
    found += [Reason(says, "", confidence) for says, confidence in savings]
    return found


def _words(pair: tuple[int, int], nothing: str) -> tuple[str, str]:
    """A pair of heights as terms in words; equal ones say that nothing moves."""
    if pair[0] == pair[1]:
        return ("", "")
    low, high = (_term(height, nothing) for height in pair)
    return (low, high)


def _term(height: int, nothing: str) -> str:
    if height <= 0:
        return nothing
    if height >= LIFE_IN_DAYS:
        return "life"
    return term_words(f"P{height // 365}Y" if height % 365 == 0 else f"P{height}D")
