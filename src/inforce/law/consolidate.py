"""The checkout: which provisions were in force on a date, under a choice for each conflict of acts."""

from __future__ import annotations

import re

from inforce.facts.frozen import Frozen
from inforce.law.model import Act, Conflict, Jurisdiction, LawFile, Provision, Repeal

Choices = dict[str, str]  # conflict name: the act that is followed


class InForce(Frozen):
    """A provision in force and the file that wrote it."""

    file: LawFile
    provision: Provision

    @property
    def cite(self) -> str:
        """The provision's cite in full."""
        return self.file.section + self.provision.name if self.provision.name.startswith("(") else self.file.section


def act_of(jurisdiction: Jurisdiction, file: LawFile) -> Act | None:
    """The register's entry of a file's act."""
    return jurisdiction.acts.get(file.act)


def effective(jurisdiction: Jurisdiction, file: LawFile) -> str:
    """The day from which a file's text is law; the register is the one place where it is written."""
    act = act_of(jurisdiction, file)
    return act.effective if act else ""


def boundaries(jurisdiction: Jurisdiction) -> tuple[str, ...]:
    """The days on which some version begins, from the library's first day on."""
    days = {effective(jurisdiction, file) for file in jurisdiction.files} - {""}
    return tuple(sorted({jurisdiction.begins, *(day for day in days if day > jurisdiction.begins)}))


def conflicts(jurisdiction: Jurisdiction) -> dict[str, tuple[LawFile, Conflict]]:
    """Every declared conflict by its name, with the file that declares it."""
    return {
        rule.name: (file, rule)
        for file in jurisdiction.files
        for provision in file.provisions
        for rule in provision.rules
        if isinstance(rule, Conflict)
    }


def in_force(jurisdiction: Jurisdiction, date: str, choices: Choices) -> tuple[InForce, ...]:
    """The provisions in force on a date. `choices` names the act followed in each conflict; others prefer.

    Provisions stand in the order of sections, and within a section in statutory order.
    """
    declared = conflicts(jurisdiction)
    found: list[InForce] = []
    for section in sorted({file.section for file in jurisdiction.files}):
        state: dict[str, InForce] = {}
        files = [f for f in jurisdiction.files if f.section == section and effective(jurisdiction, f) <= date]
        for file in sorted(files, key=lambda f: (effective(jurisdiction, f), f.act)):
            for provision in file.provisions:
                if _set_aside(file, provision, declared, choices):
                    continue
                state.pop(provision.name, None)
                if not any(isinstance(rule, Repeal) for rule in provision.rules):
                    state[provision.name] = InForce(file, provision)
        found += sorted(state.values(), key=lambda item: statutory_order(item.provision.name))
    return tuple(found)


def statutory_order(name: str) -> tuple[str, ...]:
    """A key that puts provisions in the order in which a statute stands: (c), (c-1), (d)."""
    return (*(part.rjust(4, "0") if part.isdigit() else part for part in re.findall(r"[A-Za-z]+|\d+", name)), "", name)


def _set_aside(
    file: LawFile, provision: Provision, declared: dict[str, tuple[LawFile, Conflict]], choices: Choices
) -> bool:
    for name, (home, conflict) in declared.items():
        if home.section == file.section and file.act in conflict.between and provision.name in conflict.over:
            return choices.get(name, conflict.prefers) != file.act
    return False


def governing_date(begins: str, ends: str) -> str:
    """The date whose version governs an offense that ran from `begins` to `ends`.

    By the savings clauses an offense is committed before an effective date if any element of it occurred before;
    the first day therefore governs the whole.
    """
    return min(begins, ends)


def version_at(dates: tuple[tuple[str, str], ...], date: str) -> int:
    """The position of the version in force on a date; -1 before the first."""
    for position in range(len(dates) - 1, -1, -1):
        if dates[position][0] <= date:
            return position
    return -1
