"""The query says what the explainer says: all of it where the facts are known, nothing else where some are not."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.evaluate.drawing import case_of, draw_complete
from tests.evaluate.planted_faults import FAULTS, Fault
from tests.evaluate.tables import Tabled, undetermined_although
from tests.library.test_cases import _cases

from inforce.facts.case import Case
from inforce.products.assess import Assessor

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def tabled(assessor: Assessor) -> Tabled:
    return Tabled(assessor)


def library_cases(assessor: Assessor) -> list[Case]:
    """Every case of the library and of the examples that is about one number, not about batches of material."""
    cases = [case for case in _cases(assessor) if "material" not in case.records]
    return [case.replace(name=f"{at}: {case.name}") for at, case in enumerate(cases)]


def test_every_library_case_comes_out_as_explained(tabled: Tabled, assessor: Assessor) -> None:
    cases = library_cases(assessor)
    assert len(cases) > 300
    assert tabled.differences(cases) == []
    answers = tabled.answers(cases)
    left_open = [(c.name, u) for c in cases if (u := undetermined_although(answers[c.name], assessor.assess(c).rows))]
    assert left_open == []


def _drawn(tabled: Tabled, data: st.DataObject, complete: bool) -> list[Case]:
    """Ten cases at once, since planning the query costs more than running it."""
    cases = []
    for number in range(10):
        at = data.draw(st.integers(0, len(tabled.code.dates) - 1), label="version")
        version = tabled.assessor.image.version("us-tx", at)
        known, priors = draw_complete(data, tabled.assessor.image.edition, version, tabled.code)
        hidden: set[int] = set()
        if not complete:
            hidden = set(data.draw(st.lists(st.sampled_from(sorted(known)), min_size=1, max_size=8), label="hidden"))
        gone = not complete and data.draw(st.booleans(), label="hide priors")
        values: dict[int, int | None] = {**known, **dict.fromkeys(hidden)}
        day = tabled.code.dates[at][0]
        case = case_of(tabled.assessor.vocabulary, day, values, None if gone else priors)
        cases.append(case.replace(name=f"drawn {number}"))
    return cases


@settings(phases=(Phase.explicit, Phase.reuse, Phase.generate))  # ten cases at once shrink to nothing readable
@given(data=st.data())
def test_complete_cases_are_equal(tabled: Tabled, assessor: Assessor, data: st.DataObject) -> None:
    cases = _drawn(tabled, data, complete=True)
    assert tabled.differences(cases) == []
    answers = tabled.answers(cases)
    for case in cases:
        assert undetermined_although(answers[case.name], assessor.assess(case).rows) == []


@settings(phases=(Phase.explicit, Phase.reuse, Phase.generate))  # ten cases at once shrink to nothing readable
@given(data=st.data())
def test_partial_cases_are_refined(tabled: Tabled, data: st.DataObject) -> None:
    assert tabled.differences(_drawn(tabled, data, complete=False)) == []


def test_library_cases_with_less_known_are_refined(tabled: Tabled) -> None:
    assert tabled.differences(random_cases(tabled, 300)) == []


SEARCH = """
import random, sys
from pathlib import Path
from tests.evaluate.tables import Tabled, undetermined_although
from tests.evaluate.test_sql import library_cases, random_cases
from inforce.law.edition import Image, build
from inforce.products.assess import Assessor

segments, problems = build(sys.argv[1])
tabled = Tabled(Assessor(Image(segments)))
cases = [*library_cases(tabled.assessor), *random_cases(tabled, 150)]
found = tabled.differences(cases)
print(found[:3])
sys.exit(1 if found else 0)
"""


def random_cases(tabled: Tabled, many: int) -> list[Case]:
    """Partial cases from a fixed seed: library cases with facts taken away, and numbers made ranges."""
    import random

    from inforce.facts.read_case import unknown_bits

    chosen = random.Random(7)
    cases = []
    pool = library_cases(tabled.assessor)
    for number in range(many):
        case = chosen.choice(pool)
        values = [None if chosen.random() < 0.2 else value for value in case.values]
        partial = dict(case.partial)
        for at, variable in enumerate(tabled.assessor.vocabulary.variables):
            value = case.values[at]
            if value is not None and variable.high - variable.low > 20 and chosen.random() < 0.3:
                values[at] = None
                low = max(variable.low, value - chosen.choice((0, 1, 5, 60)))
                partial[at] = ((low, min(variable.high, value + chosen.choice((1, 2, 6, 500)))),)
        kept = {at: ranges for at, ranges in partial.items() if values[at] is None}
        name = f"random {number}"
        cases.append(case.replace(name=name, values=tuple(values), unknown=unknown_bits(values), partial=kept))
    return cases


def _search(source: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": f"{source}{os.pathsep}{ROOT}"}
    return subprocess.run(
        [sys.executable, "-P", "-c", SEARCH, str(ROOT / "law")],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )


def test_the_search_finds_nothing_without_a_fault() -> None:
    found = _search(ROOT / "src")
    assert found.returncode == 0, found.stdout + found.stderr


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_planted_fault_is_caught(fault: Fault, tmp_path: Path) -> None:
    source = tmp_path / "src"
    shutil.copytree(ROOT / "src" / "inforce", source / "inforce", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "law").symlink_to(ROOT / "law")
    path = source / "inforce" / "evaluate" / "sql" / fault.file
    text = path.read_text()
    assert text.count(fault.good) == 1, f"{fault.file} no longer holds the line in which the fault is planted"
    path.write_text(text.replace(fault.good, fault.bad))
    found = _search(source)
    assert found.returncode == 1, found.stdout + found.stderr
    assert "Traceback" not in found.stderr, found.stderr
