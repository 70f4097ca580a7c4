"""A jurisdiction made ready: its versions, each with its offenses under every reading that touches them."""

from __future__ import annotations

from itertools import product

from inforce.facts.diagnostics import Diagnostic, Place
from inforce.facts.vocabulary import Vocabulary
from inforce.law import model
from inforce.law.cites import Codes
from inforce.law.condition import Condition
from inforce.law.consolidate import Choices, boundaries, conflicts, in_force
from inforce.law.expression import Count, Expression
from inforce.law.lower import Lowering, Terms, Variables
from inforce.law.lowered import Canon, Choice, Code, Fork, Offense, Unit, Version
from inforce.law.model import Act, Conflict, Jurisdiction
from inforce.law.offenses import Rules, offenses_in
from inforce.law.parse_expression import Misread, Scope, parse_expression

Musts = tuple[tuple[Expression, str], ...]


def build_code(
    jurisdiction: Jurisdiction,
    vocabulary: Vocabulary,
    musts: Musts,
    all_codes: Codes,
    problems: list[Diagnostic],
) -> tuple[Code, tuple[Version, ...]]:
    """The jurisdiction's index and its versions in order."""
    variables = Variables(vocabulary)
    days = boundaries(jurisdiction)
    dates = tuple(zip(days, (*days[1:], ""), strict=True))
    versions = tuple(_version(jurisdiction, begins, ends, variables, problems) for begins, ends in dates)
    rules = Rules(in_force(jurisdiction, days[-1], {}))
    canons = tuple(
        Canon(r.name, r.cite, r.decides, r.says, r.confidence)
        for _, r in rules.of(model.CanonRule)
        if isinstance(r, model.CanonRule)
    )
    code = Code(
        id=jurisdiction.id,
        name=jurisdiction.name,
        begins=jurisdiction.begins,
        checked=jurisdiction.checked,
        codes=all_codes,
        variables=tuple(variables.all),
        counted=tuple(variables.counted.values()),
        opened=tuple(variables.opened.values()),
        musts=_musts(variables, musts),
        canons=canons,
        dates=dates,
    )
    return code, versions


def read_musts(vocabulary: Vocabulary, problems: list[Diagnostic]) -> Musts:
    """What must hold between facts, read as expressions."""
    found: list[tuple[Expression, str]] = []
    for must in vocabulary.musts:
        file, line, column = must.place.rsplit(":", 2)
        place = Place(file, int(line), int(column))
        try:
            expression = parse_expression(must.when, Scope(vocabulary, {}, frozenset()))
        except Misread as misread:
            place = place.replace(column=place.column + misread.column)
            problems.append(Diagnostic(misread.code, place, misread.message, misread.hint))
            continue
        if isinstance(expression, Count):
            problems.append(Diagnostic("expression-type", place, "must be true or false, not a number"))
            continue
        found.append((expression, must.says))
    return tuple(found)


def _musts(variables: Variables, musts: Musts) -> tuple[Condition, ...]:
    """The rules of consistency as conditions."""
    lowering = Lowering(Terms([]), variables, (), relations=True)
    return tuple(lowering.condition(expression) for expression, _ in musts)


def _version(
    jurisdiction: Jurisdiction, begins: str, ends: str, variables: Variables, problems: list[Diagnostic]
) -> Version:
    plain = in_force(jurisdiction, begins, {})
    base = offenses_in(plain, variables, problems)
    forks: list[tuple[Conflict, dict[str, tuple[Offense, ...]]]] = []
    for name, (_, conflict) in conflicts(jurisdiction).items():
        if not all(act in jurisdiction.acts and jurisdiction.acts[act].effective <= begins for act in conflict.between):
            continue
        under = {}
        for act in conflict.between:
            provisions = in_force(jurisdiction, begins, {name: act})
            under[act] = base if provisions == plain else offenses_in(provisions, variables, problems)
        if any(offenses != base for offenses in under.values()):
            forks.append((conflict, under))
    offenses: list[Offense] = []
    for offense in base:
        touched = [c for c, under in forks if any(_differs(offense, other) for other in under.values())]
        offenses += _readings(jurisdiction, begins, offense, touched, variables) if touched else [offense]
    rules = Rules(plain)
    opened = [act for act in jurisdiction.acts.values() if act.effective == begins and _used(jurisdiction, act)]
    return Version(
        begins=begins,
        ends=ends,
        acts=tuple(f"{act.name} ({act.law})" for act in opened),
        wrote=tuple(
            (file.section + (p.name if p.name.startswith("(") else ""), f"{act.name} ({act.law})")
            for act in opened
            for file in jurisdiction.files
            if file.act == act.id
            for p in file.provisions
        ),
        savings=tuple((f"{a.name}: {a.savings.says}", a.savings.confidence) for a in opened if a.savings),
        offenses=tuple(offenses),
        forks=tuple(_fork(jurisdiction, conflict) for conflict, _ in forks),
        units=tuple(Unit(r.of, r.cite, r.each) for _, r in rules.of(model.CountRule) if isinstance(r, model.CountRule)),
    )


def _used(jurisdiction: Jurisdiction, act: Act) -> bool:
    return any(file.act == act.id for file in jurisdiction.files)


def _differs(offense: Offense, others: tuple[Offense, ...]) -> bool:
    """Whether the offense comes out otherwise under another choice."""
    return next((o for o in others if o.id == offense.id), None) != offense


def _preferred_first(conflict: Conflict) -> list[str]:
    return sorted(conflict.between, key=lambda act: act != conflict.prefers)


def _readings(
    jurisdiction: Jurisdiction, begins: str, offense: Offense, touched: list[Conflict], variables: Variables
) -> list[Offense]:
    """The offense under each combination of choices in the conflicts that touch it, the preferred first."""
    found = []
    for acts in product(*(_preferred_first(conflict) for conflict in touched)):
        choices: Choices = {c.name: act for c, act in zip(touched, acts, strict=True)}
        here = offenses_in(in_force(jurisdiction, begins, choices), variables, [])
        match = next((o for o in here if o.id == offense.id), None)
        if match is None:
            continue
        found.append(
            match.replace(
                fork="; ".join(c.name for c in touched),
                reading="+".join(jurisdiction.acts[act].short for act in acts),
                preferred=all(act == c.prefers for c, act in zip(touched, acts, strict=True)),
            )
        )
    return found


def _fork(jurisdiction: Jurisdiction, conflict: Conflict) -> Fork:
    home = conflicts(jurisdiction)[conflict.name][0]
    choices = []
    for act in (jurisdiction.acts[name] for name in _preferred_first(conflict)):
        enacted = ""
        if act.enacted:
            first, last = act.enacted.begins, act.enacted.ends
            days = f"by {last}" if not first else first if first == last else f"{first} to {last}"
            enacted = f"Last vote {days} ({act.enacted.confidence}): {act.enacted.says}"
        choices.append(Choice(act.short, act.name, act.law, enacted))
    return Fork(
        name=conflict.name,
        section=home.section,
        over=conflict.over,
        choices=tuple(choices),
        preferred=jurisdiction.acts[conflict.prefers].short,
        canon=conflict.canon,
        because=conflict.because,
        against=conflict.against,
        confidence=conflict.confidence,
    )
