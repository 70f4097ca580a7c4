"""Expressions in plain words, by the vocabulary's own phrases."""

from __future__ import annotations

from inforce.facts.case import Range
from inforce.facts.phrases import count_phrase, fact_phrase
from inforce.facts.vocabulary import UNBOUNDED, Variable, Vocabulary, variables_of
from inforce.law.expression import Compare, Count, Expression, Member, Name, Number, OneOf, Op, Under


class Words:
    """Renders expressions with the vocabulary's phrases and the labels of terms."""

    def __init__(self, vocabulary: Vocabulary, labels: dict[str, str], ladder: tuple[str, ...]) -> None:
        self.vocabulary, self.labels, self.ladder = vocabulary, labels, ladder

    def of(self, expression: Expression | Count) -> str:
        """An expression in words."""
        match expression:
            case Name(id=name, of="fact"):
                return self._fact(name, ((1, 2),))
            case Name(id=name, of="field"):
                return name.replace("_", " ")
            case Name(id=name):
                return self.labels.get(name, name.replace("_", " "))
            case Member(fact=fact, position=position):
                variable = variables_of(self.vocabulary.facts[fact])[position]
                return fact_phrase(self.vocabulary.facts[fact], variable, ((1, 2),))
            case Compare():
                return self._compare(expression)
            case OneOf(left=left, positions=positions):
                return self._one_of(left, positions)
            case Under(left="row", provision=part):
                return f"the row that prevails stands in {part}"
            case Under(provision=part):
                return f"under {part}"
            case Op(op="not", args=(Name(id=name, of="fact"),)):
                return self._fact(name, ((0, 1),))
            case Op(op="not", args=(part,)):
                return f"not ({self.of(part)})"
            case Op(args=()):
                return "always" if expression.op == "and" else "never"
            case Op(op=op, args=args):
                between = self._interval(args) if op == "and" else None
                return between or f" {op} ".join(self._part(arg, op) for arg in args)
            case Count(list=records, when=when):
                return f"how many of {self.vocabulary.facts[records].label} are {self.of(when)}"
        raise TypeError(expression)

    def _part(self, part: Expression, op: str) -> str:
        text = self.of(part)
        return f"({text})" if isinstance(part, Op) and part.op not in (op, "not") and len(part.args) > 1 else text

    def _fact(self, name: str, ranges: tuple[Range, ...]) -> str:
        fact = self.vocabulary.facts[name]
        return fact_phrase(fact, variables_of(fact)[0], ranges)

    def _interval(self, args: tuple[Expression, ...]) -> str | None:
        """`10 <= n < 50` as one phrase."""
        if len(args) != 2 or not all(isinstance(arg, Compare) and arg.right.kind == "literal" for arg in args):
            return None
        first, second = args
        assert isinstance(first, Compare)
        assert isinstance(second, Compare)
        if first.left != second.left or first.op not in (">=", ">") or second.op not in ("<", "<="):
            return None
        low = first.right.value + (first.op == ">")
        high = second.right.value + (second.op == "<=")
        return self._number(first.left, ((low, high),))

    def _compare(self, compare: Compare) -> str:
        value = compare.right.value
        if compare.right.kind != "literal":
            return f"{self._name(compare.left)} {compare.op} {self._name(compare.right)}"
        low, high = {
            "==": (value, value + 1),
            "<": (0, value),
            "<=": (0, value + 1),
            ">": (value + 1, UNBOUNDED),
            ">=": (value, UNBOUNDED),
            "!=": (value, value + 1),
        }[compare.op]
        text = self._number(compare.left, ((low, high),))
        return f"not ({text})" if compare.op == "!=" else text

    def _name(self, number: Number) -> str:
        return str(number.value) if number.kind == "literal" else self.vocabulary.facts[number.id].label

    def _number(self, left: Number, ranges: tuple[Range, ...]) -> str:
        if left.kind == "output":
            return f"the grade so far is {' or '.join(self.ladder[low:high][0] for low, high in ranges)}"
        if left.kind == "term":
            return count_phrase(self.labels.get(left.id, left.id), ranges)
        if left.kind == "field":
            return self._field(left.id, ranges)
        fact = self.vocabulary.facts[left.id]
        variable = variables_of(fact)[0]
        top = variable.high
        return fact_phrase(fact, variable, tuple((max(low, variable.low), min(high, top)) for low, high in ranges))

    def _field(self, name: str, ranges: tuple[Range, ...]) -> str:
        fields = {field.id: field for fact in self.vocabulary.facts.values() for field in fact.fields}
        field = fields[name]
        if field.values:
            return " or ".join(field.values[low] for low, _ in ranges)
        fallback = Variable(name, name, "fact", field.least, field.most)
        return count_phrase(field.label, tuple((max(low, fallback.low), high) for low, high in ranges))

    def _one_of(self, left: Number, positions: tuple[int, ...]) -> str:
        if left.kind == "output":
            return f"the grade so far is {' or '.join(self.ladder[position] for position in positions)}"
        return self._number(left, tuple((position, position + 1) for position in positions))
