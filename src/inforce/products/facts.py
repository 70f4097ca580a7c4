"""Facts: the vocabulary, with the terms of art that each fact feeds, read from the law's own definitions."""

from __future__ import annotations

from inforce.facts.diagnostics import Diagnostic, Place, Refused, did_you_mean
from inforce.facts.frozen import Frozen
from inforce.law.edition import Image
from inforce.law.expression import Count, Expression, Op, Under, names_in
from inforce.law.load.library import Loaded
from inforce.law.model import (
    AdjustRule,
    AttemptRule,
    DefenseRule,
    Define,
    GradeRule,
    Jurisdiction,
    NoteRule,
    OffenseRule,
    PresumptionRule,
    Rule,
)

FACTS_SCHEMA = "facts/1"


class ShownField(Frozen):
    """A field of a record."""

    name: str
    type: str
    values: tuple[str, ...]
    label: str


class ShownFact(Frozen):
    """A fact as a user meets it. `feeds` are the terms of art and rules that it bears on, with their cites."""

    name: str
    topic: str
    type: str
    unit: str
    values: tuple[str, ...]
    question: str
    help: str
    plain: str
    direction: str
    fields: tuple[ShownField, ...]
    feeds: tuple[str, ...]


class ShownFacts(Frozen):
    """The vocabulary, or the part of it that a jurisdiction's rules use."""

    schema: str
    facts: tuple[ShownFact, ...]


def shown_facts(loaded: Loaded, jurisdiction: str = "", fact: str = "") -> ShownFacts:
    """The vocabulary's facts. Raises Refused for an unknown jurisdiction or fact."""
    known = loaded.library.jurisdictions
    if jurisdiction and jurisdiction not in known:
        hint = did_you_mean(jurisdiction, list(known)) or f"encoded: {', '.join(known)}"
        message = f"no law is encoded for the jurisdiction {jurisdiction!r}"
        raise Refused(Diagnostic("unknown-jurisdiction", Place("--for"), message, hint))
    names = list(loaded.vocabulary.facts)
    if fact and fact not in names:
        message = f"the vocabulary has no fact {fact!r}"
        raise Refused(Diagnostic("unknown-fact", Place("FACT"), message, did_you_mean(fact, names)))
    feeds: dict[str, list[str]] = {}
    for code in [known[jurisdiction]] if jurisdiction else known.values():
        _feed(code, feeds)
    found = [
        ShownFact(
            f.id, f.topic, f.type, f.unit, f.values, f.question, f.help, f.plain, f.direction,
            tuple(ShownField(x.id, x.type, x.values, x.label) for x in f.fields),
            tuple(dict.fromkeys(feeds.get(f.id, ()))),
        )
        for f in loaded.vocabulary.facts.values()
        if (not fact or f.id == fact) and (not jurisdiction or f.id in feeds or f.id == "material")
    ]  # fmt: skip
    return ShownFacts(FACTS_SCHEMA, tuple(found))


def _feed(code: Jurisdiction, feeds: dict[str, list[str]]) -> None:
    """Notes for each fact the rules that mention it."""
    for file in code.files:
        for provision in file.provisions:
            for rule in provision.rules:
                for expression, what in _expressions(rule):
                    for kind, name in names_in(expression):
                        if kind in ("fact", "list"):
                            feeds.setdefault(name, []).append(what)


def _expressions(rule: Rule) -> list[tuple[Expression | Count, str]]:
    match rule:
        case Define():
            return [(rule.meaning, f"{rule.label} [{rule.cite}]")]
        case OffenseRule():
            return [(e.meaning, f"{e.kind} of {rule.name} [{e.cite}]") for e in rule.elements]
        case AttemptRule():
            return [
                *((meaning, f"{rule.name} [{rule.cite}]") for meaning in rule.reads.values()),
                *((e.meaning, f"{e.kind} of {rule.name} [{e.cite}]") for e in rule.elements),
            ]
        case GradeRule():
            return [(row.when, f"grade [{row.cite}]") for row in rule.rows]
        case DefenseRule():
            return [(rule.meaning, f"{rule.kind} [{rule.cite}]")]
        case PresumptionRule() | NoteRule():
            return [(rule.when, f"[{rule.cite}]")]
        case AdjustRule():
            return [(step.when, f"grade [{step.cite}]") for step in rule.steps]
    return []


def counted_provisions(image: Image) -> tuple[str, ...]:
    """The provisions whose prior convictions some rule counts: of those inside one another the inner ones, and no
    chapters, so that no conviction is counted in two columns."""
    found: dict[str, None] = {}
    for name, _ in image.edition.jurisdictions:
        for counted in image.code(name).counted:
            found |= dict.fromkeys(p for p in _provisions(counted.when) if "§" in p)
    return tuple(p for p in found if not any(other.startswith(f"{p}(") for other in found))


def _provisions(when: Expression) -> list[str]:
    if isinstance(when, Under):
        return [when.provision]
    return [p for arg in when.args for p in _provisions(arg)] if isinstance(when, Op) else []
