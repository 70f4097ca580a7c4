"""A file's name gives the act's effective date and short name as the register does."""

from __future__ import annotations

from inforce.facts.diagnostics import Diagnostic
from inforce.law.consolidate import effective
from inforce.law.load.library import Loaded


def check(loaded: Loaded) -> list[Diagnostic]:
    """Files named for another date or act than the register's."""
    found = []
    for code in loaded.library.jurisdictions.values():
        for file in code.files:
            act = code.acts.get(file.act)
            name = file.path.rsplit("/", 1)[-1]
            if act and not act.is_draft and not name.startswith(f"{act.effective}."):
                message = f"the file's name says {name[:10]}, the register {act.effective}"
                hint = f"name it {act.effective}.{act.short}.md, or mend the register"
                found.append(Diagnostic("act-date-mismatch", file.place, message, hint))
            latest = max((effective(code, other) for other in code.files if other.act != file.act), default="")
            if act and act.is_draft and act.effective <= latest:
                message = f"the bill would take effect on {act.effective}, and a law of {latest} is in force already"
                hint = f"a bill takes effect after {latest}"
                found.append(Diagnostic("act-date-mismatch", file.place, message, hint))
            if act and act.effective < code.begins:
                message = f"{act.effective} lies before the library of {code.name}, which begins on {code.begins}"
                found.append(Diagnostic("act-date-mismatch", file.place, message))
    return found
