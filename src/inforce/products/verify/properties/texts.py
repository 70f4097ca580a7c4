"""What can be read off the texts without a prover: governing text on every day, a canon for every fork, cites."""

from __future__ import annotations

from collections.abc import Iterator

from inforce.facts.frozen import Frozen
from inforce.law.cited import cites_of, stands
from inforce.law.consolidate import InForce, boundaries, conflicts, effective, in_force
from inforce.law.lowered import Version
from inforce.law.model import Act, CanonRule, Conflict, Jurisdiction, Repeal
from inforce.law.numbering import followed


class TextFinding(Frozen):
    """Something that a text lacks."""

    what: str
    says: str
    section: str
    cites: tuple[str, ...]
    begins: str
    ends: str
    place: str


class TextAnswers(Frozen):
    """The sections of which something was asked that came out well, one for each question; and what did not."""

    proved: tuple[str, ...]
    findings: tuple[TextFinding, ...]


def gaps(jurisdiction: Jurisdiction) -> TextAnswers:
    """No section begins later than the library, and no provision ends and comes back with days between on which
    nothing of it is in force. A section that is truly new is reviewed as such."""
    found: list[TextFinding] = []
    proved: list[str] = []
    for section in sorted({file.section for file in jurisdiction.files}):
        files = sorted(
            (f for f in jurisdiction.files if f.section == section),
            key=lambda f: (effective(jurisdiction, f), f.act),
        )
        first = effective(jurisdiction, files[0])
        if first > jurisdiction.begins:
            says = f"The library holds no text of {section} from {jurisdiction.begins} until {first}."
            found.append(
                TextFinding(
                    f"{section} before {first}", says, section, (section,), jurisdiction.begins, first,
                    str(files[0].place),
                )
            )  # fmt: skip
        else:
            proved.append(section)
        ended: dict[str, str] = {}
        for file in files:
            day = effective(jurisdiction, file)
            for provision in file.provisions:
                gone = ended.pop(provision.name, "")
                if any(isinstance(rule, Repeal) for rule in provision.rules):
                    ended[provision.name] = gone or day
                elif gone and gone != day:
                    cite = section + provision.name if provision.name.startswith("(") else section
                    says = f"{cite} was repealed from {gone} on and stands again from {day}, with other words or not."
                    found.append(
                        TextFinding(f"{cite}, {gone} to {day}", says, section, (cite,), gone, day, str(provision.place))
                    )
                else:
                    proved.append(section)
    return TextAnswers(tuple(proved), tuple(found))


def forks(jurisdiction: Jurisdiction) -> TextAnswers:
    """Every fork has a canon that is in force while it lasts, and its texts begin on one day."""
    found: list[TextFinding] = []
    proved: list[str] = []
    for home, conflict in conflicts(jurisdiction).values():
        acts = [jurisdiction.acts[name] for name in conflict.between if name in jurisdiction.acts]
        begins = min(act.effective for act in acts)
        lasting = [day for day in boundaries(jurisdiction) if day >= begins]
        lacks = list(_lacks(jurisdiction, conflict, acts, lasting))
        proved += [] if lacks else [home.section]
        for says in lacks:
            what = f"{conflict.name}, {says}"
            found.append(TextFinding(what, says, home.section, tuple(conflict.over), begins, "", str(conflict.place)))
    return TextAnswers(tuple(proved), tuple(found))


def _lacks(jurisdiction: Jurisdiction, conflict: Conflict, acts: list[Act], lasting: list[str]) -> Iterator[str]:
    if len({act.effective for act in acts}) > 1:
        yield "its texts begin on different days, so that the later may simply replace the earlier"
    for day in lasting:
        provisions = in_force(jurisdiction, day, {})
        rules = [rule for p in provisions for rule in p.provision.rules if isinstance(rule, CanonRule)]
        if conflict.canon not in {rule.cite for rule in rules if rule.decides == "text"}:
            yield f"its canon {conflict.canon} is none in force on {day} that decides between texts"
            return


def cites(jurisdiction: Jurisdiction, versions: tuple[Version, ...]) -> TextAnswers:
    """Every cite that an answer may give names a provision in force on that day, under the reading of the answer, or
    an act or decision of the registers; and every provision in force was written by an act of the register."""
    found: dict[str, TextFinding] = {}
    proved: dict[tuple[str, str], str] = {}
    acts = {act.short: act.id for act in jurisdiction.acts.values()}
    for version in versions:
        standing: dict[tuple[str, str], tuple[InForce, ...]] = {}
        for offense in version.offenses:
            key = (offense.fork, offense.reading)
            if key not in standing:
                choices = {fork: acts[short] for fork, short in followed(offense).items()}
                standing[key] = in_force(jurisdiction, version.begins, choices)
            named = [(item.file.section, item.provision.name) for item in standing[key]]
            for cite, place in cites_of(offense):
                if stands(cite, named, jurisdiction):
                    proved.setdefault((cite, version.begins), offense.section)
                    continue
                what = f"{offense.cite}: {cite}"
                says = f"An answer about {offense.cite} cites {cite}, which is not in force from {version.begins} on."
                finding = TextFinding(what, says, offense.section, (cite,), version.begins, version.ends, place)
                found.setdefault(what, finding)
        for item in (item for items in standing.values() for item in items):
            if item.file.act not in jurisdiction.acts:
                says = f"{item.cite} names the act {item.file.act}, which is not in the register."
                what = f"{item.cite}: {item.file.act}"
                place = str(item.provision.place)
                found[what] = TextFinding(what, says, item.file.section, (item.cite,), version.begins, "", place)
    return TextAnswers(tuple(proved.values()), tuple(found.values()))
