"""Civil dates and legal terms, as text that sorts and compares: 2024-06-01, P15Y, P180D, life."""

from __future__ import annotations

_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
LIFE = "life"
LIFE_IN_DAYS = 1_000_000  # ranks life above any term; never shown


def leap(year: int) -> bool:
    """Whether the year has a 29 February."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in(year: int, month: int) -> int:
    """The number of days of a month."""
    return 29 if month == 2 and leap(year) else _DAYS[month - 1]


def is_date(text: str) -> bool:
    """Whether the text is a day of the calendar, written as 2024-06-01."""
    if len(text) != 10 or text[4] != "-" or text[7] != "-":
        return False
    year, month, day = text[:4], text[5:7], text[8:]
    if not (year + month + day).isascii() or not (year + month + day).isdigit():
        return False
    y, m, d = int(year), int(month), int(day)
    return y >= 1 and 1 <= m <= 12 and 1 <= d <= days_in(y, m)


def day_before(date: str) -> str:
    """The day before a date."""
    y, m, d = int(date[:4]), int(date[5:7]), int(date[8:])
    if d > 1:
        return f"{y:04}-{m:02}-{d - 1:02}"
    y, m = (y, m - 1) if m > 1 else (y - 1, 12)
    return f"{y:04}-{m:02}-{days_in(y, m):02}"


_UNITS = {"year": "Y", "years": "Y", "month": "M", "months": "M", "day": "D", "days": "D"}
_WORDS = {"Y": ("year", "years"), "M": ("month", "months"), "D": ("day", "days")}
_RANK = {"Y": 365, "M": 30, "D": 1}


def term(text: str) -> str | None:
    """`15 years` as P15Y, `life` as it is, anything else as None."""
    if text == LIFE:
        return LIFE
    parts = text.split()
    if len(parts) != 2 or not (parts[0].isascii() and parts[0].isdigit()) or parts[1] not in _UNITS:
        return None
    return f"P{int(parts[0])}{_UNITS[parts[1]]}"


def term_days(duration: str) -> int:
    """A rank for comparing terms: years as 365 days, months as 30; never a legal conversion."""
    if duration == LIFE:
        return LIFE_IN_DAYS
    if duration == "none":
        return 0
    return int(duration[1:-1]) * _RANK[duration[-1]] if duration else 0


def term_words(duration: str) -> str:
    """P15Y as `15 years`."""
    if duration in ("", LIFE):
        return duration
    number = int(duration[1:-1])
    return f"{number} {_WORDS[duration[-1]][number != 1]}"
