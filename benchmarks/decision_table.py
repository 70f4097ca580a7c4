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
    outcome: Outcome


@dataclass(frozen=True)
class Table:
    """The table of one offense under one reading; `name` keys its outputs."""

    name: str
    rows: tuple[Row, ...]


def offense(name: str, elements: str, *rows: tuple[str, str, str]) -> Table:
    """A table whose first row says no where the elements are not met; then (when, grade, minimum)."""
    graded = (Row(when, ("yes", grade, minimum)) for when, grade, minimum in rows)
    return Table(name, (Row(f"not ({elements})", NO), *graded))


class Peer:
    """Some tables as one graph: input, each table, output."""

    def __init__(self, tables: tuple[Table, ...]) -> None:
        self.names = tuple(table.name for table in tables)
        content = {"law": _graph(tables)}
        self._engine = zen.ZenEngine({"loader": {"type": "static", "content": content}})

    def traced(self, context: Context) -> Any:
        """The engine's whole response with its trace: what is timed."""
        return self._engine.evaluate("law", context, {"trace": True})

    def outcomes(self, context: Context) -> dict[str, Outcome]:
        """The outcome of each table, in the form in which answers are compared."""
        result = self.traced(context)["result"]
        return {
            name: (result[name]["verdict"], result[name]["grade"], result[name]["minimum"])
            for name in self.names
        }


def _graph(tables: tuple[Table, ...]) -> dict[str, Any]:
    nodes = [_node("in", "inputNode"), _node("out", "outputNode")]
    edges = []
    for at, table in enumerate(tables):
        node = _node(f"t{at}", "decisionTableNode")
        nodes.append({**node, "content": _content(table)})
        edges += [_edge("in", f"t{at}"), _edge(f"t{at}", "out")]
    return {"nodes": nodes, "edges": edges}


def _node(name: str, kind: str) -> dict[str, Any]:
    return {"id": name, "name": name, "type": kind, "position": {"x": 0, "y": 0}}


def _edge(source: str, target: str) -> dict[str, str]:
    return {"id": source + target, "type": "edge", "sourceId": source, "targetId": target}


def _content(table: Table) -> dict[str, Any]:
    outputs = [
        {"id": at, "name": at, "type": "expression", "field": f"{table.name}.{at}"}
        for at in ("verdict", "grade", "minimum")
    ]
    rules = []
    for number, row in enumerate(table.rows):
        verdict, grade, minimum = (f'"{text}"' for text in row.outcome)
        cells = {"when": row.when, "verdict": verdict, "grade": grade, "minimum": minimum}
        rules.append({"_id": f"r{number}", **cells})
    return {
        "hitPolicy": "first",
        "inputs": [{"id": "when", "name": "when", "type": "expression"}],
        "outputs": outputs,
        "rules": rules,
        "passThrough": False,
    }
