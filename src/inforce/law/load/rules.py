"""Reads the rules of a provision's block: a registry of rule kinds, each with its reader."""

from __future__ import annotations

from collections.abc import Callable

from inforce.facts import read
from inforce.facts.dates import LIFE, term
from inforce.facts.diagnostics import Diagnostic, did_you_mean
from inforce.facts.documents import Mapping, Node, Scalar
from inforce.law import model
from inforce.law.expression import FALSE, TRUE, Count, Expression
from inforce.law.load.registers import confidence
from inforce.law.parse_expression import Misread, Scope, parse_expression

_ROW_KEYS = ("cite", "when", "grade", "minimum", "unknown", "confidence")


class Reader:
    """Reads the rules of one law file: resolves its cites, types its expressions, collects problems."""

    def __init__(self, section: str, fallback: str, scope: Scope, problems: read.Problems) -> None:
        self.section, self.fallback, self.scope, self.problems = section, fallback, scope, problems

    def rules(self, block: Mapping) -> list[model.Rule]:
        """All rules of a block."""
        found: list[model.Rule] = []
        for key, value in block.pairs:
            reader = KINDS.get(key.text)
            if reader is None:
                hint = did_you_mean(key.text, list(KINDS)) or f"one of {', '.join(KINDS)}"
                self.problem("unknown-rule-kind", key, f"{read.short(key.text)} is no rule kind", hint)
                continue
            for item in read.items(value):
                body = read.mapping(item, key.text, self.problems, "law-shape")
                if body is not None:
                    read.only(body, reader[0], f"the rule {key.text}", self.problems)
                    found.append(reader[1](self, body))
        return found

    # parts of rules

    def problem(self, code: str, node: Node, message: str, hint: str = "") -> None:
        """Records a problem at a node."""
        self.problems.append(Diagnostic(code, node.place, message, hint))

    def text(self, node: Mapping, key: str) -> str:
        """A key's plain text; empty when absent."""
        return read.text(node.get(key), key, self.problems)

    def needed(self, node: Mapping, key: str) -> str:
        """A required key's plain text."""
        return read.text(read.required(node, key, "the rule", self.problems), key, self.problems)

    def cite(self, node: Mapping, key: str = "cite") -> str:
        """A cite in full; one that begins with ( belongs to the file's section."""
        value = self.text(node, key)
        if not value and key == "cite":
            self.problem("missing-cite", node, "a rule or row has no cite", 'add cite: "(x)"')
        return self.full(value)

    def full(self, cite: str) -> str:
        """A cite written in full."""
        return self.section + cite if cite.startswith("(") else cite

    def of(self, node: Mapping) -> tuple[str, ...]:
        """The offenses a rule is about: full cites, or `all`."""
        return tuple(self.full(cite) for cite in read.texts(node.get("of"), "of", self.problems))

    def confidence(self, node: Mapping) -> str:
        """The confidence of a row, else of its file."""
        return confidence(node, self.problems, self.fallback)

    def expression(self, node: Mapping, key: str, outputs: bool = False) -> Expression:
        """A key's expression that is true or false; absent means always."""
        found = self.any_expression(node, key, outputs)
        if isinstance(found, Count):
            self.problem("expression-type", node, f"{key} must be true or false, not a number")
            return FALSE
        return found

    def any_expression(self, node: Mapping, key: str, outputs: bool = False) -> Expression | Count:
        """A key's expression or count."""
        value = node.get(key)
        if not isinstance(value, Scalar):
            if value is not None:
                self.problem("wrong-type", value, f"{key} must be an expression")
            return TRUE
        try:
            return parse_expression(value.text, self.scope.replace(outputs=outputs))
        except Misread as misread:
            column = value.place.column + misread.column + (1 if value.quoted else 0)
            self.problems.append(
                Diagnostic(misread.code, value.place.replace(column=column), misread.message, misread.hint)
            )
            return FALSE

    def duration(self, node: Mapping, key: str, allow: tuple[str, ...] = ()) -> str:
        """A term such as 15 years, as P15Y."""
        word = self.text(node, key)
        if not word or word in allow:
            return word
        found = term(word)
        if found is None or found == LIFE:
            self.problem(
                "wrong-type", node, f"{key} cannot be {read.short(word)!r}", "write it as 15 years or 180 days"
            )
            return ""
        return found

    def row(self, node: Mapping, outputs: bool = False) -> model.Row:
        """A row, step or default of a grade table."""
        read.only(node, _ROW_KEYS, "a row", self.problems)
        grade = self.text(node, "grade")
        ladder = self.scope.ladder
        if grade and grade not in ladder and grade not in ("next higher", "next lower"):
            self.problem("wrong-type", node, f"{read.short(grade)!r} is no grade", did_you_mean(grade, ladder))
        row = model.Row(
            self.cite(node),
            self.expression(node, "when", outputs),
            grade,
            self.duration(node, "minimum", ("none",)),
            self.text(node, "unknown"),
            self.confidence(node),
            node.place,
        )
        if not (row.grade or row.minimum or row.unknown):
            self.problem("missing-key", node, "a row sets nothing", "give grade:, minimum: or unknown:")
        return row

    def rows(self, node: Mapping, key: str, outputs: bool = False) -> tuple[model.Row, ...]:
        """The rows below a key."""
        bodies = [read.mapping(item, "a row", self.problems, "law-shape") for item in read.items(node.get(key))]
        return tuple(self.row(body, outputs) for body in bodies if body)

    def elements(self, node: Mapping) -> tuple[model.Element, ...]:
        """The elements of an offense."""
        found = []
        for item in read.items(read.required(node, "elements", "the offense", self.problems)):
            body = read.mapping(item, "an element", self.problems, "law-shape")
            if body is None:
                continue
            read.only(body, ("cite", "element", "is", "says", "confidence"), "an element", self.problems)
            found.append(
                model.Element(
                    self.cite(body),
                    self.needed(body, "element"),
                    self.expression(body, "is"),
                    self.needed(body, "says"),
                    self.confidence(body),
                    body.place,
                )
            )
        return tuple(found)


def _define(r: Reader, n: Mapping) -> model.Rule:
    term_name = r.needed(n, "term")
    if r.scope.vocabulary.fact(term_name) is not None:
        r.problem("double-definition", n, f"{term_name} is a fact of the vocabulary, so no term may have its name")
    return model.Define(
        term_name, r.cite(n), r.needed(n, "label"), r.any_expression(n, "is"),
        r.text(n, "adds_to") in ("true", "yes"), r.confidence(n), n.place,
    )  # fmt: skip


def _open(r: Reader, n: Mapping) -> model.Rule:
    return model.Open(
        r.needed(n, "term"), r.cite(n), r.needed(n, "label"), r.text(n, "counting"), r.needed(n, "says"),
        r.text(n, "default"),
        r.confidence(n), n.place,
    )  # fmt: skip


def _offense(r: Reader, n: Mapping) -> model.Rule:
    conduct = r.text(n, "conduct")
    if conduct and conduct not in model.CONDUCTS:
        hint = did_you_mean(conduct, model.CONDUCTS) or f"one of: {', '.join(model.CONDUCTS)}"
        r.problem("wrong-type", n, f"conduct cannot be {read.short(conduct)!r}", hint)
    return model.OffenseRule(
        r.needed(n, "name"), r.text(n, "cite"), r.needed(n, "conduct"), r.expression(n, "reaches"), r.elements(n),
        n.place,
    )  # fmt: skip


def _grade(r: Reader, n: Mapping) -> model.Rule:
    default = read.mapping(read.required(n, "default", "the grade", r.problems), "default", r.problems, "law-shape")
    highest = read.texts(n.get("highest"), "highest", r.problems)
    for word in highest:
        if word not in ("grade", "minimum"):
            r.problem("unknown-key", n, f"highest cannot compare {word}", "grade and minimum are the outputs")
    row = r.row(default) if default else model.Row("", TRUE, "", "", "not given", "unverified", n.place)
    return model.GradeRule(r.full(r.needed(n, "of")), row, r.rows(n, "rows"), highest, n.place)


def _adjust(r: Reader, n: Mapping) -> model.Rule:
    return model.AdjustRule(r.full(r.needed(n, "of")), r.rows(n, "steps", outputs=True), n.place)


def _defense(r: Reader, n: Mapping) -> model.Rule:
    kind = r.needed(n, "kind")
    if kind not in ("defense", "affirmative defense"):
        r.problem("wrong-type", n, f"kind cannot be {read.short(kind)!r}", "defense or affirmative defense")
    return model.DefenseRule(
        r.cite(n), r.full(r.text(n, "by")), r.of(n), kind, r.expression(n, "is"), r.needed(n, "says"),
        r.confidence(n), n.place,
    )  # fmt: skip


def _presumption(r: Reader, n: Mapping) -> model.Rule:
    supplies = r.needed(n, "supplies")
    if r.scope.vocabulary.fact(supplies) is None:
        hint = did_you_mean(supplies, list(r.scope.vocabulary.facts))
        r.problem("unknown-name", n, f"no fact is called {read.short(supplies)}", hint)
    return model.PresumptionRule(
        r.cite(n), r.of(n), r.expression(n, "when"), supplies, r.needed(n, "says"), r.confidence(n), n.place
    )


def _note(r: Reader, n: Mapping) -> model.Rule:
    when = TRUE if r.text(n, "when") in ("true", "") else r.expression(n, "when")
    return model.NoteRule(
        r.cite(n),
        r.of(n),
        r.text(n, "grade"),
        when,
        r.needed(n, "says"),
        r.text(n, "lowers") == "yes",
        r.confidence(n),
        n.place,
    )


def _count(r: Reader, n: Mapping) -> model.Rule:
    each = {}
    body = read.mapping(read.required(n, "each", "the count", r.problems), "each", r.problems, "law-shape")
    for key, value in body.pairs if body else ():
        words = read.text(value, key.text, r.problems).split()
        if not words or not (words[-1].isascii() and words[-1].isdigit()) or words[:-1] not in ([], ["at", "least"]):
            r.problem("wrong-type", value, "a count is a number, or at least a number", "write 1 or at least 1")
            continue
        each[key.text] = (int(words[-1]), len(words) == 1)
    return model.CountRule(r.needed(n, "of"), r.cite(n), each, r.confidence(n), n.place)


def _punishment(r: Reader, n: Mapping) -> model.Rule:
    grade = r.needed(n, "grade")
    if grade not in r.scope.ladder:
        r.problem("wrong-type", n, f"{read.short(grade)!r} is no grade", did_you_mean(grade, r.scope.ladder))
    fine = r.text(n, "fine").replace(",", "")
    if fine and not (fine.startswith("$") and fine[1:].isdigit()):
        r.problem("wrong-type", n, f"fine cannot be {read.short(fine)!r}", "write it as $10,000")
        fine = ""
    mode = r.needed(n, "mode")
    if mode not in ("felony", "misdemeanor"):
        r.problem("wrong-type", n, f"mode cannot be {read.short(mode)!r}", "felony or misdemeanor")
    least, most = (r.duration(n, key, ("none",)).replace("none", "") for key in ("min", "max"))
    return model.PunishmentRule(
        grade, r.cite(n), mode, least, most, r.text(n, "life") == "yes", fine[1:], "USD" if fine else "",
        r.confidence(n), n.place,
    )  # fmt: skip


def _ladder(r: Reader, n: Mapping) -> model.Rule:
    return model.LadderRule(read.texts(n.get("grades"), "grades", r.problems), n.place)


def _attempt(r: Reader, n: Mapping) -> model.Rule:
    body = read.mapping(n.get("reads"), "reads", r.problems, "law-shape")
    reads = {}
    for key, _ in body.pairs if body else ():
        fact = r.scope.vocabulary.fact(key.text)
        if fact is None or fact.type != "bool":
            r.problem("unknown-name", key, f"{read.short(key.text)} is no true-or-false fact")
            continue
        if body:
            reads[key.text] = r.expression(body, key.text)
    return model.AttemptRule(
        r.needed(n, "name"), r.cite(n), r.elements(n), reads, r.rows(n, "steps", outputs=True), n.place
    )


def _burden(r: Reader, n: Mapping) -> model.Rule:
    return model.BurdenRule(
        r.needed(n, "for"), r.cite(n), r.needed(n, "on"), r.needed(n, "standard"), r.confidence(n), n.place
    )


def _canon(r: Reader, n: Mapping) -> model.Rule:
    return model.CanonRule(
        r.needed(n, "name"), r.cite(n), r.needed(n, "decides"), r.needed(n, "says"), r.confidence(n), n.place
    )


def _repealed(r: Reader, n: Mapping) -> model.Rule:
    return model.Repeal(r.cite(n), n.place)


def _conflict(r: Reader, n: Mapping) -> model.Rule:
    return model.Conflict(
        r.needed(n, "name"), read.texts(n.get("between"), "between", r.problems),
        read.texts(n.get("over"), "over", r.problems), r.needed(n, "canon"), r.needed(n, "prefers"),
        r.needed(n, "because"), r.needed(n, "against"), r.confidence(n), n.place,
    )  # fmt: skip


# rule kind: (its keys, its reader). docs/law-format.md describes each; a test keeps both in step.
KINDS: dict[str, tuple[tuple[str, ...], Callable[[Reader, Mapping], model.Rule]]] = {
    "define": (("term", "cite", "label", "is", "adds_to", "confidence"), _define),
    "open": (("term", "cite", "label", "counting", "says", "default", "confidence"), _open),
    "offense": (("name", "cite", "conduct", "reaches", "elements"), _offense),
    "grade": (("of", "default", "rows", "highest"), _grade),
    "adjust": (("of", "steps"), _adjust),
    "defense": (("cite", "by", "of", "kind", "is", "says", "confidence"), _defense),
    "presumption": (("cite", "of", "when", "supplies", "says", "confidence"), _presumption),
    "note": (("cite", "of", "grade", "when", "says", "lowers", "confidence"), _note),
    "count": (("of", "cite", "each", "confidence"), _count),
    "punishment": (("grade", "cite", "mode", "min", "max", "life", "fine", "confidence"), _punishment),
    "ladder": (("grades", "cite"), _ladder),
    "attempt": (("name", "cite", "elements", "reads", "steps"), _attempt),
    "burden": (("for", "cite", "on", "standard", "confidence"), _burden),
    "canon": (("name", "cite", "decides", "says", "confidence"), _canon),
    "repealed": (("cite",), _repealed),
    "conflict": (("name", "between", "over", "canon", "prefers", "because", "against", "confidence"), _conflict),
}
