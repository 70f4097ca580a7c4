"""Dates are days of the calendar, written one way; terms keep their legal unit and sort by a rank never shown."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inforce.facts.dates import LIFE, day_before, days_in, is_date, leap, term, term_days, term_words

DAYS = st.dates(min_value=datetime.date(1, 1, 2))


@pytest.mark.parametrize(
    ("year", "is_leap"),
    [(2024, True), (2023, False), (2000, True), (1900, False), (2100, False), (4, True), (1, False)],
)
def test_leap_years_follow_the_gregorian_rule(year: int, is_leap: bool) -> None:
    assert leap(year) == is_leap
    assert days_in(year, 2) == (29 if is_leap else 28)
    assert is_date(f"{year:04}-02-29") == is_leap


@given(DAYS)
def test_every_day_of_the_calendar_is_a_date(day: datetime.date) -> None:
    assert is_date(day.isoformat())
    assert day_before(day.isoformat()) == (day - datetime.timedelta(days=1)).isoformat()


@given(st.integers(0, 9999), st.integers(0, 99), st.integers(0, 99))
def test_nothing_else_is_a_date(year: int, month: int, day: int) -> None:
    try:
        datetime.date(year, month, day)
        real = True
    except ValueError:
        real = False
    assert is_date(f"{year:04}-{month:02}-{day:02}") == real


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2024",
        "2024-6-1",
        "2024-06-1",
        "24-06-01",
        "2024/06/01",
        "2024-06-01 ",
        " 2024-06-01",
        "2024-06-01T00:00",
        "20240601",
        "01.06.2024",
        "June 1, 2024",
        "2024-06-0１",
        "２０２４-06-01",
        "2024-06--1",
        "+024-06-01",
        "2024-00-10",
        "0000-01-01",
        "2024-06-31",
        "unknown",
        "20 4-06-01",
        "²024-06-01",
    ],
)
def test_a_date_is_written_one_way(text: str) -> None:
    assert not is_date(text)


@pytest.mark.parametrize(
    ("day", "before"),
    [
        ("2024-03-01", "2024-02-29"),
        ("2023-03-01", "2023-02-28"),
        ("1900-03-01", "1900-02-28"),
        ("2000-03-01", "2000-02-29"),
        ("2024-01-01", "2023-12-31"),
        ("2024-05-01", "2024-04-30"),
        ("2013-09-01", "2013-08-31"),
        ("2024-06-15", "2024-06-14"),
    ],
)
def test_the_day_before_crosses_months_years_and_leap_days(day: str, before: str) -> None:
    assert day_before(day) == before


@pytest.mark.parametrize(
    ("text", "duration", "words"),
    [
        ("15 years", "P15Y", "15 years"),
        ("1 year", "P1Y", "1 year"),
        ("180 days", "P180D", "180 days"),
        ("1 day", "P1D", "1 day"),
        ("6 months", "P6M", "6 months"),
        ("1 month", "P1M", "1 month"),
        (LIFE, LIFE, LIFE),
        ("2  years", "P2Y", "2 years"),
    ],
)
def test_a_term_keeps_its_legal_unit(text: str, duration: str, words: str) -> None:
    assert term(text) == duration
    assert term_words(duration) == words


@pytest.mark.parametrize(
    "text",
    [
        "",
        "15",
        "years",
        "15 weeks",
        "fifteen years",
        "1.5 years",
        "-1 years",
        "15 years 2 days",
        "P15Y",
        "Life",
        "² years",
        "15years",
    ],
)
def test_anything_else_is_no_term(text: str) -> None:
    assert term(text) is None


def test_no_term_has_no_words_and_no_rank() -> None:
    assert (term_words(""), term_days("")) == ("", 0)


def test_terms_rank_by_length_and_life_above_all() -> None:
    order = ["P1D", "P29D", "P1M", "P180D", "P11M", "P1Y", "P2Y", "P20Y", "P99Y", LIFE]
    ranks = [term_days(duration) for duration in order]
    assert ranks == sorted(ranks)
    assert len(set(ranks)) == len(ranks)
    assert term_days("P2000Y") < term_days(LIFE)
