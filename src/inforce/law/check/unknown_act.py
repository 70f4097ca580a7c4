"""Every file, conflict and preference names an act of the register."""

from __future__ import annotations

from inforce.facts.diagnostics import Diagnostic, did_you_mean
from inforce.law.load.library import Loaded
from inforce.law.model import Conflict


def check(loaded: Loaded) -> list[Diagnostic]:
    """Acts that the register does not hold."""
    found = []
    for code in loaded.library.jurisdictions.values():
        for file in code.files:
            named = [(file.act, file.place)]
            for provision in file.provisions:
                for rule in provision.rules:
                    if isinstance(rule, Conflict):
                        named += [(act, rule.place) for act in (*rule.between, rule.prefers)]
            for act, place in named:
                if act not in code.acts:
                    message = f"the register of acts has no {act}"
                    found.append(Diagnostic("unknown-act", place, message, did_you_mean(act, list(code.acts))))
    return found
