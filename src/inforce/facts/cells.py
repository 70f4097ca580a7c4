"""What a table's headers and cells mean: the same words as in a case file, read by the same reader."""

from __future__ import annotations

from inforce.facts.case import Range
from inforce.facts.diagnostics import Diagnostic, Place, Refused, did_you_mean
from inforce.facts.documents import Mapping, Node, Scalar, Sequence, parse
from inforce.facts.frozen import Frozen
from inforce.facts.read_case import CaseBuilder
from inforce.facts.values import UNKNOWN, field_value
from inforce.facts.vocabulary import Fact, Vocabulary

CASE_COLUMNS = ("case", "jurisdiction", "offense_date", "offense_from", "offense_to")
AT_LEAST = "at least "


class Meaning(Frozen):
    """What a cell says: values of variables, ranges of those known partly, records. Nothing, where it is unknown.

    `is_open` says that there may be more records than these.
    """

    values: tuple[tuple[int, int], ...]
    ranges: tuple[tuple[int, Range], ...]
    records: tuple[dict[str, object], ...] | None = None
    is_open: bool = False


class Template(Frozen):
    """A column that counts records which have these values in some of their fields: (field, value)."""

    list: str
    fields: tuple[tuple[str, object], ...]


def cell_node(fact: Fact, text: str, place: Place) -> Node:
    """A cell as the node that a case file would hold."""
    flat = text.strip()
    if fact.type == "records" and flat[:1] in ("[", "{"):
        return parse(flat, place.file)[0]
    if fact.type != "set" or flat in UNKNOWN:
        return Scalar(flat, place)
    is_open = flat.lower().startswith(AT_LEAST)
    members = (flat[len(AT_LEAST) :] if is_open else flat).replace(";", ",").split(",")
    items = Sequence(tuple(Scalar(member.strip(), place) for member in members if member.strip()), place)
    return Mapping(((Scalar(AT_LEAST.strip(), place), items),), place) if is_open else items


def meaning(fact: Fact, text: str, vocabulary: Vocabulary, place: Place) -> Meaning | Diagnostic:
    """What a cell says of a fact, or what is wrong with it."""
    problems: list[Diagnostic] = []
    builder = CaseBuilder(vocabulary, problems)
    try:
        builder.add(Scalar(fact.id, place), cell_node(fact, text, place))
    except Refused as refusal:
        return refusal.diagnostics[0]
    if problems:
        return problems[0]
    values = tuple((at, value) for at, value in enumerate(builder.values) if value is not None)
    ranges = tuple((variable, known[0]) for variable, known in builder.partial.items())
    return Meaning(values, ranges, builder.records.get(fact.id), fact.id in builder.open_lists)


def read_header(header: str, vocabulary: Vocabulary, place: Place) -> str | Template | Diagnostic:
    """The fact that a column is about, the template of the records that it counts, or what is wrong with it."""
    name = header.strip()
    if name in CASE_COLUMNS or name in vocabulary.facts:
        return name
    whole, colon, rest = name.partition(":")
    fact = vocabulary.facts.get(whole.strip())
    if not colon or fact is None or fact.type != "records":
        near = did_you_mean(name, [*CASE_COLUMNS, *vocabulary.facts])
        hint = f"{near + ' Otherwise ' if near else ''}rename it in a mapping file, or leave it out: `{name}: ignore`"
        return Diagnostic("unmapped-column", place, f"the column {name!r} is no fact of the vocabulary", hint)
    return _template(fact, rest, place)


def _template(fact: Fact, text: str, place: Place) -> Template | Diagnostic:
    fields = {field.id: field for field in fact.fields}
    found: list[tuple[str, object]] = []
    for part in text.split(","):
        key, equals, value = (piece.strip() for piece in part.partition("="))
        if not equals or key not in fields:
            hint = did_you_mean(key, list(fields)) or f"fields: {', '.join(fields)}"
            message = f"the column of counted {fact.id} does not say FIELD = VALUE: {part.strip()!r}"
            return Diagnostic("unmapped-column", place, message, hint)
        problems: list[Diagnostic] = []
        read = field_value(fields[key], Scalar(value, place), problems)
        if problems:
            return problems[0]
        found.append((key, read))
    return Template(fact.id, tuple(found))
