"""A repeal ends a provision that some act wrote before."""

from __future__ import annotations

from inforce.facts.diagnostics import Diagnostic, nearest
from inforce.law.consolidate import effective
from inforce.law.load.library import Loaded
from inforce.law.model import Repeal


def check(loaded: Loaded) -> list[Diagnostic]:
    """Repeals of a provision that nothing enacted before that day, or that is no longer there."""
    found = []
    for code in loaded.library.jurisdictions.values():
        files = sorted(code.files, key=lambda f: effective(code, f))
        for file in files:
            day = effective(code, file)
            for provision in file.provisions:
                if not any(isinstance(rule, Repeal) for rule in provision.rules):
                    continue
                earlier = [f for f in files if f.section == file.section and effective(code, f) < day]
                before = [(effective(code, f), p) for f in earlier for p in f.provisions if p.name == provision.name]
                # Acts of one day may disagree: what one of them left standing can be repealed.
                last = [p for on, p in before if on == before[-1][0]]
                if any(not any(isinstance(rule, Repeal) for rule in p.rules) for p in last):
                    continue
                lost = "was repealed before" if before else "never stood in the library"
                message = f"{file.section}{provision.name} {lost}, so that {file.act} cannot repeal it"
                names = sorted({p.name for f in earlier for p in f.provisions})
                near = nearest(provision.name, names) or names[:5]
                hint = f"in force before that day or once: {' '.join(near)}" if near else "name a provision in force"
                found.append(Diagnostic("repeals-nothing", provision.place, message, hint))
    return found
