"""The offenses in force: each offense rule joined with its table, defenses and notes; attempts made from them."""

from __future__ import annotations

from inforce.facts.diagnostics import Diagnostic
from inforce.law import model
from inforce.law.condition import ALWAYS
from inforce.law.consolidate import InForce
from inforce.law.expression import Expression
from inforce.law.lower import Lowering, Terms, Unlowerable, Variables
from inforce.law.lowered import (
    Burden,
    LoweredDefense,
    LoweredElement,
    LoweredNote,
    LoweredPresumption,
    Offense,
)
from inforce.law.model import Rule
from inforce.law.tables import Table, lower_table


class Rules:
    """The rules of the provisions in force, by kind."""

    def __init__(self, provisions: tuple[InForce, ...]) -> None:
        self.all: list[tuple[InForce, Rule]] = [(p, rule) for p in provisions for rule in p.provision.rules]

    def of(self, *kinds: type) -> list[tuple[InForce, Rule]]:
        """The rules of some kinds, each with its provision."""
        return [(p, rule) for p, rule in self.all if isinstance(rule, kinds)]


def ladder_in(rules: Rules) -> tuple[str, ...]:
    """The grades, from the lowest to the highest."""
    for _, rule in rules.of(model.LadderRule):
        if isinstance(rule, model.LadderRule):
            return rule.grades
    return ()


def offenses_in(
    provisions: tuple[InForce, ...], variables: Variables, problems: list[Diagnostic]
) -> tuple[Offense, ...]:
    """Every offense in force, attempts last. Rules that cannot be lowered are reported and left out."""
    return _Builder(provisions, variables, problems).offenses()


class _Builder:
    def __init__(self, provisions: tuple[InForce, ...], variables: Variables, problems: list[Diagnostic]) -> None:
        self.rules, self.variables, self.problems = Rules(provisions), variables, problems
        self.terms = Terms([r for _, r in self.rules.of(model.Define, model.Open)])  # type: ignore[misc]
        problems += self.terms.problems
        self.ladder = ladder_in(self.rules)
        self.ranges = {
            r.grade: r for _, r in self.rules.of(model.PunishmentRule) if isinstance(r, model.PunishmentRule)
        }
        self.burdens = {
            r.subject: Burden(r.on, r.standard, r.cite)
            for _, r in self.rules.of(model.BurdenRule)
            if isinstance(r, model.BurdenRule)
        }

    def offenses(self) -> tuple[Offense, ...]:
        found: list[Offense] = []
        attempts: list[Offense] = []
        for home, rule in self.rules.of(model.OffenseRule):
            assert isinstance(rule, model.OffenseRule)
            offense = self._offense(home, rule)
            if offense is None:
                continue
            found.append(offense)
            for _, attempt in self.rules.of(model.AttemptRule):
                assert isinstance(attempt, model.AttemptRule)
                made = self._attempt(home, rule, attempt)
                if made:
                    attempts.append(made)
        return (*found, *attempts)

    def _offense(self, home: InForce, rule: model.OffenseRule) -> Offense | None:
        lowering = Lowering(self.terms, self.variables, self.ladder)
        table = self._table(home.cite, rule, lowering, ())
        if table is None:
            return None
        elements = tuple(e for element in rule.elements if (e := self._element(element, lowering)))
        section = home.file.section
        return Offense(
            home.cite, home.cite, "", rule.name, rule.conduct, section, self._condition(rule, rule.reaches, lowering),
            "", "", True, elements, table.rows, table.default, table.steps, table.tree, table.leaves, table.sentences,
            self._defenses(home.cite, section, lowering), self._presumptions(home.cite, lowering),
            self._notes(home.cite, section, lowering), self.burdens.get("elements", Burden()),
        )  # fmt: skip

    def _attempt(self, home: InForce, rule: model.OffenseRule, attempt: model.AttemptRule) -> Offense | None:
        """The offense of attempting another one: its facts read as the attempt's rule says, its steps put last."""
        lowering = Lowering(self.terms, self.variables, self.ladder, attempt.reads)
        plain = Lowering(self.terms, self.variables, self.ladder)
        table = self._table(home.cite, rule, lowering, attempt.steps)
        if table is None:
            return None
        own = [self._element(element, plain) for element in attempt.elements]
        others = [self._element(element, lowering) for element in rule.elements]
        elements = tuple(e for e in (*own, *others) if e)
        return Offense(
            f"{attempt.cite} of {home.cite}", attempt.cite.split("(")[0], home.cite, f"{attempt.name}: {rule.name}",
            rule.conduct, home.file.section, self._condition(rule, rule.reaches, lowering), "", "", True, elements,
            table.rows, table.default, table.steps, table.tree, table.leaves, table.sentences,
            self._defenses(home.cite, home.file.section, lowering), self._presumptions(home.cite, lowering),
            self._notes(home.cite, home.file.section, lowering), self.burdens.get("elements", Burden()),
        )  # fmt: skip

    def _table(
        self, cite: str, rule: model.OffenseRule, lowering: Lowering, last: tuple[model.Row, ...]
    ) -> Table | None:
        grades = [r for _, r in self.rules.of(model.GradeRule) if isinstance(r, model.GradeRule) and r.of == cite]
        if len(grades) != 1:
            code = "double-definition" if grades else "offense-without-grade"
            message = f"{cite} has {'more than one grade table' if grades else 'no grade table'} in force"
            self.problems.append(Diagnostic(code, rule.place, message, "one provision in force must grade it"))
            return None
        steps = [
            step
            for _, r in self.rules.of(model.AdjustRule)
            if isinstance(r, model.AdjustRule) and r.of == cite
            for step in r.steps
        ]
        lacking = [grade for grade in self.ladder if grade not in self.ranges]
        if lacking:
            message = f"no punishment is in force for {', '.join(lacking)}"
            self.problems.append(Diagnostic("offense-without-grade", grades[0].place, message))
            return None
        try:
            return lower_table(grades[0], (*steps, *last), lowering, self.ranges)
        except Unlowerable as problem:
            self.problems.append(Diagnostic("unknown-name", grades[0].place, f"{cite}: {problem}"))
            return None

    def _condition(self, rule: Rule, expression: Expression, lowering: Lowering):  # type: ignore[no-untyped-def]
        try:
            return lowering.condition(expression)
        except Unlowerable as problem:
            self.problems.append(Diagnostic("unknown-name", rule.place, str(problem)))
            return ALWAYS

    def _element(self, element: model.Element, lowering: Lowering) -> LoweredElement | None:
        try:
            condition = lowering.condition(element.meaning)
        except Unlowerable as problem:
            self.problems.append(Diagnostic("unknown-name", element.place, str(problem)))
            return None
        terms = lowering.terms_in(element.meaning)
        confidence = lowering.confidence_in(element.meaning, element.confidence)
        return LoweredElement(
            element.cite, element.kind, element.says, condition, terms, confidence, str(element.place)
        )

    def _defenses(self, cite: str, section: str, lowering: Lowering) -> tuple[LoweredDefense, ...]:
        found = []
        for home, rule in self.rules.of(model.DefenseRule):
            assert isinstance(rule, model.DefenseRule)
            if not _reaches(rule.of, home.file.section, cite, section):
                continue
            condition = self._condition(rule, rule.meaning, lowering)
            burden = self.burdens.get(rule.kind, Burden())
            confidence = lowering.confidence_in(rule.meaning, rule.confidence)
            found.append(
                LoweredDefense(rule.cite, rule.by, rule.kind, rule.says, condition, burden, confidence, str(rule.place))
            )
        return tuple(found)

    def _presumptions(self, cite: str, lowering: Lowering) -> tuple[LoweredPresumption, ...]:
        burden = self.burdens.get("presumption", self.burdens.get("presumptions", Burden()))
        return tuple(
            LoweredPresumption(
                rule.cite, rule.supplies, rule.says, self._condition(rule, rule.when, lowering), burden, rule.confidence
            )
            for home, rule in self.rules.of(model.PresumptionRule)
            if isinstance(rule, model.PresumptionRule) and _reaches(rule.of, home.file.section, cite, "")
        )

    def _notes(self, cite: str, section: str, lowering: Lowering) -> tuple[LoweredNote, ...]:
        return tuple(
            LoweredNote(
                rule.cite,
                rule.grade,
                rule.says,
                self._condition(rule, rule.when, lowering),
                rule.lowers,
                rule.confidence,
            )
            for home, rule in self.rules.of(model.NoteRule)
            if isinstance(rule, model.NoteRule) and (rule.grade or _reaches(rule.of, home.file.section, cite, section))
        )


def _reaches(of: tuple[str, ...], home: str, cite: str, section: str) -> bool:
    """Whether a rule about `of` is about an offense: named, `all` of the rule's own section, or `every offense`."""
    return cite in of or of == ("every offense",) or (of == ("all",) and home == section)
