"""Reads the law's own text back: a reader that knows only the printed sentences and the facts of a case, and decides.

If the text says anything else than the rules that the other evaluators walk, this reader comes to another answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from inforce.evaluate.text.answer import rule_lines
from inforce.evaluate.text.expressions import Words
from inforce.facts.case import Case, Range
from inforce.facts.dates import term_words
from inforce.facts.vocabulary import Fact, Vocabulary
from inforce.law.cites import Codes, inside, path_of
from inforce.law.consolidate import Choices, in_force
from inforce.law.load.library import Loaded
from inforce.law.lowered import Offense
from inforce.law.model import Jurisdiction
from inforce.law.within import labels_of

State = bool | None
Test = Callable[[re.Match[str]], State]
Number = Range | None


class Said(NamedTuple):
    """What the text says of one offense in a case: whether the elements are met, the grade, the raised minimum."""

    met: State
    grade: str | None
    minimum: str
    range: str


class Text:
    """The printed text in force on a day, under some choices between conflicting acts."""

    def __init__(self, loaded: Loaded, jurisdiction: Jurisdiction, day: str, choices: Choices) -> None:
        provisions = in_force(jurisdiction, day, choices)
        labels, ladder = labels_of(in_force(jurisdiction, day, {}))
        labels = {**labels, **labels_of(provisions)[0]}
        words = Words(loaded.vocabulary, labels, ladder)
        self.vocabulary, self.codes = loaded.vocabulary, jurisdiction.codes
        self.lines: list[tuple[str, list[str]]] = [
            (item.cite, rule_lines(rule, words)) for item in provisions for rule in item.provision.rules
        ]
        self.meanings: dict[str, list[str]] = {}
        self.ladder: list[str] = []
        self.ranges: dict[str, str] = {}
        self.opened = set(labels.values())
        for _, lines in self.lines:
            for line in lines:
                if found := re.fullmatch(r"(.+?) (also )?means: (.+) \[[^\]]+\](?: \(.+\))?", line):
                    self.meanings.setdefault(found[1], []).append(found[3])
                elif line.startswith("grades from the lowest: "):
                    self.ladder = line.removeprefix("grades from the lowest: ").split(", ")
                elif found := re.fullmatch(r"(.+?) \((?:felony|misdemeanor)\): (.+) \[[^\]]+\]", line):
                    self.ranges[found[1]] = found[2]

    def says(self, offense: Offense, case: Case) -> Said:
        """What the text says of an offense in a case."""
        reads: dict[str, str] = {}
        own, steps = self._lines_of(offense.of or offense.cite)
        if offense.of:
            attempt = next(lines for cite, lines in self.lines if lines[0].startswith("attempt of any offense"))
            reads = dict(
                found.groups() for line in attempt if (found := re.fullmatch(r"  (.+?) is read as: (.+)", line))
            )  # type: ignore[misc]
            own = [*own, *(line for line in attempt if "; computed: " in line)]
            steps = [*steps, *(line.strip() for line in attempt if line.startswith("  then "))]
        elements = [line.split("; computed: ")[1] for line in own if "; computed: " in line]
        reader = _Reader(self, case, reads)
        plain = _Reader(self, case, {})
        states = [
            # The attempt's own element speaks of the case as it is.
            (plain if offense.of and at == len(elements) - 1 else reader).reads(element)
            for at, element in enumerate(elements)
        ]
        met = False if False in states else None if None in states else True
        if not met:
            return Said(met, None, "", "")
        return self._graded(offense, own, steps, reader)

    def _lines_of(self, cite: str) -> tuple[list[str], list[str]]:
        """An offense's own lines and its table's, and the steps that follow."""
        own = [line for at, lines in self.lines if at == cite and lines[0].startswith("offense: ") for line in lines]
        table = [line for _, lines in self.lines if lines[0] == f"punishment of {cite}:" for line in lines[1:]]
        steps = [line.strip() for _, lines in self.lines if lines[0] == f"for {cite}:" for line in lines[1:]]
        return [*own, *table], steps

    def _graded(self, offense: Offense, own: list[str], steps: list[str], reader: _Reader) -> Said:
        rows: list[tuple[tuple[int, float], str, str, str]] = []
        by_height = any("the one with the highest" in line for line in own)
        unknown = False
        for line in own:
            if found := re.fullmatch(r"  (.+?) unless a row below holds \[([^\]]+)\](?: \(\w+\))?", line):
                default = (*_result(found[1]), found[2])
            elif found := re.fullmatch(r"  (.+?) if (.+) \[([^\]]+)\](?: \(\w+\))?", line):
                state = reader.reads(found[2])
                grade, minimum = _result(found[1])
                unknown |= state is None
                if state:
                    rows.append(((self.ladder.index(grade), _years(minimum)), grade, minimum, found[3]))
        if unknown:
            return Said(True, None, "", "")
        if rows and by_height:
            best = max(height for height, *_ in rows)
            rows = [row for row in rows if row[0] == best]
        grade, minimum, cite = rows[0][1:] if rows else default
        if grade.startswith("not known"):
            return Said(True, None, "", "")
        for step in steps:
            found = re.fullmatch(r"then (.+?) if (.+) \[([^\]]+)\](?: \(\w+\))?", step)
            assert found, step
            state = reader.at(grade, cite, self.ladder).reads(found[2])
            if state is None or (state and found[1].startswith("not known")):
                return Said(True, None, "", "")
            if state:
                grade, minimum = self._stepped(found[1], grade, minimum)
        return Said(True, grade, minimum, self.ranges[grade])

    def _stepped(self, result: str, grade: str, minimum: str) -> tuple[str, str]:
        at = self.ladder.index(grade)
        named, raised = _result(result)
        if named == "next higher category":
            grade = self.ladder[min(at + 1, len(self.ladder) - 1)]
        elif named == "next lower category":
            grade = self.ladder[max(at - 1, 0)]
        elif named in self.ladder:
            grade = named
        return grade, "" if "no raised minimum" in result else raised or minimum


def _result(text: str) -> tuple[str, str]:
    grade, _, rest = text.partition(", minimum ")
    if text.startswith("minimum "):
        return "", text.removeprefix("minimum ")
    return grade.removesuffix(", no raised minimum"), rest


def _years(minimum: str) -> float:
    return float(minimum.split()[0]) if minimum else 0.0


class _Reader:
    """Reads one expression after another. Facts, terms and numbers are known by the phrases that print them."""

    def __init__(self, text: Text, case: Case, reads: dict[str, str], record: dict[str, object] | None = None) -> None:
        self.text, self.case, self.replaced, self.record = text, case, reads, record
        self.grade = self.row = ""
        self.ladder: list[str] = []
        self.atoms = self._record_atoms() if record is not None else self._fact_atoms(text.vocabulary)

    def at(self, grade: str, row: str, ladder: list[str]) -> _Reader:
        """The same reader, where the table has come to a grade by a row."""
        self.grade, self.row, self.ladder = grade, row, ladder
        return self

    def reads(self, text: str) -> State:
        """Whether an expression holds."""
        if text in ("always", "never"):
            return text == "always"
        state, rest = self._joined(text)
        assert not rest, f"cannot read {rest!r} of {text!r}"
        return state

    def _joined(self, text: str) -> tuple[State, str]:
        state, rest = self._unit(text)
        states, op = [state], ""
        while found := re.match(r" (and|or) ", rest):
            assert op in ("", found[1]), f"mixes and with or: {text}"
            op = found[1]
            state, rest = self._unit(rest[found.end() :])
            states.append(state)
        return (_or(states) if op == "or" else _not(_or([_not(s) for s in states]))), rest

    def _unit(self, text: str) -> tuple[State, str]:
        if text.startswith("not ("):
            state, rest = self._joined(text[5:])
            assert rest.startswith(")")
            return _not(state), rest[1:]
        if text.startswith("("):
            state, rest = self._joined(text[1:])
            assert rest.startswith(")"), rest
            return state, rest[1:]
        hits = [(found, test) for pattern, test in self.atoms if (found := re.match(pattern, text))]
        assert hits, f"no phrase is known that begins {text[:70]!r}"
        found, test = max(hits, key=lambda hit: hit[0].end())
        return test(found), text[found.end() :]

    # facts

    def _fact_atoms(self, vocabulary: Vocabulary) -> list[tuple[str, Test]]:
        atoms: list[tuple[str, Test]] = []
        for fact in vocabulary.facts.values():
            if fact.type == "bool":
                atoms += [
                    (re.escape(fact.says["yes"]), self._yes(fact, 1)),
                    (re.escape(fact.says["no"]), self._yes(fact, 0)),
                ]
            elif fact.type == "set":
                for at, value in enumerate(fact.values):
                    said = fact.says["yes"].format(value=value.replace("_", " "))
                    atoms.append((re.escape(said), lambda _, v=fact.first + at: self._truth(v)))  # type: ignore[misc]
            elif fact.type == "int":
                atoms += self._number_atoms(fact)
            elif fact.type in ("enum", "ordered"):
                atoms.append(self._choice_atom(fact))
        atoms.append((r"the grade so far is (.+?)(?= and |$)", lambda m: self.grade in m[1].split(" or ")))
        atoms.append((r"the row that prevails stands in (\(\S+\))", lambda m: self._stands(m[1])))
        for label in [*self.text.meanings, *self.text.opened]:
            atoms += self._term_atoms(label)
        return atoms

    def _stands(self, part: str) -> bool:
        return self.row[self.row.find("(") :].startswith(part)

    def _truth(self, variable: int) -> State:
        value = self.case.values[variable]
        return None if value is None else value == 1

    def _yes(self, fact: Fact, wanted: int) -> Test:
        def test(_: re.Match[str]) -> State:
            name = fact.id.replace("_", " ")
            if name in self.replaced:
                state = _Reader(self.text, self.case, {}).reads(self.replaced[name])
                return state if wanted else _not(state)
            state = self._truth(fact.first)
            return state if wanted else _not(state)

        return test

    def _known(self, fact: Fact) -> Number:
        value = self.case.values[fact.first]
        if value is not None:
            return value, value + 1
        ranges = self.case.partial.get(fact.first)
        return (ranges[0][0], ranges[-1][1]) if ranges else None

    def _number_atoms(self, fact: Fact) -> list[tuple[str, Test]]:
        shapes = {"below": (None, 0), "at_least": (0, None), "exactly": (0, 0), "between": (0, 1)}
        atoms: list[tuple[str, Test]] = []
        for name in shapes:
            form = re.escape(fact.says[name]).replace(r"\{n\}", r"(\d+)")
            form = form.replace(r"\{low\}", r"(\d+)").replace(r"\{high\}", r"(\d+)")
            atoms.append((form, lambda m, name=name: _inside(self._known(fact), *_bounds(name, m))))  # type: ignore[misc]
        return atoms

    def _choice_atom(self, fact: Fact) -> tuple[str, Test]:
        one = "|".join(re.escape(value) for value in sorted(fact.values, key=len, reverse=True))
        pattern = rf"{re.escape(fact.label)}: (not )?((?:{one})(?: or (?:{one}))*)( or higher)?(?![\w-])"

        def test(found: re.Match[str]) -> State:
            known = self._known(fact)
            if known is None:
                return None
            named = [fact.values.index(value) for value in re.findall(one, found[2])]
            if found[3]:
                named = list(range(named[0], len(fact.values)))
            states = {(at in named) != bool(found[1]) for at in range(*known)}
            return states.pop() if len(states) == 1 else None

        return pattern, test

    # terms

    def _term_atoms(self, label: str) -> list[tuple[str, Test]]:
        counted = [m for m in self.text.meanings.get(label, []) if m.startswith("how many of ")]
        name = re.escape(label)
        if counted:
            when = counted[0].split(" are ", 1)[1]
            return [
                (rf"no {name}", lambda _: _inside(self._count(when), 0, 1)),
                (rf"exactly (\d+) of: {name}", lambda m: _inside(self._count(when), int(m[1]), int(m[1]) + 1)),
                (rf"(\d+) or more {name}", lambda m: _inside(self._count(when), int(m[1]), 1 << 40)),
                (rf"fewer than (\d+) {name}", lambda m: _inside(self._count(when), 0, int(m[1]))),
                (rf"(\d+) to (\d+) {name}", lambda m: _inside(self._count(when), int(m[1]), int(m[2]) + 1)),
            ]
        return [(name + r"(?![\w-])", lambda _: self._term(label))]

    def _term(self, label: str) -> State:
        if label not in self.text.meanings:
            return None  # an open question of law
        return _or([self.reads(meaning) for meaning in self.text.meanings[label]])

    # records

    def _count(self, when: str) -> Number:
        records = self.case.records.get("priors")
        if records is None or self.case.open_lists:
            return None
        states = [_Reader(self.text, self.case, {}, record).reads(when) for record in records]
        return states.count(True), len(states) - states.count(False) + 1

    def _record_atoms(self) -> list[tuple[str, Test]]:
        record, codes = self.record or {}, self.text.codes
        fact = self.text.vocabulary.facts["priors"]
        atoms: list[tuple[str, Test]] = [
            (
                r"under ([^()]+?(?:\([\w-]+\))*)(?= and | or |\)|$)",
                lambda m: _under(record.get("provision"), m[1], codes),
            ),
        ]
        for field in fact.fields:
            if field.type == "bool":
                atoms.append((re.escape(field.id.replace("_", " ")), lambda _, f=field: _flag(record.get(f.id))))  # type: ignore[misc]
            for at, value in enumerate(field.values):
                atoms.append((re.escape(value), lambda _, f=field, at=at: _equal(record.get(f.id), at)))  # type: ignore[misc]
        atoms += [(re.escape(label), lambda _: None) for label in self.text.opened if label not in self.text.meanings]
        return atoms


def _bounds(name: str, found: re.Match[str]) -> tuple[int, int]:
    first = int(found[1])
    if name == "below":
        return 0, first
    if name == "at_least":
        return first, 1 << 40
    return (first, first + 1) if name == "exactly" else (first, int(found[2]) + 1)


def _inside(known: Number, low: int, high: int) -> State:
    if known is None:
        return None
    if low <= known[0] and known[1] <= high:
        return True
    return False if known[1] <= low or high <= known[0] else None


def _under(provision: object, whole: str, codes: Codes) -> State:
    target = path_of(whole, codes)
    assert target, whole
    return None if provision is None else inside(path_of(str(provision), codes), target)


def _flag(value: object) -> State:
    return None if value is None else bool(value)


def _equal(value: object, wanted: int) -> State:
    return None if value is None else value == wanted


def _or(states: list[State]) -> State:
    return True if True in states else None if None in states else False


def _not(state: State) -> State:
    return None if state is None else not state


def text_differences(text: Text, offense: Offense, case: Case, explained: tuple[State, str, str] | None) -> list[str]:
    """In what the text contradicts the explainer.

    `explained` is whether the elements are met, the grade and the raised minimum; None where that is open.
    """
    said = text.says(offense, case)
    if explained is None or said.met is None:
        return []
    found = [f"met {said.met} by the text, {explained[0]} explained"] if said.met != explained[0] else []
    if said.met and said.grade is not None and explained[1] != "unknown":
        raised = term_words(explained[2]) if explained[2] else ""
        # A minimum below the grade's own floor raises nothing.
        if said.grade != explained[1] or (said.minimum != raised and raised):
            found.append(f"{said.grade}, minimum {said.minimum} by the text, {explained[1]}, {raised} explained")
    return found
