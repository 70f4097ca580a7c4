"""Lowers the rules in force: expressions become conditions over variables, tables become trees with numbered leaves."""

from __future__ import annotations

from collections.abc import Callable

from inforce.facts.dates import LIFE, LIFE_IN_DAYS, term_days
from inforce.facts.diagnostics import Diagnostic
from inforce.facts.frozen import Frozen
from inforce.facts.vocabulary import UNBOUNDED, Variable, Vocabulary
from inforce.law.cites import within_cite
from inforce.law.condition import ALWAYS, NEVER, Condition, Not, NotLess, Within, both, either, negation
from inforce.law.expression import (
    FALSE,
    TRUE,
    Compare,
    Count,
    Expression,
    Member,
    Name,
    Number,
    OneOf,
    Op,
    Under,
    disjunction,
)
from inforce.law.lowered import CONFIDENCE, Counted, Opened
from inforce.law.model import Define, Open

_CUTS: dict[str, Callable[[int], tuple[int, int]]] = {
    "==": lambda n: (n, n + 1),
    "<": lambda n: (-UNBOUNDED, n),
    "<=": lambda n: (-UNBOUNDED, n + 1),
    ">": lambda n: (n + 1, UNBOUNDED),
    ">=": lambda n: (n, UNBOUNDED),
}
_SWAP = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


class Unlowerable(Exception):
    """An expression that cannot become a condition, and why."""


class Outputs(Frozen):
    """The outputs of a table as they stand at a point of its tree."""

    grade: int
    minimum: str
    row: str  # full cite of the prevailing row


class Terms:
    """The terms and open questions in force, resolved by name."""

    def __init__(self, rules: list[Define | Open]) -> None:
        self.problems: list[Diagnostic] = []
        self.meanings: dict[str, Expression | Count] = {}
        self.rules: dict[str, list[Define]] = {}
        self.opens: dict[str, Open] = {}
        for rule in rules:
            if isinstance(rule, Open):
                self.opens[rule.term] = rule
            else:
                self.rules.setdefault(rule.term, []).append(rule)
        for term, defines in self.rules.items():
            first = [rule for rule in defines if not rule.adds]
            if len(first) > 1:
                message = f"{term} is defined twice by provisions in force together ({first[0].cite}, {first[1].cite})"
                self.problems.append(Diagnostic("double-definition", first[1].place, message))
            meanings = [rule.meaning for rule in sorted(defines, key=lambda rule: rule.adds)]
            if len(meanings) == 1:
                self.meanings[term] = meanings[0]
            else:
                parts = [meaning for meaning in meanings if not isinstance(meaning, Count)]
                self.meanings[term] = disjunction(*parts)


class Variables:
    """The integer variables of a jurisdiction: the vocabulary's, then open questions and counts as rules need them."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.all: list[Variable] = list(vocabulary.variables)
        self.opened: dict[str, Opened] = {}
        self.counted: dict[tuple[str, Expression], Counted] = {}

    def open(self, rule: Open) -> int:
        """The variable of an open question."""
        if rule.term not in self.opened:
            self.all.append(Variable(rule.term, rule.term, "open", 0, 2))
            self.opened[rule.term] = Opened(
                len(self.all) - 1, rule.term, rule.cite, rule.label, rule.says, rule.default
            )
        return self.opened[rule.term].variable

    def decides(self, term: str, if_no: int, if_yes: int) -> None:
        """Notes that an open question decides between two counts; where they are equal it does not matter."""
        known = self.opened[term]
        if (if_no, if_yes) not in known.pairs:
            self.opened[term] = known.replace(pairs=(*known.pairs, (if_no, if_yes)))

    def count(self, records: str, when: Expression, label: str) -> int:
        """The variable that counts the records satisfying a predicate."""
        key = (records, when)
        if key not in self.counted:
            self.all.append(Variable(f"count:{len(self.counted)}", records, "count", 0, UNBOUNDED))
            self.counted[key] = Counted(len(self.all) - 1, records, when, label)
        return self.counted[key].variable


class Lowering:
    """Turns expressions into conditions under the terms in force; `reads` replaces facts, as an attempt does."""

    def __init__(
        self,
        terms: Terms,
        variables: Variables,
        ladder: tuple[str, ...],
        reads: dict[str, Expression] | None = None,
        relations: bool = False,
    ) -> None:
        self.terms, self.variables, self.ladder = terms, variables, ladder
        self.reads = reads or {}
        self.relations = relations
        self.vocabulary = variables.vocabulary
        self._open_terms: list[str] = []

    def condition(self, expression: Expression, outputs: Outputs | None = None) -> Condition:
        """The condition that an expression is. Raises Unlowerable."""
        match expression:
            case Name(id=name, of="fact") if name in self.reads:
                return Lowering(self.terms, self.variables, self.ladder).condition(self.reads[name], outputs)
            case Name(id=name, of="fact"):
                fact = self.vocabulary.facts[name]
                return Within(fact.first, 1, 2)
            case Name(id=name, of="open"):
                return self._open(name)
            case Name(id=name):
                return self._term(name, outputs)
            case Member(fact=name, position=position):
                return Within(self.vocabulary.facts[name].first + position, 1, 2)
            case Compare(left=left, op=op, right=right):
                return self._compare(left, op, right, outputs)
            case OneOf(left=left, positions=positions):
                parts = [self._compare(left, "==", Number("literal", p), outputs) for p in positions]
                return either(_merged(parts))
            case Under(left="row", provision=part):
                if outputs is None:
                    raise Unlowerable("row may be tested in a step only")
                return ALWAYS if within_cite(outputs.row, part) else NEVER
            case Op(op="not", args=(part,)):
                return negation(self.condition(part, outputs))
            case Op(op="and", args=args):
                return both([self.condition(arg, outputs) for arg in args])
            case Op(op="or", args=args):
                return either([self.condition(arg, outputs) for arg in args])
        raise Unlowerable("a rule may not use this here")

    def _term(self, name: str, outputs: Outputs | None) -> Condition:
        meaning = self.terms.meanings.get(name)
        if meaning is None:
            raise Unlowerable(f"the term {name} is defined by no provision then in force")
        if isinstance(meaning, Count):
            raise Unlowerable(f"{name} is a number")
        if name in self._open_terms:
            raise Unlowerable(f"the term {name} is defined by itself")
        self._open_terms.append(name)
        found = self.condition(meaning, outputs)
        self._open_terms.pop()
        return found

    def _open(self, name: str) -> Condition:
        rule = self.terms.opens.get(name)
        if rule is None:
            raise Unlowerable(f"the open question {name} is stated by no provision then in force")
        return Within(self.variables.open(rule), 1, 2)

    def _compare(self, left: Number, op: str, right: Number, outputs: Outputs | None) -> Condition:
        if left.kind == "literal" and right.kind != "literal":
            left, op, right = right, _SWAP[op], left
        if right.kind != "literal":
            if self.relations and op == ">=" and left.kind == right.kind == "fact":
                return NotLess(self.vocabulary.facts[left.id].first, self.vocabulary.facts[right.id].first)
            raise Unlowerable("compares two facts, which no rule may do")
        if op == "!=":
            return negation(self._compare(left, "==", right, outputs))
        low, high = _CUTS[op](right.value)
        if left.kind == "output":
            if outputs is None:
                raise Unlowerable("the grade may be tested in a step only")
            return ALWAYS if low <= outputs.grade < high else NEVER
        if left.kind == "term":
            return self._counted(left.id, low, high)
        variable = self.vocabulary.facts[left.id].first
        return _clipped(variable, low, high, self.variables.all[variable])

    def _counted(self, name: str, low: int, high: int) -> Condition:
        meaning = self.terms.meanings.get(name)
        if not isinstance(meaning, Count):
            raise Unlowerable(f"the term {name} is defined by no provision then in force")
        label = self.terms.rules[name][0].label
        return self._lifted(meaning, low, high, label)

    def _lifted(self, count: Count, low: int, high: int, label: str) -> Condition:
        """Open questions inside a predicate are decided outside it, so that counting needs no unknown."""
        name = _first_open(count.when)
        if name is None:
            variable = self.variables.count(count.list, _folded(count.when), label)
            return _clipped(variable, low, high, self.variables.all[variable])
        is_open = self._open(name)
        counting = self.terms.opens[name].counting
        wider = f"{label}, {counting}" if counting else label
        yes = self._lifted(count.replace(when=_assumed(count.when, name, True)), low, high, wider)
        no = self._lifted(count.replace(when=_assumed(count.when, name, False)), low, high, label)
        if yes == no:
            return yes
        if isinstance(yes, Within) and isinstance(no, Within):
            self.variables.decides(name, no.variable, yes.variable)
        return either([both([Not(is_open), no]), both([is_open, yes])])

    def terms_in(self, expression: Expression | Count) -> tuple[tuple[str, str], ...]:
        """The terms of art that an expression rests on, as (label, cite), deepest last."""
        found: list[Define] = []
        self._collect(expression, found)
        return tuple(dict.fromkeys((rule.label, rule.cite) for rule in found))

    def confidence_in(self, expression: Expression | Count, own: str) -> str:
        """The weakest confidence of a rule and of the terms that its expression rests on."""
        found: list[Define] = []
        self._collect(expression, found)
        return max((own, *(rule.confidence for rule in found)), key=CONFIDENCE.index)

    def _collect(self, expression: Expression | Count, found: list[Define]) -> None:
        names: list[str] = []
        match expression:
            case Name(id=name, of="term"):
                names = [name]
            case Compare(left=left):
                names = [left.id] if left.kind == "term" else []
            case Op(args=args):
                for arg in args:
                    self._collect(arg, found)
        for name in names:
            for rule in self.terms.rules.get(name, ()):
                found.append(rule)
                if not isinstance(rule.meaning, Count):
                    self._collect(rule.meaning, found)


def _clipped(variable: int, low: int, high: int, of: Variable) -> Condition:
    low, high = max(low, of.low), min(high, of.high)
    if low >= high:
        return NEVER
    return ALWAYS if (low, high) == (of.low, of.high) else Within(variable, low, high)


def _merged(parts: list[Condition]) -> list[Condition]:
    """Neighboring intervals of one variable as one."""
    found: list[Condition] = []
    for part in parts:
        last = found[-1] if found else None
        if (
            isinstance(part, Within)
            and isinstance(last, Within)
            and last.variable == part.variable
            and last.high == part.low
        ):
            found[-1] = Within(part.variable, last.low, part.high)
        else:
            found.append(part)
    return found


def _first_open(when: Expression) -> str | None:
    if isinstance(when, Name) and when.of == "open":
        return when.id
    if isinstance(when, Op):
        return next((name for arg in when.args if (name := _first_open(arg))), None)
    return None


def _assumed(when: Expression, name: str, value: bool) -> Expression:
    if isinstance(when, Name) and when.of == "open" and when.id == name:
        return TRUE if value else FALSE
    if isinstance(when, Op):
        return Op(when.op, tuple(_assumed(arg, name, value) for arg in when.args))
    return when


def _folded(when: Expression) -> Expression:
    """A predicate without constants, so that equal predicates are one variable."""
    if not isinstance(when, Op):
        return when
    args = tuple(_folded(arg) for arg in when.args)
    if when.op == "not":
        return FALSE if args[0] == TRUE else TRUE if args[0] == FALSE else Op("not", args)
    ends, drop = (FALSE, TRUE) if when.op == "and" else (TRUE, FALSE)
    if ends in args:
        return ends
    kept = tuple(arg for arg in args if arg != drop)
    return kept[0] if len(kept) == 1 else Op(when.op, kept)


def sentence_rank(least: str, most: str, life: bool, grade: int) -> tuple[int, int, int]:
    """For ordering outcomes: ceiling, floor, grade."""
    return (LIFE_IN_DAYS if life or most == LIFE else term_days(most), term_days(least), grade)
