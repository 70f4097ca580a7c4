"""What one offense comes to in one case: states of elements and rows, outcomes with conditions, and the proof.

The states come from the generated functions where all facts are known and from the diagrams where some are not; the
proof is rendered from them when it is read.
"""

from __future__ import annotations

from inforce.diagram.conditions import Alternative
from inforce.diagram.outcomes import Findings, Possible
from inforce.facts.case import Case, Range
from inforce.facts.frozen import Frozen
from inforce.facts.phrases import count_phrase, fact_phrase
from inforce.facts.vocabulary import Vocabulary
from inforce.law.condition import NEVER, Condition, Not, NotLess, Or, Within, holds, variables_in
from inforce.law.lowered import CONFIDENCE, Burden, Code, Leaf, LoweredNote, LoweredRow, Offense, Sentence

MET, NOT_MET, OPEN = "met", "not met", "undetermined"


class ElementAnswer(Frozen):
    """An element and whether it is met. `because` names the facts that decide it."""

    cite: str
    kind: str
    says: str
    state: str
    because: tuple[str, ...]
    terms: tuple[tuple[str, str], ...]
    burden: Burden
    confidence: str


class DefenseAnswer(Frozen):
    """A defense: made out, not made out, or undetermined on these facts."""

    cite: str
    by: str
    kind: str
    says: str
    state: str
    because: tuple[str, ...]
    burden: Burden
    confidence: str


class PresumptionAnswer(Frozen):
    """A presumption whose facts stand or may stand, and the fact that it would supply. It settles nothing here."""

    cite: str
    supplies: str
    says: str
    state: str
    burden: Burden
    confidence: str


class NoteAnswer(Frozen):
    """A doubt or silence of the law that bears or may bear on the case."""

    cite: str
    says: str
    confidence: str


class RowAnswer(Frozen):
    """A row or step of the table: what it sets, and why it decides or does not.

    `state` is prevails, may prevail, outranked, not met, undetermined; for a step applies, may apply, does not apply.
    `side` says whether a row that did not prevail would have been harsher or milder than the outcome.
    """

    cite: str
    sets: str
    state: str
    side: str
    because: tuple[str, ...]
    terms: tuple[tuple[str, str], ...]
    confidence: str


class Outcome(Frozen):
    """One outcome with the condition under which it comes about, given that the elements are met.

    `when` is empty where the facts determine it, and `otherwise` for the last of several. `unknown` says what the law
    attaches that was not seen, where only bounds are known.
    """

    when: str
    sentence: Sentence
    unknown: tuple[str, ...]
    decided_by: tuple[str, ...]
    confidence: str
    rows: tuple[RowAnswer, ...]


class OffenseAnswer(Frozen):
    """One offense under one reading."""

    cite: str
    of: str
    name: str
    conduct: str
    fork: str
    reading: str
    preferred: bool
    verdict: str  # yes, no, undetermined
    met_when: str
    elements: tuple[ElementAnswer, ...]
    outcomes: tuple[Outcome, ...]
    defenses: tuple[DefenseAnswer, ...]
    presumptions: tuple[PresumptionAnswer, ...]
    notes: tuple[NoteAnswer, ...]


def known_findings(offense: Offense, bits: int, leaf: int) -> Findings:
    """The findings of an offense from the record of the generated function."""
    elements = tuple(bool(bits >> at & 1) for at in range(len(offense.elements)))
    shift = len(offense.elements)
    defenses = tuple(bool(bits >> (shift + at) & 1) for at in range(len(offense.defenses)))
    shift += len(offense.defenses)
    if leaf < 0:
        return Findings(False, elements, (), (), defenses, ())
    rows = tuple(bool(bits >> (shift + at) & 1) for at in range(len(offense.rows)))
    outcome = Possible(leaf_of(offense, leaf).sentence, (), False, (leaf,))
    return Findings(True, elements, (), (outcome,), defenses, rows)


def leaf_of(offense: Offense, code: int) -> Leaf:
    """A leaf by its code; leaves stand in the order of their codes."""
    return offense.leaves[code]


def weakest(words: list[str]) -> str:
    """The weakest of some degrees of confidence."""
    return max(words, key=lambda word: CONFIDENCE.index(word), default="primary")


class Explainer:
    """Renders findings about one case under one code."""

    def __init__(
        self,
        code: Code,
        vocabulary: Vocabulary,
        case: Case,
        values: tuple[int | None, ...],
        partial: dict[int, tuple[Range, ...]],
    ) -> None:
        self.code, self.vocabulary, self.case = code, vocabulary, case
        self.values, self.partial = values, partial
        self._labels = {c.variable: c.label for c in code.counted}
        self._opened = {o.variable: o for o in code.opened}

    # words

    def phrase(self, variable: int, ranges: tuple[Range, ...]) -> str:
        """A test of a variable in plain words."""
        of = self.code.variables[variable]
        if of.kind == "count":
            return count_phrase(self._labels[variable], ranges)
        if of.kind == "open":
            label = self._opened[variable].label
            return f"the law, left open, is that {label}" if ranges == ((1, 2),) else f"it is not that {label}"
        return fact_phrase(self.vocabulary.facts[of.fact], of, ranges)

    def alternatives(self, found: tuple[Alternative, ...]) -> str:
        """A condition in plain words."""
        return "; or ".join(self._alternative(one) for one in found)

    def _alternative(self, tests: Alternative) -> str:
        """One alternative. An open question that only widens a count in it reads as part of the count."""
        tested = {test.variable for test in tests}
        folded = {opened.variable for opened in self.code.opened if any(yes in tested for _, yes in opened.pairs)}
        ifs = ["(which the law leaves open)" for t in tests if t.variable in folded and t.ranges == ((1, 2),)]
        rest = [self.phrase(t.variable, t.ranges) for t in tests if t.variable not in folded or t.ranges != ((1, 2),)]
        return " ".join([" and ".join(rest), *ifs]) if rest else " and ".join(ifs)

    def known(self, variable: int) -> Range | None:
        """The range in which a variable is known to lie."""
        value = self.values[variable]
        if value is not None:
            return value, value + 1
        ranges = self.partial.get(variable)
        return (ranges[0][0], ranges[-1][1]) if ranges else None

    def because(self, condition: Condition) -> tuple[str, ...]:
        """The facts that decide a condition, or the unknown ones that leave it open."""
        deciding = [v for v in self._deciding(condition) if not self._settled_by_law(v)]
        return tuple(dict.fromkeys(self._fact(variable) for variable in deciding))

    def _settled_by_law(self, variable: int) -> bool:
        """Whether this is an open question of law that cannot matter on the facts."""
        return variable in self._opened and self.values[variable] is not None

    def _fact(self, variable: int) -> str:
        known = self.known(variable)
        of = self.code.variables[variable]
        if known is None:
            if of.kind == "open":
                return f"{self._opened[variable].label}: left open by the law"
            label = self.vocabulary.facts[of.fact].label if of.kind != "count" else self._labels[variable]
            return f"{label}: unknown"
        return self.phrase(variable, (known,))

    def _deciding(self, condition: Condition) -> list[int]:
        if isinstance(condition, Within):
            return [condition.variable]
        if isinstance(condition, NotLess):
            return [condition.variable, condition.other]
        if isinstance(condition, Not):
            return self._deciding(condition.part)
        state = holds(condition, self.known)
        if state is None:
            return [v for v in sorted(variables_in(condition)) if self.values[v] is None]
        decisive = isinstance(condition, Or)  # a true disjunct settles a disjunction, a false conjunct a conjunction
        if state is decisive:
            part = next(part for part in condition.parts if holds(part, self.known) is decisive)
            return self._deciding(part)
        return [variable for part in condition.parts for variable in self._deciding(part)]

    # answers

    def offense(self, offense: Offense, findings: Findings) -> OffenseAnswer:
        """The full answer about one offense."""
        verdict = {True: "yes", False: "no", None: OPEN}[findings.verdict]
        outcomes = tuple(self._outcome(offense, findings, possible) for possible in findings.outcomes)
        return OffenseAnswer(
            offense.cite, offense.of, offense.name, offense.conduct, offense.fork, offense.reading, offense.preferred,
            verdict, self.alternatives(findings.met_when),
            tuple(
                ElementAnswer(
                    e.cite, e.kind, e.says, _state(s), self.because(e.condition), e.terms, offense.burden,
                    e.confidence,
                )
                for e, s in zip(offense.elements, findings.elements, strict=True)
            ),
            outcomes,
            tuple(
                DefenseAnswer(
                    d.cite, d.by, d.kind, d.says, {True: "made out", False: "not made out", None: OPEN}[s],
                    self.because(d.condition), d.burden, d.confidence,
                )
                for d, s in zip(offense.defenses, findings.defenses, strict=True)
            ),
            self._presumptions(offense),
            self._notes(offense, findings, outcomes),
        )  # fmt: skip

    def _presumptions(self, offense: Offense) -> tuple[PresumptionAnswer, ...]:
        found = []
        for rule in offense.presumptions:
            state = holds(rule.condition, self.known)
            if state is not False:
                word = "stands" if state else OPEN
                found.append(PresumptionAnswer(rule.cite, rule.supplies, rule.says, word, rule.burden, rule.confidence))
        return tuple(found)

    def _notes(self, offense: Offense, findings: Findings, outcomes: tuple[Outcome, ...]) -> tuple[NoteAnswer, ...]:
        if findings.verdict is False:
            return ()
        grades = {outcome.sentence.grade for outcome in outcomes}
        found = []
        for rule, state in self._note_states(offense):
            if state is not False and (not rule.grade or rule.grade in grades):
                found.append(NoteAnswer(rule.cite, rule.says, rule.confidence))
        return tuple(found)

    def _note_states(self, offense: Offense) -> list[tuple[LoweredNote, bool | None]]:
        return [(note, holds(note.condition, self.known)) for note in offense.notes]

    def _outcome(self, offense: Offense, findings: Findings, possible: Possible) -> Outcome:
        sentence = offense.sentences[possible.sentence]
        when = "otherwise" if possible.otherwise else self.alternatives(possible.when)
        leaves = [leaf_of(offense, code) for code in possible.leaves]
        cites: list[str] = []
        confidence: list[str] = []
        unknown: list[str] = []
        for leaf in leaves:
            row = offense.default if leaf.row < 0 else offense.rows[leaf.row]
            cites.append(row.cite)
            confidence.append(row.confidence)
            unknown.append(row.unknown)
            for trail in leaf.trail:
                if trail.applied:
                    cites.append(offense.steps[trail.step].cite)
                    confidence.append(offense.steps[trail.step].confidence)
                    unknown.append(offense.steps[trail.step].unknown)
        confidence += [e.confidence for e in offense.elements]
        confidence += [n.confidence for n, s in self._note_states(offense) if n.lowers and s is not False]
        cites += [sentence.cite] if sentence.cite else []
        reasons = tuple(dict.fromkeys(why for why in unknown if why))
        rows = self._rows(offense, findings, leaves)
        return Outcome(when, sentence, reasons, tuple(dict.fromkeys(cites)), weakest(confidence), rows)

    def _rows(self, offense: Offense, findings: Findings, leaves: list[Leaf]) -> tuple[RowAnswer, ...]:
        """Every row and step of the table as it stands for some leaves, all of which give one outcome."""
        prevailing = {leaf.row for leaf in leaves}
        sentence = offense.sentences[leaves[0].sentence]
        sure = len(leaves) == 1
        default = "prevails" if sure and -1 in prevailing else "may prevail" if -1 in prevailing else "outranked"
        found = [self._row(offense.default, default, (), sentence)]
        words = {True: "outranked", False: NOT_MET, None: OPEN}
        for at, row in enumerate(offense.rows):
            state = ("prevails" if sure else "may prevail") if at in prevailing else words[findings.rows[at]]
            found.append(self._row(row, state, self.because(row.condition), sentence))
        for at, step in enumerate(offense.steps):
            trails = [trail for leaf in leaves for trail in leaf.trail if trail.step == at]
            states = {trail.applied for trail in trails}
            state = "may apply" if len(states) > 1 else "applies" if states == {True} else "does not apply"
            if all(trail.condition == NEVER for trail in trails):
                because: tuple[str, ...] = ("the row and grade reached are not ones that it names",)
            else:
                because = self.because(next(t.condition for t in trails if t.condition != NEVER))
            found.append(self._row(step, state, because, sentence))
        return tuple(found)

    def _row(self, row: LoweredRow, state: str, because: tuple[str, ...], sentence: Sentence) -> RowAnswer:
        side = ""
        if row.height[0] >= 0 and not sentence.unknown and state not in ("prevails", "may prevail"):
            # A minimum below the floor of the grade raises nothing.
            reached = (sentence.rank[2], sentence.rank[1] if sentence.minimum else 0)
            side = "harsher" if row.height > reached else "milder" if row.height < reached else ""
        return RowAnswer(row.cite, row_sets(row), state, side, because, row.terms, row.confidence)


def row_sets(row: LoweredRow) -> str:
    """What a row or step sets, in words."""
    from inforce.facts.dates import term_words

    parts = [f"{row.grade} category" if row.grade.startswith("next ") else row.grade]
    if row.minimum == "none":
        parts.append("no raised minimum")
    elif row.minimum:
        parts.append(f"minimum {term_words(row.minimum)}")
    if row.unknown:
        parts.append("not known")
    return ", ".join(part for part in parts if part)


def _state(state: bool | None) -> str:
    return {True: MET, False: NOT_MET, None: OPEN}[state]
