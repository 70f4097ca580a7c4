"""What it means that the solver and the explainer agree about a case."""

from __future__ import annotations

from typing import Any

import z3

from inforce.diagram.conditions import Alternative
from inforce.diagram.outcomes import Findings, open_offense
from inforce.diagram.space import Space
from inforce.evaluate.explain.answer import known_findings
from inforce.evaluate.explain.trees import compile_version
from inforce.evaluate.smt.answer import CaseSolver
from inforce.facts.case import Case
from inforce.law.bind import Binder
from inforce.law.condition import Within
from inforce.law.lowered import Code, Offense
from inforce.law.material import batches_for
from inforce.products.assess import Assessor


def solver_differences(assessor: Assessor, case: Case) -> list[str]:
    """Everything in which the solver says something else than the explainer and the diagrams about a case."""
    found = []
    for part in assessor.assess(case).ready:
        for offense in part.version.offenses:
            own = case
            if "material" in case.records:
                own = batches_for(case, offense.reaches, part.version.units, assessor.vocabulary)
            for says in _offense(assessor, part.code, part.binder, part.outline, part.version.offenses, own, offense):
                found.append(f"{case.name}, {offense.id} {offense.reading}: {says}")
    return found


def _offense(
    assessor: Assessor, code: Code, binder: Binder, outline: Any, offenses: tuple[Offense, ...], case: Case,
    offense: Offense,
) -> list[str]:  # fmt: skip
    values, _ = binder.bind(case)
    space = Space(code, assessor.vocabulary, case, values, outline(offenses.index(offense)))
    findings = open_offense(space, offense)
    solver = CaseSolver(code, assessor.vocabulary, case, offense)
    answer = solver.answer()
    found = [
        f"{name} {ours} against {theirs}"
        for name, ours, theirs in (
            ("verdict", findings.verdict, answer.verdict),
            ("elements", findings.elements, answer.elements),
            ("defenses", findings.defenses, answer.defenses),
            ("rows", findings.rows, answer.rows),
            ("leaves", sorted(leaf for one in findings.outcomes for leaf in one.leaves), sorted(answer.leaves)),
        )
        if ours != theirs
    ]
    return found + _conditions(solver, findings, offense)


def _conditions(solver: CaseSolver, findings: Findings, offense: Offense) -> list[str]:
    """Whether each condition holds exactly where the solver says that the outcome comes about; an outcome that was
    listed before is out of the question."""
    found = []
    if findings.verdict is None:
        met = _any(solver, findings.met_when)
        if solver.solver.possible(met != solver.met):
            found.append("the condition of the elements is not exact")
    left: Any = solver.met
    for outcome in findings.outcomes:
        here = z3.BoolVal(True) if outcome.otherwise or not outcome.when else _any(solver, outcome.when)
        leaves = {leaf.code for leaf in offense.leaves if leaf.sentence == outcome.sentence}
        if not solver.is_where(here, leaves, left):
            found.append(f"the condition of {offense.sentences[outcome.sentence].grade} is not exact")
        left = z3.And(left, z3.Not(here))
    return found


def _any(solver: CaseSolver, alternatives: tuple[Alternative, ...]) -> Any:
    return z3.Or(
        [
            z3.And(
                [
                    z3.Or([solver.terms.of(Within(test.variable, low, high)) for low, high in test.ranges])
                    for test in one
                ]
            )
            for one in alternatives
        ]
    )


def generated_findings(assessor: Assessor, case: Case) -> list[tuple[Offense, Findings | None]]:
    """What the generated functions say of each offense; None where they leave it to the diagrams."""
    found = []
    for part in assessor.assess(case).ready:
        values, unknown = part.binder.bind(case)
        records = compile_version(part.version, part.code)(values, unknown)
        for offense, record in zip(part.version.offenses, records, strict=True):
            found.append((offense, None if record is None else known_findings(offense, *record)))
    return found
