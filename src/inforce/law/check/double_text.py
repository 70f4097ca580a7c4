"""One act gives a provision one text."""

from __future__ import annotations

from inforce.facts.diagnostics import Diagnostic, Place
from inforce.law.load.library import Loaded


def check(loaded: Loaded) -> list[Diagnostic]:
    """Provisions that one act writes twice."""
    found = []
    for code in loaded.library.jurisdictions.values():
        seen: dict[tuple[str, str, str], Place] = {}
        for file in code.files:
            for provision in file.provisions:
                key = (file.section, file.act, provision.name)
                if key in seen:
                    message = f"{file.act} gives {provision.name} two texts; the other stands at {seen[key]}"
                    found.append(Diagnostic("double-text", provision.place, message, "join them under one heading"))
                seen[key] = provision.place
    return found
