"""Two acts that rewrite a provision for the same day are a declared conflict with a canon."""

from __future__ import annotations

from inforce.facts.diagnostics import Diagnostic
from inforce.law.consolidate import conflicts, effective
from inforce.law.load.library import Loaded
from inforce.law.model import LawFile, Provision, Repeal


def check(loaded: Loaded) -> list[Diagnostic]:
    """Provisions that two acts rewrite for one day without a conflict rule. Two repeals agree."""
    found = []
    for code in loaded.library.jurisdictions.values():
        declared = conflicts(code).values()
        for home, conflict in declared:
            acts_of = [file for file in code.files if file.section == home.section and file.act in conflict.between]
            written = {provision.name for file in acts_of for provision in file.provisions}
            wrong = [name for name in conflict.over if name not in written]
            if wrong:
                message = f"the conflict is over {', '.join(wrong)}, which neither act wrote"
                found.append(Diagnostic("unresolved-conflict", conflict.place, message))
            if conflict.prefers not in conflict.between:
                message = f"the conflict prefers {conflict.prefers}, which is not one of its acts"
                found.append(Diagnostic("unresolved-conflict", conflict.place, message))
        texts: dict[tuple[str, str, str], list[tuple[LawFile, Provision]]] = {}
        for file in code.files:
            for provision in file.provisions:
                texts.setdefault((file.section, effective(code, file), provision.name), []).append((file, provision))
        for (section, day, name), writers in texts.items():
            acts = {file.act for file, _ in writers}
            repealed = all(any(isinstance(rule, Repeal) for rule in p.rules) for _, p in writers)
            if len(acts) < 2 or repealed:
                continue
            if any(acts <= set(c.between) and name in c.over and home.section == section for home, c in declared):
                continue
            message = f"{' and '.join(sorted(acts))} both rewrite {name} for {day}"
            hint = "add a conflict: rule that names the canon and the text it prefers"
            found.append(Diagnostic("unresolved-conflict", writers[-1][1].place, message, hint))
    return found
