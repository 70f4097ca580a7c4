"""Tex. Penal Code § 43.26 as in force from 2025-09-01, written by hand as decision tables.

It is a second encoding, made apart from the law library's files; the two are compared before anything is timed.
Harsher rows stand first, so that the first row that holds is the one that prevails.
"""

from __future__ import annotations

from decision_table import Table, offense

DATE = "2025-12-01"
BITE = ("depictions >= 50", "depictions >= 51")  # a threshold to move, to see that the comparison notices
NAMES = (  # the facts that these tables use
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
    "indistinguishable",
    "sexual_conduct",
    "depictions",
    "youngest_age",
    "youngest_apparent_age",
    "sexual_assault_conduct",
    "sexual_assault_child_age",
    "knows_minor",
    "knows_appears_minor",
    "believes_actual_child",
    "care_roles",
    "displays_in_school_library",
    "chapter_priors",
    "section_priors",
)

_REAL = (
    'mental_state >= 3 and kind in ["actual person", "identifiable person"] and youngest_age < 18'
    ' and sexual_conduct and medium != "text or sound only" and knows_minor >= 1'
)
_GENERATED = (
    'mental_state >= 3 and kind == "computer-generated person" and indistinguishable'
    ' and youngest_apparent_age < 18 and sexual_conduct and medium != "text or sound only"'
    " and (knows_appears_minor >= 1 or believes_actual_child)"
)
_POSSESSION = "(possesses or accesses)"
_PROMOTION = "(distributes or promotes or advertises or makes_available or (possesses and intends_to_promote))"
_NAMED_CONDUCT = "(sexual_assault_conduct and sexual_assault_child_age < 17)"
_MANY = f"(chapter_priors >= 2 or (possesses and (depictions >= 50 or {_NAMED_CONDUCT})))"
_SOME = "(chapter_priors == 1 or (possesses and depictions >= 10))"
_CARE = "len(care_roles) > 0"
_EMPLOYEE = 'some(care_roles, # != "state funds for care of a depicted child")'

F1, F2, F3 = "first-degree felony", "second-degree felony", "third-degree felony"
SJF, UNKNOWN = "state jail felony", "unknown"

TABLES: tuple[Table, ...] = (
    offense(
        "a1_sb1621",
        f"{_POSSESSION} and {_REAL}",
        (f"{_CARE} or displays_in_school_library", F1, "P25Y"),
        (f"youngest_age < 10 and {_MANY}", F1, "P15Y"),
        (_MANY, F1, ""),
        (f"youngest_age < 10 and {_SOME}", F1, ""),
        (f"youngest_age < 10 or {_SOME}", F2, ""),
        ("", F3, ""),
    ),
    offense(
        "a1_hb1778",
        f"{_POSSESSION} and {_REAL}",
        (_CARE, F1, "P25Y"),
        (f"possesses and (depictions >= 50 or {_NAMED_CONDUCT})", F1, ""),
        ("possesses and depictions >= 10", F2, ""),
        ("possesses", F3, ""),
        ("", UNKNOWN, ""),  # the text grades no access without possession
    ),
    offense(
        "a2",
        f"{_POSSESSION} and {_GENERATED}",
        (
            f"youngest_apparent_age < 10 and ({_EMPLOYEE} or displays_in_school_library)",
            F1,
            "P10Y",
        ),
        (f"{_EMPLOYEE} or displays_in_school_library", F2, "P10Y"),
        ("youngest_apparent_age < 10 and (chapter_priors >= 2 or (possesses and depictions >= 50))", F1, ""),
        ("chapter_priors >= 2 or (possesses and depictions >= 50)", F2, ""),
        (f"youngest_apparent_age < 10 and {_SOME}", F2, ""),
        (f"youngest_apparent_age < 10 or {_SOME}", F3, ""),
        ("", SJF, ""),
    ),
    offense(
        "e_sb1621",
        f"{_PROMOTION} and {_REAL}",
        (f"depictions >= 50 or {_NAMED_CONDUCT}", F1, "P15Y"),
        ("chapter_priors >= 1 or depictions >= 10 or youngest_apparent_age < 10", F1, ""),
        ("", F2, ""),
    ),
    offense(
        "e_hb1778",
        f"{_PROMOTION} and {_REAL}",
        (f"section_priors >= 1 and (depictions >= 50 or {_NAMED_CONDUCT})", F1, "P15Y"),
        ("", F1, ""),
    ),
    offense(
        "e1",
        f"{_PROMOTION} and {_GENERATED}",
        ("depictions >= 50", F2, "P10Y"),
        ("chapter_priors >= 1 or depictions >= 10 or youngest_apparent_age < 10", F2, ""),
        ("", F3, ""),
    ),
)

_TABLE_OF = {
    ("(a-1)", "sb-1621"): "a1_sb1621",
    ("(a-1)", "hb-1778"): "a1_hb1778",
    ("(a-2)", ""): "a2",
    ("(e)", "sb-1621"): "e_sb1621",
    ("(e)", "hb-1778"): "e_hb1778",
    ("(e-1)", ""): "e1",
}


def key(cite: str, of: str, reading: str) -> str | None:
    """The table that stands for an offense under a reading; none for an attempt or for another section."""
    _, _, subsection = cite.partition("43.26")
    return None if of or not subsection else _TABLE_OF[subsection, reading]
