"""A row of a table as the case that a case file would hold: to say what is wrong with it, or to answer it exactly."""

from __future__ import annotations

from inforce.evaluate.sql.table import COUNTED, CaseTable
from inforce.facts.case import Case
from inforce.facts.cells import CASE_COLUMNS, Template, cell_node
from inforce.facts.diagnostics import Diagnostic, Place
from inforce.facts.documents import Mapping, Node, Scalar, Sequence
from inforce.facts.read_case import read_case
from inforce.facts.values import UNKNOWN, is_unknown, single
from inforce.facts.vocabulary import Vocabulary

MOST_COUNTED = 1_000  # records that one cell may stand for; no rule counts so far


class TableRows:
    """Reads the rows of one table."""

    def __init__(self, table: CaseTable, vocabulary: Vocabulary, jurisdiction: str) -> None:
        self.table, self.vocabulary, self.jurisdiction = table, vocabulary, jurisdiction

    def case(self, number: int, cells: list[object]) -> tuple[Case | None, list[Diagnostic]]:
        """The case of a row, or what is wrong with it. The place of a problem is the column's name."""
        given: dict[str, Node] = {}
        facts: list[tuple[Scalar, Node]] = []
        lists: dict[str, tuple[list[Node], bool]] = {}
        problems: list[Diagnostic] = []
        for column, cell in zip(self.table.columns, cells, strict=True):
            place = Place(column.name)
            node = _node(cell, place)
            if isinstance(column.use, Template):
                records, is_open = lists.setdefault(column.use.list, ([], False))
                found = _counted(column.use, node, place, self.vocabulary, problems)
                records += found[0]
                lists[column.use.list] = records, is_open or found[1]
            elif column.use in CASE_COLUMNS:
                given[column.use] = node
            else:
                fact = self.vocabulary.facts[column.use]
                plain = cell_node(fact, node.text, place) if isinstance(node, Scalar) else node
                facts.append((Scalar(fact.id, place), plain))
        for name, (records, is_open) in lists.items():
            facts.append((Scalar(name, Place(name)), _listed(records, is_open, Place(name))))
        if self.jurisdiction:
            given["jurisdiction"] = Scalar(self.jurisdiction, Place("jurisdiction"))
        key = given.get("case")
        name = key.text.strip() if isinstance(key, Scalar) else ""
        pairs = [
            ("case", Scalar(name or f"row {number}", Place("case"))),
            ("jurisdiction", given.get("jurisdiction")),
            ("offense_date", _date(given)),
            ("facts", Mapping(tuple(facts), Place("facts"))),
        ]
        made = Mapping(
            tuple((Scalar(key, node.place), node) for key, node in pairs if node is not None and not _blank(node)),
            Place("offense_date"),
        )
        return read_case(made, self.vocabulary, problems), problems


def _counted(
    template: Template, node: Node, place: Place, vocabulary: Vocabulary, problems: list[Diagnostic]
) -> tuple[list[Node], bool]:
    """The records that a counted cell stands for, and whether there may be more."""
    if is_unknown(node):
        return [], True
    found = single(COUNTED, node, problems)
    if found is None:
        return [], True
    fields = {field.id: field for field in vocabulary.facts[template.list].fields}
    pairs = []
    for name, value in template.fields:
        field = fields[name]
        word = ("no", "yes")[value] if field.type == "bool" and isinstance(value, int) else str(value)
        if field.type == "enum" and isinstance(value, int):
            word = field.values[value]
        pairs.append((Scalar(name, place), Scalar(word, place)))
    record: Node = Mapping(tuple(pairs), place)
    return [record] * min(found[0], MOST_COUNTED), found[1] > found[0] + 1


def _listed(records: list[Node], is_open: bool, place: Place) -> Node:
    """Counted records as a list; one with nothing known in it is not given."""
    listed = Sequence(tuple(records), place)
    if is_open:
        return Mapping(((Scalar("at least", place), listed),), place) if records else Scalar("unknown", place)
    return listed if records else Scalar("none", place)


def _date(given: dict[str, Node]) -> Node | None:
    first = given.get("offense_from", given.get("offense_date"))
    last = given.get("offense_to", given.get("offense_date"))
    if "offense_from" not in given and "offense_to" not in given:
        return first
    place = Place("offense_from")
    parts = [(key, node) for key, node in (("from", first), ("to", last)) if node is not None and not _blank(node)]
    return Mapping(tuple((Scalar(key, place), node) for key, node in parts), place)


def _blank(node: Node) -> bool:
    return isinstance(node, Scalar) and node.text.strip() in UNKNOWN


def _node(value: object, place: Place) -> Node:
    """A cell as a node of a case file."""
    if isinstance(value, dict):
        return Mapping(tuple((Scalar(str(k), place), _node(v, place)) for k, v in value.items()), place)
    if isinstance(value, list):
        return Sequence(tuple(_node(item, place) for item in value), place)
    if isinstance(value, bool):
        return Scalar("yes" if value else "no", place)
    if isinstance(value, float) and value.is_integer():
        return Scalar(str(int(value)), place)
    return Scalar("" if value is None else str(value), place)
