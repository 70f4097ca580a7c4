"""Every provision says something: prose, rules or both."""

from __future__ import annotations

from inforce.facts.diagnostics import Diagnostic
from inforce.law.load.library import Loaded


def check(loaded: Loaded) -> list[Diagnostic]:
    """Provisions with neither prose nor rules, and files with no provision."""
    found = []
    for code in loaded.library.jurisdictions.values():
        for file in code.files:
            if not file.provisions:
                found.append(Diagnostic("empty-provision", file.place, "the file holds no provision", "add ## (a) ..."))
            for provision in file.provisions:
                if not provision.prose and not provision.rules:
                    message = f"{provision.name} has neither prose nor rules"
                    found.append(Diagnostic("empty-provision", provision.place, message))
    return found
