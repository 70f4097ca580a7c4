"""A conflict that follows the later enactment does not prefer the act that the register dates earlier."""

from __future__ import annotations

from inforce.facts.diagnostics import Diagnostic
from inforce.law.consolidate import conflicts
from inforce.law.load.library import Loaded


def check(loaded: Loaded) -> list[Diagnostic]:
    """Preferences against the dates of the last votes, where the register's bounds decide them."""
    found = []
    for code in loaded.library.jurisdictions.values():
        for _, conflict in conflicts(code).values():
            preferred = code.acts.get(conflict.prefers)
            for name in conflict.between:
                other = code.acts.get(name)
                if not preferred or not other or other is preferred or not preferred.enacted or not other.enacted:
                    continue
                if other.enacted.begins and preferred.enacted.ends < other.enacted.begins:
                    message = f"prefers {preferred.name}, whose last vote the register puts before that of {other.name}"
                    found.append(Diagnostic("preference-contradicts-dates", conflict.place, message))
    return found
