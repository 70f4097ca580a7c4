"""Projects an assessment to the flat rows. Readings that agree are one row; those that differ stand apart."""

from __future__ import annotations

from inforce.evaluate.explain.answer import OffenseAnswer, Outcome
from inforce.facts.case import Case
from inforce.law.lowered import CONFIDENCE
from inforce.products.assessment import OutputRow, VersionAnswer


def rows_of(case: Case, jurisdiction: str, versions: tuple[VersionAnswer, ...]) -> tuple[OutputRow, ...]:
    """The rows of a case in one jurisdiction, in the order of offenses."""
    found: list[OutputRow] = []
    groups: dict[tuple[str, str], list[tuple[VersionAnswer, OffenseAnswer]]] = {}
    for version in versions:
        for offense in version.offenses:
            groups.setdefault((offense.cite, offense.of), []).append((version, offense))
    for answers in groups.values():
        made = [
            _offense_rows(case, jurisdiction, offense, _reading(version, offense, len(versions) > 1))
            for version, offense in answers
        ]
        if len(made) > 1 and len(versions) == 1 and len({_compared(rows) for rows in made}) == 1:
            found += _agreed(made)
        else:
            found += [
                row.replace(preferred="yes" if version.governs and offense.preferred else "no")
                if len(made) > 1
                else row
                for (version, offense), rows in zip(answers, made, strict=True)
                for row in rows
            ]
    return tuple(found)


def _reading(version: VersionAnswer, offense: OffenseAnswer, straddles: bool) -> str:
    if not straddles:
        return offense.reading
    law = f"law-of-{version.begins}"
    return f"{law}+{offense.reading}" if offense.reading else law


def _offense_rows(case: Case, jurisdiction: str, offense: OffenseAnswer, reading: str) -> list[OutputRow]:
    stem = OutputRow(
        case.name, jurisdiction, offense.cite, offense.of, "", reading, "", "", offense.verdict, "", "", "", "", "",
        "", "", "", "", "", "primary",
    )  # fmt: skip
    unmet = stem.replace(
        verdict="no",
        decided_by="; ".join(dict.fromkeys(e.cite for e in offense.elements if e.state != "met")),
        confidence=_weakest_unmet(offense),
    )
    if offense.verdict == "no":
        return [unmet]
    rows = [_outcome_row(stem, offense, outcome) for outcome in offense.outcomes]
    return rows if offense.verdict == "yes" else [*rows, unmet.replace(when="otherwise")]


def _weakest_unmet(offense: OffenseAnswer) -> str:
    return next((e.confidence for e in offense.elements if e.state == "not met"), "primary")


def _outcome_row(stem: OutputRow, offense: OffenseAnswer, outcome: Outcome) -> OutputRow:
    sentence = outcome.sentence
    return stem.replace(
        verdict="yes",
        when=joined(offense.met_when, outcome.when),
        grade=sentence.grade,
        mode=sentence.mode,
        min=sentence.least or "P0D",
        max="life" if sentence.life else sentence.most or "P0D",
        mandatory_min=sentence.minimum,
        fine_max=sentence.fine,
        currency=sentence.currency,
        defenses="; ".join(f"{d.state}: {d.cite}" for d in offense.defenses),
        decided_by="; ".join(outcome.decided_by),
        confidence=outcome.confidence,
    )


def joined(met: str, when: str) -> str:
    """Both conditions as one text."""
    if not met or not when:
        return met or when
    return " and ".join(f"({part})" if "; or " in part else part for part in (met, when))


def _compared(rows: list[OutputRow]) -> tuple[tuple[str, ...], ...]:
    """What readings must share to agree: everything but their name, cites and confidence."""
    return tuple(tuple(row.replace(reading="", preferred="", decided_by="", confidence="")) for row in rows)


def _agreed(made: list[list[OutputRow]]) -> list[OutputRow]:
    found = []
    for same in zip(*made, strict=True):
        cites = dict.fromkeys(cite for row in same for cite in row.decided_by.split("; "))
        # Each reading alone gives this result, so the best supported one carries it.
        confidence = min((row.confidence for row in same), key=CONFIDENCE.index)
        found.append(same[0].replace(reading="", preferred="", decided_by="; ".join(cites), confidence=confidence))
    return found
