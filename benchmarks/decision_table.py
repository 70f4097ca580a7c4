"""The peer's decision tables: rows in JDM, loaded the way that zen-engine runs fastest.

A static loader compiles a graph once; `create_decision` and `get_decision` compile on every call.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import zen

Context = dict[str, Any]
Outcome = tuple[str, str, str]  # verdict, grade, minimum
NO: Outcome = ("no", "", "")


@dataclass(frozen=True)
class Row:
    """A row of a table: it prevails if no row above it holds and `when` does (empty: always)."""

    when: str
    grade: str
    minimum: str


@dataclass(frozen=True)
class Table:
    """One offense under one reading: the expression of its elements, and its grades. `name` keys its outputs."""

    name: str
    elements: str
    rows: tuple[Row, ...]


def offense(name: str, elements: str, *rows: tuple[str, str, str]) -> Table:
    """A table from its rows: (when, grade, minimum)."""
    return Table(name, elements, tuple(Row(*row) for row in rows))


class Peer:
    """Some tables as one graph, in one of two forms.

    "tables": input, each table, output; a table's first row says no where the elements are not met. "switch": a
    switch tests each set of elements once and leads to the tables whose elements are met; the others stay out of
    the result. Which is faster depends on how many offenses fit, so the benchmark times both and takes the faster.
    """

    FORMS = ("tables", "switch")

    def __init__(self, tables: tuple[Table, ...], form: str) -> None:
        self.names = tuple(table.name for table in tables)
        graph = _with_switch(tables) if form == "switch" else _tables_alone(tables)
        self._engine = zen.ZenEngine({"loader": {"type": "static", "content": {"law": graph}}})

    def traced(self, context: Context) -> Any:
        """The engine's whole response with its trace: what is timed."""
        return self._engine.evaluate("law", context, {"trace": True})

    def outcomes(self, context: Context) -> dict[str, Outcome]:
        """The outcome of each table, in the form in which answers are compared."""
        result = self.traced(context)["result"]
        found = {}
        for name in self.names:
            row = result.get(name)
            found[name] = (row["verdict"], row["grade"], row["minimum"]) if row else NO
        return found


def _tables_alone(tables: tuple[Table, ...]) -> dict[str, Any]:
    nodes, edges = _ends()
    for at, table in enumerate(tables):
        unmet = _rule("unmet", f"not ({table.elements})", *NO)
        nodes.append(_table(at, table, [unmet]))
        edges += [_edge("in", f"t{at}"), _edge(f"t{at}", "out")]
    return {"nodes": nodes, "edges": edges}


def _with_switch(tables: tuple[Table, ...]) -> dict[str, Any]:
    nodes, edges = _ends()
    statements: dict[str, dict[str, Any]] = {}
    edges.append(_edge("in", "switch"))
    for at, table in enumerate(tables):
        empty = {"id": f"s{len(statements)}", "condition": table.elements, "isDefault": False}
        handle = statements.setdefault(table.elements, empty)["id"]
        nodes.append(_table(at, table, []))
        edges += [{**_edge("switch", f"t{at}"), "sourceHandle": handle}, _edge(f"t{at}", "out")]
    content = {"hitPolicy": "collect", "statements": list(statements.values())}
    nodes.append({**_node("switch", "switchNode"), "content": content})
    return {"nodes": nodes, "edges": edges}


def _ends() -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    return [_node("in", "inputNode"), _node("out", "outputNode")], []


def _node(name: str, kind: str) -> dict[str, Any]:
    return {"id": name, "name": name, "type": kind, "position": {"x": 0, "y": 0}}


def _edge(source: str, target: str) -> dict[str, Any]:
    return {"id": f"{source}-{target}", "type": "edge", "sourceId": source, "targetId": target}


def _table(at: int, table: Table, first: list[dict[str, str]]) -> dict[str, Any]:
    outputs = [
        {"id": name, "name": name, "type": "expression", "field": f"{table.name}.{name}"}
        for name in ("verdict", "grade", "minimum")
    ]
    graded = [_rule(f"r{number}", row.when, "yes", row.grade, row.minimum) for number, row in enumerate(table.rows)]
    content = {
        "hitPolicy": "first",
        "inputs": [{"id": "when", "name": "when", "type": "expression"}],
        "outputs": outputs,
        "rules": [*first, *graded],
        "passThrough": False,
    }
    return {**_node(f"t{at}", "decisionTableNode"), "content": content}


def _rule(name: str, when: str, verdict: str, grade: str, minimum: str) -> dict[str, str]:
    return {"_id": name, "when": when, "verdict": f'"{verdict}"', "grade": f'"{grade}"', "minimum": f'"{minimum}"'}
