"""Reads the expressions of rules: Python's syntax, parsed by `ast`, typed against the vocabulary, never run."""

from __future__ import annotations

import ast

from inforce.facts.diagnostics import did_you_mean
from inforce.facts.frozen import Frozen
from inforce.facts.vocabulary import Fact, Field, Vocabulary
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
    conjunction,
)

_OPS = {ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}
_MIRRORED = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


class Scope(Frozen):
    """The names an expression may use: facts, terms with their type (bool or int), open questions, outputs."""

    vocabulary: Vocabulary
    terms: dict[str, str]
    opens: frozenset[str]
    ladder: tuple[str, ...] = ()  # grades, where a step may test the outputs so far
    outputs: bool = False


class Misread(Exception):
    """An expression that cannot be read: code, what is wrong, where in its text, what to do."""

    def __init__(self, code: str, message: str, column: int, hint: str = "") -> None:
        super().__init__(message)
        self.code, self.message, self.column, self.hint = code, message, column, hint


def parse_expression(text: str, scope: Scope) -> Expression | Count:
    """The typed tree of an expression; a bare `count(...)` gives a Count.

    Raises Misread.
    """
    body = text.strip()
    shift = len(text) - len(text.lstrip())
    try:
        tree = ast.parse(body, mode="eval").body
    except SyntaxError as problem:
        column = max((problem.offset or 1) - 1, 0) + shift
        raise Misread("expression-syntax", f"cannot be read: {problem.msg}", min(column, len(text))) from None
    except (RecursionError, MemoryError, ValueError):
        raise Misread("expression-syntax", "cannot be read: too long or too deeply nested", 0) from None
    if _depth(tree) > MAX_DEPTH:
        raise Misread("expression-syntax", f"cannot be read: nested deeper than {MAX_DEPTH} levels", 0)
    try:
        reader = _Reader(scope)
        return reader.count(tree) if _is_count(tree) else reader.truth(tree)
    except Misread as misread:
        # ast counts bytes; readers count characters.
        misread.column = len(body.encode()[: misread.column].decode("utf-8", "ignore")) + shift
        raise


MAX_DEPTH = 40  # no rule nests deeper than about five


def _depth(tree: ast.AST) -> int:
    deepest, layer = 0, [tree]
    while layer:
        deepest += 1
        layer = [child for node in layer for child in ast.iter_child_nodes(node)]
    return deepest


def _is_count(tree: ast.expr) -> bool:
    return isinstance(tree, ast.Call) and isinstance(tree.func, ast.Name) and tree.func.id == "count"


class _Reader:
    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.record: tuple[str, dict[str, Field]] | None = None

    def truth(self, tree: ast.expr) -> Expression:
        """An expression that is true or false."""
        match tree:
            case ast.Constant(value=bool() as value):
                return TRUE if value else FALSE
            case ast.BoolOp(op=ast.And(), values=values):
                return Op("and", tuple(self.truth(v) for v in values))
            case ast.BoolOp(op=ast.Or(), values=values):
                return Op("or", tuple(self.truth(v) for v in values))
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return Op("not", (self.truth(operand),))
            case ast.Name(id=name):
                return self._true_name(tree, name)
            case ast.Attribute():
                field = self._field(tree)
                if field.type != "bool":
                    raise self._type(tree, f"{field.id} is not true or false")
                return Name(field.id, "field")
            case ast.Compare(left=left, ops=ops, comparators=rights):
                sides = [left, *rights]
                parts = [self._compare(a, op, b) for a, op, b in zip(sides, ops, sides[1:], strict=False)]
                return conjunction(*parts)
        raise Misread("expression-syntax", f"uses {type(tree).__name__}, which rules may not use", tree.col_offset)

    def _true_name(self, tree: ast.Name, name: str) -> Expression:
        if self.record is not None and name not in self.scope.opens:
            raise self._of_the_case(tree, name)
        fact = self.scope.vocabulary.fact(name)
        if fact is not None:
            if fact.type != "bool":
                raise self._type(tree, f"{name} is not true or false")
            return Name(name, "fact")
        if name in self.scope.opens:
            return Name(name, "open")
        if name in self.scope.terms:
            if self.scope.terms[name] != "bool":
                raise self._type(tree, f"{name} is a number, not true or false")
            return Name(name, "term")
        raise self._unknown(tree, name)

    def _compare(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> Expression:
        if isinstance(op, (ast.In, ast.NotIn)):
            found = self._inside(left, right)
            return Op("not", (found,)) if isinstance(op, ast.NotIn) else found
        if type(op) not in _OPS:
            raise Misread("expression-syntax", "uses a comparison that rules may not use", left.col_offset)
        name = _OPS[type(op)]
        if isinstance(left, ast.Constant):
            left, right, name = right, left, _MIRRORED[name]
        if isinstance(left, ast.Constant) and isinstance(right, ast.Constant):
            raise self._type(left, "compares two constants")
        values = self._values(left)
        one = self._number(left)
        if isinstance(right, ast.Constant) and isinstance(right.value, str):
            if values is None:
                raise self._type(right, f"compares a number with the text {right.value!r}")
            if name not in ("==", "!=") and not self._is_ordered(left):
                raise self._type(left, "has no order, so only == and != may compare it")
            return Compare(one, name, Number("literal", self._position(right, values)))
        if values is not None:
            raise self._type(right, "must be one of the values in quotes")
        if self._values(right) is not None:
            raise self._type(right, "is not a number, as the other side is")
        return Compare(one, name, self._number(right))

    def _inside(self, left: ast.expr, right: ast.expr) -> Expression:
        if isinstance(left, ast.Constant) and isinstance(left.value, str) and isinstance(right, ast.Name):
            if self.record is not None:
                raise self._of_the_case(right, right.id)
            fact = self._fact(right)
            if fact.type != "set":
                raise self._type(right, f"{fact.id} is no set")
            return Member(fact.id, self._position(left, fact.values))
        if isinstance(right, ast.Constant) and isinstance(right.value, str):
            if isinstance(left, ast.Name) and left.id == "row" and self.scope.outputs:
                return Under("row", right.value)
            field = self._field(left)
            if field.type != "provision":
                raise self._type(left, f"{field.id} is no provision")
            return Under(field.id, right.value)
        values = self._values(left)
        if not isinstance(right, (ast.List, ast.Tuple, ast.Set)) or values is None:
            raise self._type(right, "must be a list of values in quotes")
        return OneOf(self._number(left), tuple(sorted(self._position(item, values) for item in right.elts)))

    def _position(self, tree: ast.expr, values: tuple[str, ...]) -> int:
        if not isinstance(tree, ast.Constant) or not isinstance(tree.value, str):
            raise self._type(tree, "must be a value in quotes")
        if tree.value not in values:
            hint = did_you_mean(tree.value, values) or f"one of {', '.join(values)}"
            raise Misread("expression-type", f"no value is called {tree.value!r}", tree.col_offset, hint)
        return values.index(tree.value)

    def _number(self, tree: ast.expr) -> Number:
        match tree:
            case ast.Constant(value=int() as value) if not isinstance(value, bool):
                return Number("literal", value)
            case ast.Name(id="grade") if self.scope.outputs:
                return Number("output", id="grade")
            case ast.Name(id=name) if self.record is not None:
                raise self._of_the_case(tree, name)
            case ast.Name(id=name) if name in self.scope.terms and not self.scope.vocabulary.fact(name):
                if self.scope.terms[name] != "int":
                    raise self._type(tree, f"{name} is true or false, not a number")
                return Number("term", id=name)
            case ast.Name():
                fact = self._fact(tree)
                if fact.type not in ("int", "enum", "ordered"):
                    raise self._type(tree, f"{fact.id} is not a number or an enumerated value")
                return Number("fact", id=fact.id)
            case ast.Attribute():
                field = self._field(tree)
                if field.type not in ("int", "enum"):
                    raise self._type(tree, f"{field.id} is not a number or an enumerated value")
                return Number("field", id=field.id)
        raise Misread("expression-syntax", f"uses {type(tree).__name__}, which rules may not use", tree.col_offset)

    def _values(self, tree: ast.expr) -> tuple[str, ...] | None:
        """The values of an enumerated name; None for a number."""
        if isinstance(tree, ast.Name):
            if tree.id == "grade" and self.scope.outputs:
                return self.scope.ladder
            fact = self.scope.vocabulary.fact(tree.id)
            return fact.values if fact and fact.type in ("enum", "ordered") else None
        if isinstance(tree, ast.Attribute):
            field = self._field(tree)
            return field.values if field.type == "enum" else None
        return None

    def _is_ordered(self, tree: ast.expr) -> bool:
        if isinstance(tree, ast.Name):
            fact = self.scope.vocabulary.fact(tree.id)
            return tree.id == "grade" or (fact is not None and fact.type == "ordered")
        return False

    def _fact(self, tree: ast.Name) -> Fact:
        fact = self.scope.vocabulary.fact(tree.id)
        if fact is None:
            raise self._unknown(tree, tree.id)
        return fact

    def _field(self, tree: ast.expr) -> Field:
        if self.record is None or not isinstance(tree, ast.Attribute) or not isinstance(tree.value, ast.Name):
            raise Misread("expression-syntax", "a field belongs inside count(...)", tree.col_offset)
        variable, fields = self.record
        if tree.value.id != variable:
            raise self._unknown(tree.value, tree.value.id)
        if tree.attr not in fields:
            hint = did_you_mean(tree.attr, list(fields))
            raise Misread("unknown-name", f"the record has no field {tree.attr}", tree.col_offset, hint)
        return fields[tree.attr]

    def count(self, tree: ast.expr) -> Count:
        """count(p for p in LIST if CONDITION)."""
        match tree:
            case ast.Call(args=[ast.GeneratorExp(elt=ast.Name(id=counted), generators=[generator])], keywords=[]):
                pass
            case _:
                raise Misread("expression-syntax", "write count(p for p in priors if ...)", tree.col_offset)
        if not isinstance(generator.target, ast.Name) or not isinstance(generator.iter, ast.Name):
            raise Misread("expression-syntax", "write count(p for p in priors if ...)", tree.col_offset)
        fact = self._fact(generator.iter)
        if fact.type != "records":
            raise self._type(generator.iter, f"{fact.id} is no list of records")
        if counted != generator.target.id:
            raise Misread("expression-syntax", "write count(p for p in priors if ...)", tree.col_offset)
        self.record = (generator.target.id, {field.id: field for field in fact.fields})
        try:
            when = conjunction(*[self.truth(test) for test in generator.ifs]) if generator.ifs else TRUE
        finally:
            self.record = None
        return Count(fact.id, when)

    def _of_the_case(self, tree: ast.expr, name: str) -> Misread:
        message = f"{name} is about the case; inside count(...) only a record's fields are tested"
        return self._type(tree, message)

    def _unknown(self, tree: ast.expr, name: str) -> Misread:
        names = [*self.scope.vocabulary.facts, *self.scope.terms, *self.scope.opens]
        return Misread("unknown-name", f"no fact or term is called {name}", tree.col_offset, did_you_mean(name, names))

    def _type(self, tree: ast.expr, message: str) -> Misread:
        return Misread("expression-type", message, tree.col_offset)
