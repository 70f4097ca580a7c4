"""What a cite names in the library: its section, and the texts of it that were in force on a day."""

from __future__ import annotations

from inforce.facts.diagnostics import Diagnostic, Place, Refused, nearest
from inforce.law.cites import path_of
from inforce.law.consolidate import InForce, conflicts, in_force, statutory_order
from inforce.law.load.library import Loaded
from inforce.law.model import Define, Jurisdiction, LadderRule, Open


def named_by(loaded: Loaded, cite: str) -> tuple[Jurisdiction, str, tuple[str, ...]]:
    """The jurisdiction, the section and the subdivisions that a cite names.

    Raises Refused where it names nothing of the library, with the nearest that it might mean.
    """
    for jurisdiction in loaded.library.jurisdictions.values():
        path = path_of(cite, jurisdiction.codes)
        for section in sorted({file.section for file in jurisdiction.files}):
            own = path_of(section, jurisdiction.codes)
            if path and own and path[:3] == own[:3]:
                return jurisdiction, section, path[3:]
    known = sorted({f.section for j in loaded.library.jurisdictions.values() for f in j.files})
    near = nearest(cite, known) or known[:5]
    message = f"no section of the library is cited {cite!r}"
    raise Refused(Diagnostic("unknown-cite", Place("CITE"), message, f"nearest: {'; '.join(near)}"))


def readings_of(jurisdiction: Jurisdiction, section: str, on: str) -> list[tuple[InForce, str, bool]]:
    """The section's provisions under the preferred texts, then those that only another text has."""
    base = [item for item in in_force(jurisdiction, on, {}) if item.file.section == section]
    found = {(item.file.path, item.provision.name): (item, "", True) for item in base}
    for name, (home, conflict) in conflicts(jurisdiction).items():
        if home.section != section:
            continue
        under = {
            act: [i for i in in_force(jurisdiction, on, {name: act}) if i.file.section == section]
            for act in conflict.between
        }
        keys = {act: {(i.file.path, i.provision.name) for i in items} for act, items in under.items()}
        for act, items in under.items():
            others = [keys[other] for other in keys if other != act]
            for item in items:
                key = (item.file.path, item.provision.name)
                if any(key not in other for other in others):
                    short = jurisdiction.acts[act].short if act in jurisdiction.acts else act
                    found[key] = (item, short, act == conflict.prefers)
    return sorted(found.values(), key=lambda f: (statutory_order(f[0].provision.name), not f[2]))


def labels_of(provisions: tuple[InForce, ...]) -> tuple[dict[str, str], tuple[str, ...]]:
    """The labels of terms and open questions in force, and the ladder of grades."""
    labels: dict[str, str] = {}
    ladder: tuple[str, ...] = ()
    for item in provisions:
        for rule in item.provision.rules:
            if isinstance(rule, Open) or (isinstance(rule, Define) and not rule.adds):
                labels[rule.term] = rule.label
            elif isinstance(rule, LadderRule):
                ladder = rule.grades
    return labels, ladder
