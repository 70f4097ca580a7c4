"""Reads case files: one or several cases, every fact typed by the vocabulary, all problems reported at once."""

from __future__ import annotations

from inforce.facts import read
from inforce.facts.case import Answer, Case, Range
from inforce.facts.dates import is_date
from inforce.facts.diagnostics import Diagnostic, Refused, did_you_mean
from inforce.facts.documents import Mapping, Node, Scalar, Sequence
from inforce.facts.values import expected, field_value, is_unknown, single
from inforce.facts.vocabulary import Fact, Vocabulary

_CASE_KEYS = ("case", "jurisdiction", "offense_date", "facts")
MAX_CASES = 10_000


def read_cases(documents: list[Node], vocabulary: Vocabulary, extra: tuple[str, ...] = ()) -> list[Case]:
    """Every case of a file's documents.

    Raises Refused with all problems of all cases.
    """
    problems: read.Problems = []
    for document in documents:
        if isinstance(document, Mapping) and isinstance(document.get("cases"), Sequence):
            read.only(document, ("cases",), "a file of cases", problems)
    nodes = case_nodes(documents)
    if not nodes:
        problems.append(Diagnostic("file-empty", documents[0].place, "the file holds no case"))
    cases = [read_case(node, vocabulary, problems, extra) for node in nodes]
    if problems:
        raise Refused(*problems)
    return [case for case in cases if case is not None]


def case_nodes(documents: list[Node]) -> list[Node]:
    """The cases of a file: each document is a case, or a list of cases, or `cases:` with a list."""
    found: list[Node] = []
    for document in documents:
        if isinstance(document, Mapping) and isinstance(inner := document.get("cases"), Sequence):
            found += inner.items
        elif isinstance(document, Sequence):
            found += document.items
        else:
            found.append(document)
    return found


def read_case(node: Node, vocabulary: Vocabulary, problems: read.Problems, extra: tuple[str, ...] = ()) -> Case | None:
    """One case; what is wrong with it is added to the problems."""
    if not isinstance(node, Mapping):
        hint = "write case:, jurisdiction:, offense_date: and facts:"
        problems.append(Diagnostic("case-shape", node.place, "a case is a mapping of keys and values", hint))
        return None
    before = len(problems)
    read.only(node, _CASE_KEYS + extra, "a case", problems)
    jurisdictions = tuple(
        read.text(item, "jurisdiction", problems).strip()
        for item in read.items(read.required(node, "jurisdiction", "the case", problems))
    )
    if node.get("jurisdiction") is not None and not all(jurisdictions or ("",)):
        at = read.place_of(node.get("jurisdiction"), node.place)
        problems.append(Diagnostic("missing-key", at, "the case names no jurisdiction", "write us-tx"))
    begins, ends = _offense_date(node, problems)
    facts = node.get("facts")
    answers = {}
    if facts is not None and not is_unknown(facts):
        facts = read.mapping(facts, "facts", problems)
        answers = {key.text: (key, value) for key, value in facts.pairs} if facts else {}
    builder = CaseBuilder(vocabulary, problems)
    for key, value in answers.values():
        builder.add(key, value)
    if len(problems) > before:
        return None
    place = f"{node.place.file}:{node.place.line}"
    name = read.text(node.get("case"), "case", problems).strip() or place
    return builder.case(name, jurisdictions, begins, ends, place)


def _offense_date(node: Mapping, problems: read.Problems) -> tuple[str, str]:
    value = read.required(node, "offense_date", "the case", problems)
    if value is None:
        return "", ""
    if isinstance(value, Mapping):
        read.only(value, ("from", "to"), "offense_date", problems)
        first = read.required(value, "from", "offense_date", problems)
        last = read.required(value, "to", "offense_date", problems)
        begins, ends = _date(first, problems), _date(last, problems)
        if begins and ends and ends < begins:
            problems.append(Diagnostic("dates-reversed", value.place, f"the offense ends on {ends}, before {begins}"))
        return begins, ends
    date = _date(value, problems)
    return date, date


def _date(node: Node | None, problems: read.Problems) -> str:
    if node is None:
        return ""
    text = node.text.strip() if isinstance(node, Scalar) else ""
    if not is_date(text):
        hint = "write a day of the calendar as 2024-06-01, or from: and to:"
        problems.append(Diagnostic("bad-date", node.place, f"{read.short(text)!r} is no date", hint))
        return ""
    return text


class CaseBuilder:
    """Collects facts into variables, one after another."""

    def __init__(self, vocabulary: Vocabulary, problems: read.Problems) -> None:
        self.vocabulary = vocabulary
        self.problems = problems
        self.values: list[int | None] = [None] * len(vocabulary.variables)
        self.partial: dict[int, tuple[Range, ...]] = {}
        self.records: dict[str, tuple[dict[str, object], ...]] = {}
        self.open_lists: set[str] = set()
        self.answers: list[Answer] = []

    def add(self, key: Scalar, value: Node) -> None:
        """One fact of the case."""
        fact = self.vocabulary.fact(key.text)
        if fact is None:
            names = list(self.vocabulary.facts)
            hint = did_you_mean(key.text, names) or "inforce facts lists the vocabulary"
            message = f"the vocabulary has no fact {read.short(key.text)!r}"
            self.problems.append(Diagnostic("unknown-fact", key.place, message, hint))
            return
        if is_unknown(value):
            return
        self.answers.append(Answer(fact.id, _as_text(value), str(value.place)))
        if fact.type == "set":
            self._set(fact, value)
        elif fact.type == "records":
            self._records(fact, value)
        else:
            found = single(fact, value, self.problems)
            if found is not None:
                self.put(fact.first, found)

    def put(self, variable: int, found: Range) -> None:
        """A variable that lies within a range."""
        if found[1] == found[0] + 1:
            self.values[variable] = found[0]
        else:
            self.partial[variable] = (found,)

    def _set(self, fact: Fact, node: Node) -> None:
        node, is_open = self._at_least(fact, node)
        members = [(read.text(item, fact.id, self.problems).strip(), item.place) for item in read.items(node)]
        if [m.lower() for m, _ in members] in (["none"], [""]):
            members = []
        lowered = [value.lower() for value in fact.values]
        named = set()
        for member, place in members:
            if member.lower() in lowered:
                named.add(lowered.index(member.lower()))
                continue
            hint = did_you_mean(member, fact.values) or f"expected {expected(fact)}"
            message = f"{fact.id} has no member {read.short(member)!r}"
            self.problems.append(Diagnostic("wrong-type", place, message, hint))
        for position in range(len(fact.values)):
            if position in named or not is_open:
                self.values[fact.first + position] = int(position in named)

    def _records(self, fact: Fact, node: Node) -> None:
        node, is_open = self._at_least(fact, node)
        if is_open:
            self.open_lists.add(fact.id)
        if isinstance(node, Scalar):
            if node.text.strip().lower() == "none":
                self.records[fact.id] = ()
            else:
                message = f"{fact.id} cannot be {read.short(node.text)!r}"
                self.problems.append(Diagnostic("wrong-type", node.place, message, f"expected {expected(fact)}"))
            return
        fields = {field.id: field for field in fact.fields}
        records = []
        for item in read.items(node):
            body = read.mapping(item, f"each of {fact.id}", self.problems)
            if body is None:
                continue
            read.only(body, tuple(fields), f"each of {fact.id}", self.problems)
            record = {}
            for key, value in body.pairs:
                if key.text in fields and not is_unknown(value):
                    record[key.text] = field_value(fields[key.text], value, self.problems)
            records.append(record)
        self.records[fact.id] = tuple(records)

    def _at_least(self, fact: Fact, node: Node) -> tuple[Node, bool]:
        if not isinstance(node, Mapping):
            return node, False
        inner = node.get("at least")
        if inner is None or len(node.pairs) != 1:
            hint = f"expected {expected(fact)}, or at least: with a list"
            self.problems.append(Diagnostic("wrong-type", node.place, f"{fact.id} cannot be a mapping", hint))
            return Sequence((), node.place), False
        return inner, True

    def case(self, name: str, jurisdictions: tuple[str, ...], begins: str, ends: str, place: str) -> Case:
        """The case as it was collected."""
        return Case(
            name,
            jurisdictions,
            begins,
            ends,
            tuple(self.values),
            unknown_bits(self.values),
            self.partial,
            self.records,
            frozenset(self.open_lists),
            tuple(self.answers),
            place,
            tuple(
                (name, tuple(tuple(sorted(record.items(), key=_by_name)) for record in records))
                for name, records in self.records.items()
            ),
        )


def _as_text(node: Node) -> str:
    if isinstance(node, Scalar):
        return " ".join(node.text.split())
    if isinstance(node, Sequence):
        return "; ".join(_as_text(item) for item in node.items) or "none"
    return ", ".join(f"{key.text} {_as_text(value)}" for key, value in node.pairs)


def _by_name(pair: tuple[str, object]) -> str:
    return pair[0]


def unknown_bits(values: list[int | None]) -> int:
    """A bit for each variable that has no value."""
    return sum(1 << position for position, value in enumerate(values) if value is None)
