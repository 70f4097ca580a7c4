"""Terms are not defined by one another in a circle."""

from __future__ import annotations

from inforce.facts.diagnostics import Diagnostic
from inforce.law.expression import names_in
from inforce.law.load.library import Loaded
from inforce.law.model import Define


def check(loaded: Loaded) -> list[Diagnostic]:
    """Circles of definitions, over all versions together."""
    found = []
    for code in loaded.library.jurisdictions.values():
        rules = [r for f in code.files for p in f.provisions for r in p.rules if isinstance(r, Define)]
        needs: dict[str, set[str]] = {}
        for rule in rules:
            needs.setdefault(rule.term, set()).update(n for kind, n in names_in(rule.meaning) if kind == "term")
        reported: set[frozenset[str]] = set()
        for rule in rules:
            circle = _circle(rule.term, needs)
            if circle and frozenset(circle) not in reported:
                reported.add(frozenset(circle))
                message = f"terms are defined in a circle: {' -> '.join(circle)}"
                found.append(Diagnostic("definition-cycle", rule.place, message, "define one of them by facts alone"))
    return found


def _circle(term: str, needs: dict[str, set[str]]) -> list[str]:
    """A way from a term back to itself, or nothing."""
    stack = [[term]]
    seen: set[str] = set()
    while stack:
        way = stack.pop()
        for name in sorted(needs.get(way[-1], ())):
            if name == term:
                return [*way, term]
            if name not in seen:
                seen.add(name)
                stack.append([*way, name])
    return []
