"""An unknown fact means every completion: nothing is lost, nothing is added, and each condition is exact."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tests.evaluate.drawing import all_lists, case_of, completions, consistent, draw_complete, thresholds

from inforce.diagram.conditions import satisfied
from inforce.diagram.outcomes import Findings, open_offense, space_of
from inforce.evaluate.explain.answer import known_findings
from inforce.evaluate.explain.trees import WholeVersion, compile_version
from inforce.facts.case import Case
from inforce.law.bind import Binder
from inforce.law.condition import variables_in
from inforce.law.lowered import Code, Offense, Version
from inforce.products.assess import Assessor

LISTS = all_lists(2)


def _version(assessor: Assessor, data: st.DataObject) -> tuple[Code, Version, str]:
    code = assessor.image.code("us-tx")
    position = data.draw(st.integers(0, len(code.dates) - 1), label="version")
    return code, assessor.image.version("us-tx", position), code.dates[position][0]


def _diagram(assessor: Assessor, code: Code, case: Case, offense: Offense) -> Findings:
    values, _ = Binder(code).bind(case)
    return open_offense(space_of(code, assessor.vocabulary, case, values, offense), offense)


def _outcome(offense: Offense, bits: int, leaf: int) -> int | None:
    return None if leaf < 0 else offense.leaves[leaf].sentence


@given(data=st.data())
def test_generated_code_and_diagrams_agree_on_complete_cases(assessor: Assessor, data: st.DataObject) -> None:
    code, version, date = _version(assessor, data)
    known, priors = draw_complete(data, assessor.image.edition, version, code)
    case = case_of(assessor.vocabulary, date, dict(known), priors)
    values, unknown = Binder(code).bind(case)
    records = compile_version(version, code)(values, unknown)
    whole = WholeVersion(version, code)
    if not unknown & whole.needs:
        assert whole.records(whole.evaluate(values)) == records
    for offense, record in zip(version.offenses, records, strict=True):
        findings = _diagram(assessor, code, case, offense)
        if record is None:
            # Only an open question of law keeps a complete case from the generated code.
            assert any(code.variables[v].kind == "open" and unknown >> v & 1 for v in range(len(values)))
            continue
        compiled = known_findings(offense, *record)
        assert findings.verdict == compiled.verdict
        assert findings.elements == compiled.elements
        assert findings.defenses == compiled.defenses
        assert [o.sentence for o in findings.outcomes] == [o.sentence for o in compiled.outcomes]
        if compiled.verdict:
            assert findings.rows == compiled.rows
            assert findings.outcomes[0].leaves == compiled.outcomes[0].leaves


@given(data=st.data())
def test_outcomes_are_the_union_over_all_completions_and_conditions_are_exact(
    assessor: Assessor, data: st.DataObject
) -> None:
    code, version, date = _version(assessor, data)
    known, priors = draw_complete(data, assessor.image.edition, version, code)
    number = data.draw(st.integers(0, len(version.offenses) - 1), label="offense")
    offense = version.offenses[number]
    choices = thresholds(version, code)
    tested = sorted(
        {
            v
            for part in (*offense.elements, *offense.rows)
            for v in variables_in(part.condition)
            if v < len(assessor.vocabulary.variables)
        }
    )
    unknown = data.draw(st.lists(st.sampled_from(tested), max_size=min(3, len(tested)), unique=True), label="unknown")
    hide_list = data.draw(st.booleans(), label="hide priors")
    partial: dict[int, int | None] = {**known, **dict.fromkeys(unknown)}
    case = case_of(assessor.vocabulary, date, partial, None if hide_list else priors)
    findings = _diagram(assessor, code, case, offense)
    evaluate = compile_version(version, code)
    binder = Binder(code)
    opens = [o.variable for o in code.opened]
    seen: set[int | None] = set()
    for filled, listed in completions(unknown, choices, LISTS if hide_list else [priors]):
        full = {**known, **filled}
        if not consistent(full, assessor.image.edition):
            continue
        values, _ = binder.bind(case_of(assessor.vocabulary, date, dict(full), listed))
        for answer in (0, 1):
            settled = list(values)
            for variable in opens:
                if settled[variable] is None:
                    settled[variable] = answer
            assert None not in settled
            record = evaluate(tuple(settled), 0)[number]
            assert record is not None
            sentence = _outcome(offense, *record)
            seen.add(sentence)
            whole = {variable: value for variable, value in enumerate(settled) if value is not None}
            if findings.verdict is None:
                assert satisfied(findings.met_when, whole) == (sentence is not None)
            else:
                assert findings.verdict == (sentence is not None)
            if sentence is not None:
                first = next(o for o in findings.outcomes if not o.when or satisfied(o.when, whole))
                assert first.sentence == sentence
    said: set[int | None] = {outcome.sentence for outcome in findings.outcomes}
    if findings.verdict is not True:
        said.add(None)
    assert said == seen


@given(data=st.data())
def test_making_a_fact_unknown_never_removes_the_outcome_it_gave(assessor: Assessor, data: st.DataObject) -> None:
    code, version, date = _version(assessor, data)
    known, priors = draw_complete(data, assessor.image.edition, version, code)
    case = case_of(assessor.vocabulary, date, dict(known), priors)
    hidden = data.draw(st.lists(st.sampled_from(sorted(known)), min_size=1, max_size=6, unique=True), label="hidden")
    partial: dict[int, int | None] = {**known, **dict.fromkeys(hidden)}
    less = case_of(assessor.vocabulary, date, partial, priors)
    for offense in version.offenses:
        full, open_ = _diagram(assessor, code, case, offense), _diagram(assessor, code, less, offense)
        assert open_.verdict in (None, full.verdict)
        assert {o.sentence for o in full.outcomes} <= {o.sentence for o in open_.outcomes}
        for state, wider in zip(full.defenses, open_.defenses, strict=True):
            assert wider in (None, state)


@given(data=st.data())
def test_answering_every_question_ends_in_a_determinate_result(assessor: Assessor, data: st.DataObject) -> None:
    code, version, date = _version(assessor, data)
    known, priors = draw_complete(data, assessor.image.edition, version, code)
    hidden = set(data.draw(st.lists(st.sampled_from(sorted(known)), max_size=8), label="hidden"))
    answers_priors = not data.draw(st.booleans(), label="hide priors")
    facts = assessor.vocabulary.facts
    for _ in range(60):
        partial: dict[int, int | None] = {**known, **dict.fromkeys(hidden)}
        case = case_of(assessor.vocabulary, date, partial, priors if answers_priors else None)
        assessment = assessor.assess(case)
        questions = [q.fact for q in assessment.questions]
        if not questions:
            break
        asked = questions[0]
        if asked == "priors":
            assert not answers_priors
            answers_priors = True
        else:
            own = {
                position for position, variable in enumerate(assessor.vocabulary.variables) if variable.fact == asked
            }
            assert own & hidden, f"{asked} was asked although it is known"
            hidden -= own
        assert asked in facts
    else:
        raise AssertionError("the questions do not end")
    for row in assessment.rows:
        # What is left open after the last question is the law's own doing.
        assert row.when == "" or assessment.open_questions


@given(data=st.data())
def test_order_of_lists_and_irrelevant_facts_never_matter(assessor: Assessor, data: st.DataObject) -> None:
    code, version, date = _version(assessor, data)
    known, priors = draw_complete(data, assessor.image.edition, version, code)
    other = tuple(data.draw(st.permutations(priors), label="order"))
    used = set(thresholds(version, code))
    changed = dict(known)
    for position, variable in enumerate(assessor.vocabulary.variables):
        if position not in used and variable.high - variable.low > 1:
            changed[position] = variable.low + 1
    first = assessor.assess(case_of(assessor.vocabulary, date, dict(known), priors))
    second = assessor.assess(case_of(assessor.vocabulary, date, dict(changed), other))
    assert first.rows == second.rows
