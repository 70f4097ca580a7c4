"""Exactly one version governs each day since the library begins; each offense stands once under each reading."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from inforce.facts.dates import day_before
from inforce.law.consolidate import version_at
from inforce.products.assess import Assessor

DAYS = st.dates(min_value=__import__("datetime").date(1997, 9, 1), max_value=__import__("datetime").date(2030, 12, 31))


@given(day=DAYS)
def test_exactly_one_version_governs_each_day(assessor: Assessor, day: object) -> None:
    code = assessor.image.code("us-tx")
    text = str(day)
    holding = [at for at, (begins, ends) in enumerate(code.dates) if begins <= text and (not ends or text < ends)]
    assert holding == [version_at(code.dates, text)]


def test_versions_follow_one_another_without_gap(assessor: Assessor) -> None:
    code = assessor.image.code("us-tx")
    assert code.dates[0][0] == "1997-09-01"
    assert [ends for _, ends in code.dates[:-1]] == [begins for begins, _ in code.dates[1:]]
    assert code.dates[-1][1] == ""
    assert version_at(code.dates, day_before("1997-09-01")) == -1


def test_each_offense_stands_once_under_each_reading(assessor: Assessor) -> None:
    code = assessor.image.code("us-tx")
    for position in range(len(code.dates)):
        version = assessor.image.version("us-tx", position)
        keys = [(offense.id, offense.reading) for offense in version.offenses]
        assert len(keys) == len(set(keys))
        for offense in version.offenses:
            same = [o for o in version.offenses if o.id == offense.id]
            assert sum(o.preferred for o in same) == 1
            assert (len(same) > 1) == bool(offense.fork)
