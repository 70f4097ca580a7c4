"""The solver says what the explainer says, of every case; and what the diagrams say of every question both can answer.

The nightly mode (HYPOTHESIS_PROFILE=nightly) draws 50,000 cases, ten in each example.
"""

from __future__ import annotations

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.evaluate.drawing import case_of, draw_complete
from tests.evaluate.solved import solver_differences

from inforce.diagram.smallest import LawSpace
from inforce.evaluate.smt.answer import LawSolver
from inforce.evaluate.smt.records import Unsettled, kinds
from inforce.facts.case import Case
from inforce.law.condition import Condition, Within, both, either, holds, negation, variables_in
from inforce.law.lowered import Code, Offense, Version
from inforce.law.plain import plain_values
from inforce.law.questions import FactMove, comes_to, conditions_of, met
from inforce.law.records import kinds_of_record
from inforce.products.assess import Assessor

DRAWN = settings(phases=(Phase.explicit, Phase.reuse, Phase.generate))


def _drawn(assessor: Assessor, data: st.DataObject, complete: bool) -> list[Case]:
    code = assessor.image.code("us-tx")
    cases = []
    for number in range(10 if settings.default.max_examples > 1_000 else 3):  # type: ignore[union-attr]
        at = data.draw(st.integers(0, len(code.dates) - 1), label="version")
        version = assessor.image.version("us-tx", at)
        known, priors = draw_complete(data, assessor.image.edition, version, code)
        hidden: set[int] = set()
        if not complete:
            hidden = set(data.draw(st.lists(st.sampled_from(sorted(known)), min_size=1, max_size=8), label="hidden"))
        gone = not complete and data.draw(st.booleans(), label="hide priors")
        values: dict[int, int | None] = {**known, **dict.fromkeys(hidden)}
        if not complete and not gone and priors and data.draw(st.booleans(), label="blur a record"):
            name = data.draw(st.sampled_from(sorted(priors[0])), label="field")
            priors = ({k: v for k, v in priors[0].items() if k != name}, *priors[1:])
        case = case_of(assessor.vocabulary, code.dates[at][0], values, None if gone else priors)
        if not complete and not gone and data.draw(st.booleans(), label="at least these"):
            case = case.replace(open_lists=frozenset({"priors"}))
        cases.append(case.replace(name=f"drawn {number}"))
    return cases


@DRAWN
@given(data=st.data())
def test_complete_cases_are_solved_as_explained(assessor: Assessor, data: st.DataObject) -> None:
    for case in _drawn(assessor, data, complete=True):
        assert solver_differences(assessor, case) == []


@DRAWN
@given(data=st.data())
def test_partial_cases_are_solved_as_explained(assessor: Assessor, data: st.DataObject) -> None:
    for case in _drawn(assessor, data, complete=False):
        assert solver_differences(assessor, case) == []


# questions about the law


def _provers(
    assessor: Assessor, offense: Offense, milliseconds: int = 20_000
) -> tuple[LawSpace, LawSolver, tuple[int, ...]]:
    code: Code = assessor.image.code("us-tx")
    conditions = conditions_of(offense)
    plain = plain_values(code, assessor.vocabulary)
    tested = set().union(*map(variables_in, conditions))
    return (
        LawSpace(code, assessor.vocabulary, conditions, plain),
        LawSolver(code, assessor.vocabulary, tested, plain, milliseconds),
        plain,
    )


def _drawn_condition(data: st.DataObject, offense: Offense) -> Condition:
    """A condition put together from an offense's own: elements, rows, leaves, defenses, some of them denied."""
    parts = [*conditions_of(offense), met(offense)]
    parts += [comes_to(offense.tree, {one.code}) for one in offense.leaves]
    drawn = data.draw(st.lists(st.tuples(st.sampled_from(parts), st.booleans()), min_size=1, max_size=5), label="parts")
    joined = [negation(part) if denied else part for part, denied in drawn]
    return both(joined) if data.draw(st.booleans(), label="all of them") else either(joined)


def _drawn_offense(assessor: Assessor, data: st.DataObject) -> Offense:
    code = assessor.image.code("us-tx")
    versions = [assessor.image.version("us-tx", at) for at in range(len(code.dates))]
    version: Version = data.draw(st.sampled_from(versions), label="version")
    return data.draw(st.sampled_from(version.offenses), label="offense")


@DRAWN
@given(data=st.data())
def test_smallest_cases_are_smallest(assessor: Assessor, data: st.DataObject) -> None:
    offense = _drawn_offense(assessor, data)
    condition = _drawn_condition(data, offense)
    space, solver, plain = _provers(assessor, offense)
    witness = space.smallest(condition)
    assert solver.exists(condition) == (witness is not None)
    if witness is None:
        return
    assert not solver.smaller(condition, witness.away, witness.distance)
    assert solver.smaller(condition, witness.away, witness.distance + 1)
    assert solver.smaller(condition, witness.away + 1, 0)

    def known(variable: int) -> tuple[int, int]:
        return witness.values[variable], witness.values[variable] + 1

    assert holds(condition, known), "the case itself meets the condition"
    code = assessor.image.code("us-tx")
    assert all(holds(must, known) for must in code.musts), "and its facts can hold together"
    kinds_of = [v.kind for v in code.variables]
    away = sum(kinds_of[at] != "count" and witness.values[at] != value for at, value in enumerate(plain))
    assert away + sum(map(len, witness.records.values())) == witness.away


@DRAWN
@given(data=st.data())
def test_moves_are_judged_alike(assessor: Assessor, data: st.DataObject) -> None:
    offense = _drawn_offense(assessor, data)
    drawn = [(_drawn_condition(data, offense), _drawn_condition(data, offense)) for _ in range(2)]
    pairs = tuple((before, both([after, negation(before)])) for before, after in drawn)
    space, solver, _ = _provers(assessor, offense)
    moves = [FactMove(variable, up) for variable in space.space.variables for up in (True, False)]
    moves = [move for move in moves if assessor.image.code("us-tx").variables[move.variable].kind != "count"]
    moves += [FactMove(-1, True, one.fact, counted) for one in space.lists for counted, _ in one.kinds()]
    move = data.draw(st.sampled_from(moves), label="move")
    witness = space.smallest_fall(pairs, move)
    assert solver.falls(pairs, move) == (witness is not None)
    if witness is not None:
        assert not solver.falls_smaller(pairs, move, witness.away, witness.distance)


def same_kinds(assessor: Assessor) -> bool:
    """Whether the solver finds the kinds of record that the law layer lists, for growing sets of predicates."""
    code = assessor.image.code("us-tx")
    fact = assessor.vocabulary.facts["priors"]
    every = [tuple(counted.when for counted in code.counted[:many]) for many in range(1, len(code.counted) + 1)]
    return all(set(kinds(fact, some, code.codes)) == set(kinds_of_record(fact, some, code.codes)) for some in every)


def test_the_solver_finds_the_kinds_of_record_that_the_law_layer_lists(assessor: Assessor) -> None:
    assert same_kinds(assessor)


def test_the_number_of_records_has_no_bound(assessor: Assessor) -> None:
    code = assessor.image.code("us-tx")
    counted = code.counted[0]
    solver = LawSolver(code, assessor.vocabulary, {counted.variable}, plain_values(code, assessor.vocabulary), 10_000)
    assert solver.solver.possible(solver.terms.term(counted.variable) == 10**9)
    assert not solver.solver.possible(solver.terms.term(counted.variable) < 0)


def test_a_question_without_time_is_not_settled(assessor: Assessor) -> None:
    """Each question is given a resource so small that the solver gives up; that is never an answer."""
    offense = max(assessor.image.version("us-tx", 4).offenses, key=lambda o: len(o.leaves))
    _, solver, _ = _provers(assessor, offense)
    solver.solver.solver.set("rlimit", 1)
    with pytest.raises(Unsettled):
        solver.smaller(met(offense), 30, 0)


def test_kinds_that_are_not_all_found_are_no_answer(assessor: Assessor, monkeypatch: pytest.MonkeyPatch) -> None:
    """A kind left out would prove what is not so."""
    import z3

    code = assessor.image.code("us-tx")
    whole, asked = z3.Solver.check, []

    def gives_up(solver: z3.Solver, *formulas: object) -> object:
        asked.append(1)
        return z3.unknown if len(asked) > 1 else whole(solver, *formulas)

    monkeypatch.setattr(z3.Solver, "check", gives_up)
    with pytest.raises(Unsettled):
        kinds(assessor.vocabulary.facts["priors"], (code.counted[0].when,), code.codes)


def test_either_value_of_a_boolean_is_no_limit(assessor: Assessor) -> None:
    code = assessor.image.code("us-tx")
    at = assessor.vocabulary.facts["possesses"].first
    solver = LawSolver(code, assessor.vocabulary, {at}, plain_values(code, assessor.vocabulary), 10_000)
    either_value = solver.terms.of(Within(at, 0, 2))
    assert solver.solver.possible(either_value, solver.terms.term(at))
    assert solver.solver.possible(either_value, negation_of(solver.terms.term(at)))


def negation_of(term: object) -> object:
    import z3

    return z3.Not(term)


def test_plain_values_can_hold_together(assessor: Assessor) -> None:
    """Smallest cases rest on it: every fact has a plain value, and all of them go together."""
    code = assessor.image.code("us-tx")
    plain = plain_values(code, assessor.vocabulary)
    assert all(holds(must, lambda at: (plain[at], plain[at] + 1)) for must in code.musts)
