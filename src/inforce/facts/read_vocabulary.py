"""Reads the vocabulary's files: facts by subject, and what must hold between them."""

from __future__ import annotations

from inforce.facts import read
from inforce.facts.diagnostics import Diagnostic
from inforce.facts.documents import Mapping, Node, Scalar
from inforce.facts.vocabulary import UNBOUNDED, Fact, Field, Must, Variable, Vocabulary, variables_of

TYPES = ("bool", "int", "enum", "ordered", "set", "records")
FIELD_TYPES = ("bool", "int", "enum", "provision", "date")
_FACT_KEYS = (
    "type", "label", "says", "question", "help", "plain", "direction", "unit", "values", "least", "most", "fields",
    "derive",
)  # fmt: skip


def read_vocabulary(documents: dict[str, Node], problems: read.Problems) -> Vocabulary:
    """The vocabulary in the given documents (topic: its node)."""
    facts: dict[str, Fact] = {}
    variables: list[Variable] = []
    musts: list[Must] = []
    for topic, document in documents.items():
        if topic == "consistency":
            musts += [_must(item, problems) for item in read.items(document)]
            continue
        node = read.mapping(document, "a vocabulary file", problems, "law-shape")
        for key, body in node.pairs if node else ():
            if key.text in facts:
                problems.append(Diagnostic("duplicate-key", key.place, f"the fact {key.text} stands twice"))
                continue
            fact = _fact(key, body, topic, len(variables), problems)
            if fact:
                facts[fact.id] = fact
                variables += variables_of(fact)
    return Vocabulary(facts, tuple(variables), tuple(musts))


def _fact(key: Scalar, body: Node, topic: str, first: int, problems: read.Problems) -> Fact | None:
    what = f"the fact {key.text}"
    node = read.mapping(body, what, problems, "law-shape")
    if node is None:
        return None
    read.only(node, _FACT_KEYS, what, problems)
    kind = read.text(read.required(node, "type", what, problems), "type", problems)
    if kind not in TYPES:
        problems.append(
            Diagnostic("wrong-type", node.place, f"{what} has no type {kind}", f"one of {', '.join(TYPES)}")
        )
        return None
    for needed in ("label", "question", "help"):
        read.required(node, needed, what, problems)
    values = read.texts(node.get("values"), "values", problems)
    if kind in ("enum", "ordered", "set") and len(values) < 2:
        problems.append(Diagnostic("missing-key", node.place, f"{what} needs two or more values"))
    says = read.mapping(node.get("says"), "says", problems, "law-shape")
    fields = read.mapping(node.get("fields"), "fields", problems, "law-shape")
    derive = read.mapping(node.get("derive"), "derive", problems, "law-shape")

    def get(name: str) -> str:
        return read.text(node.get(name), name, problems)

    return Fact(
        id=key.text,
        type=kind,
        topic=topic,
        label=get("label"),
        question=get("question"),
        help=get("help"),
        plain=get("plain"),
        direction=get("direction"),
        unit=get("unit"),
        values=values,
        least=_bound(node, "least", problems, 0),
        most=_bound(node, "most", problems, UNBOUNDED - 1) + 1,
        says={k.text: read.text(v, "says", problems) for k, v in says.pairs} if says else {},
        fields=tuple(_field(k, v, problems) for k, v in fields.pairs) if fields else (),
        derive={k.text: read.text(v, "derive", problems) for k, v in derive.pairs} if derive else {},
        first=first,
    )


def _field(key: Scalar, body: Node, problems: read.Problems) -> Field:
    node = read.mapping(body, f"the field {key.text}", problems, "law-shape") or Mapping((), body.place)
    kind = read.text(node.get("type"), "type", problems)
    if kind not in FIELD_TYPES:
        problems.append(Diagnostic("wrong-type", node.place, f"the field {key.text} has no type {kind}"))
    return Field(
        key.text,
        kind,
        read.text(node.get("label"), "label", problems),
        read.texts(node.get("values"), "values", problems),
        _bound(node, "least", problems, 0),
        _bound(node, "most", problems, UNBOUNDED - 1) + 1,
    )


def _bound(node: Mapping, key: str, problems: read.Problems, fallback: int) -> int:
    value = node.get(key)
    if value is None:
        return fallback
    text = read.text(value, key, problems)
    if not (text.isascii() and text.isdigit()):
        problems.append(
            Diagnostic("wrong-type", value.place, f"{key} cannot be {read.short(text)!r}", "a whole number")
        )
        return fallback
    return int(text)


def _must(item: Node, problems: read.Problems) -> Must:
    node = read.mapping(item, "an entry", problems, "law-shape") or Mapping((), item.place)
    read.only(node, ("must", "says"), "an entry", problems)
    must = read.required(node, "must", "an entry", problems)
    return Must(
        read.text(must, "must", problems),
        read.text(node.get("says"), "says", problems),
        str(read.place_of(must, item.place)),
    )
