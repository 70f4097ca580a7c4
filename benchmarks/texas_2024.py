"""Tex. Penal Code § 43.26 as in force from 2023-09-01 to 2025-08-31, both texts of (d), written by hand.

Where the library carries a text as unknown, so do these tables: the outcome is then known by its bounds only.
"""

from __future__ import annotations

from decision_table import Table, offense

DATE = "2024-06-01"
BITE = ("depictions >= 500", "depictions >= 501")
NAMES = (
    "possesses",
    "accesses",
    "distributes",
    "promotes",
    "advertises",
    "makes_available",
    "intends_to_promote",
    "mental_state",
    "medium",
    "kind",
    "sexual_conduct",
    "depictions",
    "youngest_age",
    "sexual_assault_conduct",
    "sexual_assault_child_age",
    "knows_minor",
    "care_roles",
    "possession_priors",
    "promotion_priors",
)

_REAL = (
    'mental_state >= 3 and kind in ["actual person", "identifiable person"] and youngest_age < 18'
    ' and sexual_conduct and medium != "text or sound only" and knows_minor >= 2'
)
_POSSESSION = f"(possesses or accesses) and {_REAL}"
_PROMOTION = (
    f"(distributes or promotes or advertises or makes_available or (possesses and intends_to_promote)) and {_REAL}"
)
_NAMED_CONDUCT = "(sexual_assault_conduct and sexual_assault_child_age < 17)"
_CARE = "len(care_roles) > 0"
_YOUNG, _PRIOR = "youngest_age < 10", "possession_priors >= 1"
F1, F2, F3, UNKNOWN = "first-degree felony", "second-degree felony", "third-degree felony", "unknown"

TABLES: tuple[Table, ...] = (
    offense(
        "a_sb129",
        _POSSESSION,
        (f"({_YOUNG} and {_PRIOR}) or (({_CARE} or depictions >= 500) and ({_YOUNG} or {_PRIOR}))", UNKNOWN, ""),
        (_CARE, F1, "P25Y"),
        ("depictions >= 500", F1, ""),
        (f"depictions >= 100 and ({_YOUNG} or {_PRIOR})", F1, ""),
        (f"depictions >= 100 or {_YOUNG} or {_PRIOR}", F2, ""),
        ("", F3, ""),
    ),
    offense(
        "a_sb1527",
        _POSSESSION,
        (f"{_YOUNG} or {_CARE}", UNKNOWN, ""),
        (f"possession_priors >= 2 or depictions >= 50 or {_NAMED_CONDUCT}", F1, ""),
        ("possession_priors == 1 or depictions >= 10", F2, ""),
        ("", F3, ""),
    ),
    offense(
        "e",
        _PROMOTION,
        ("depictions >= 2", UNKNOWN, ""),
        ("promotion_priors >= 1", F1, ""),
        ("", F2, ""),
    ),
)

_TABLE_OF = {("(a)", "sb-129"): "a_sb129", ("(a)", "sb-1527"): "a_sb1527", ("(e)", ""): "e"}


def key(cite: str, of: str, reading: str) -> str | None:
    """The table that stands for an offense under a reading; none for an attempt or for another section."""
    _, _, subsection = cite.partition("43.26")
    return None if of or not subsection else _TABLE_OF[subsection, reading]
