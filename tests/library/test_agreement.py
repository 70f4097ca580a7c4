"""One case, four evaluators: every case of the library and of the examples through explain, SQL, solver and text."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.evaluate.reading_back import Text, text_differences
from tests.evaluate.solved import solver_differences
from tests.evaluate.tables import Tabled, undetermined_although
from tests.library.test_cases import _cases

from inforce.facts.case import Case
from inforce.law.consolidate import conflicts
from inforce.law.load.library import Loaded
from inforce.law.lowered import Offense
from inforce.law.numbering import followed
from inforce.products.assess import Assessor

Differences = Callable[[Case], list[str]]


class Texts:
    """The printed text of each day and reading, made when first asked for."""

    def __init__(self, loaded: Loaded) -> None:
        self.loaded = loaded
        self._made: dict[tuple[str, str, str, str], Text] = {}
        self.read = 0

    def differences(self, assessor: Assessor, case: Case) -> list[str]:
        """In what the text says something else than the explainer about a case."""
        found = []
        for part, findings in zip(*self._parts(assessor, case), strict=True):
            jurisdiction = self.loaded.library.jurisdictions[part.code.id]
            for offense, one in zip(part.version.offenses, findings, strict=True):
                text = self._text(jurisdiction, part.version.begins, offense)
                explained = None
                if one.verdict is False:
                    explained = (False, "", "")
                elif one.verdict and len(one.outcomes) == 1:
                    sentence = offense.sentences[one.outcomes[0].sentence]
                    explained = (True, sentence.grade, sentence.minimum)
                said = text_differences(text, offense, case, explained)
                self.read += text.says(offense, case).met is not None
                found += [f"{case.name}, {offense.id} {offense.reading}: {says}" for says in said]
        return found

    @staticmethod
    def _parts(assessor: Assessor, case: Case):  # type: ignore[no-untyped-def]
        assessment = assessor.assess(case)
        return assessment.ready, assessment.findings()

    def _text(self, jurisdiction, day: str, offense: Offense) -> Text:  # type: ignore[no-untyped-def]
        key = (jurisdiction.id, day, offense.fork, offense.reading)
        if key not in self._made:
            acts = {act.short: act.id for act in jurisdiction.acts.values()}
            choices = {fork: acts[short] for fork, short in followed(offense).items()}
            assert set(choices) <= set(conflicts(jurisdiction))
            self._made[key] = Text(self.loaded, jurisdiction, day, choices)
        return self._made[key]


@pytest.fixture(scope="session")
def texts(loaded: Loaded) -> Texts:
    return Texts(loaded)


@pytest.fixture(scope="session")
def tabled(assessor: Assessor) -> Tabled:
    return Tabled(assessor)


def _numbered(assessor: Assessor) -> list[Case]:
    return [case.replace(name=f"{at}: {case.name}") for at, case in enumerate(_cases(assessor))]


def test_every_case_comes_out_alike_under_all_four_evaluators(assessor: Assessor, tabled: Tabled, texts: Texts) -> None:
    cases = _numbered(assessor)
    assert len(cases) > 300
    about_one_number = [case for case in cases if "material" not in case.records]
    answers = tabled.answers(about_one_number)
    assert tabled.differences(about_one_number) == [], "SQL"
    open_in_sql = [
        (case.name, says)
        for case in about_one_number
        if (says := undetermined_although(answers[case.name], assessor.assess(case).rows))
    ]
    assert open_in_sql == [], "SQL leaves open what is determined"
    assert [says for case in cases for says in solver_differences(assessor, case)] == [], "solver"
    # Batches of material are facts of their own for each offense, which no sentence of the text can know.
    assert [says for case in about_one_number for says in texts.differences(assessor, case)] == [], "text"
    assert texts.read > 2_000, "the text decides most of them"
