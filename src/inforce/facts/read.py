"""Typed access to nodes: each function returns the value or records what is wrong and where."""

from __future__ import annotations

from inforce.facts.diagnostics import Diagnostic, Place, did_you_mean
from inforce.facts.documents import Mapping, Node, Scalar, Sequence

Problems = list[Diagnostic]


def mapping(node: Node | None, what: str, problems: Problems, code: str = "wrong-type") -> Mapping | None:
    """The node as a mapping."""
    if isinstance(node, Mapping):
        return node
    if node is not None:
        problems.append(Diagnostic(code, node.place, f"{what} must be a mapping of keys and values"))
    return None


def text(node: Node | None, what: str, problems: Problems) -> str:
    """The node as plain text; empty when absent."""
    if node is None:
        return ""
    if isinstance(node, Scalar):
        return node.text
    problems.append(Diagnostic("wrong-type", node.place, f"{what} must be plain text, not a list or mapping"))
    return ""


def items(node: Node | None) -> tuple[Node, ...]:
    """The items of a list; one value alone is a list of one."""
    if node is None:
        return ()
    return node.items if isinstance(node, Sequence) else (node,)


def texts(node: Node | None, what: str, problems: Problems) -> tuple[str, ...]:
    """The node as a list of plain texts."""
    return tuple(text(item, what, problems) for item in items(node))


def required(node: Mapping, key: str, what: str, problems: Problems) -> Node | None:
    """The value of a key that must be there."""
    value = node.get(key)
    if value is None:
        problems.append(Diagnostic("missing-key", node.place, f"{what} lacks {key}", f"add {key}:"))
    return value


def only(node: Mapping, allowed: tuple[str, ...], what: str, problems: Problems) -> None:
    """Refuses keys that are not understood, with the nearest that are."""
    for key, _ in node.pairs:
        if key.text not in allowed:
            hint = did_you_mean(key.text, allowed) or f"known keys: {', '.join(allowed)}"
            problems.append(Diagnostic("unknown-key", key.place, f"{what} has no key {short(key.text)}", hint))


def short(value: str, limit: int = 60) -> str:
    """A text fit for one line of a message."""
    flat = " ".join(value.split())
    return flat if len(flat) <= limit else flat[: limit - 3] + "..."


def place_of(node: Node | None, fallback: Place) -> Place:
    """Where the node stands."""
    return fallback if node is None else node.place
