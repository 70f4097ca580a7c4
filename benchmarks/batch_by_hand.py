"""Tex. Penal Code § 43.26 from 2023-09-01 on as one DuckDB query, written by hand for speed.

A second encoding, made from the decision tables beside it and not from the law library. It is two-valued: where a fact
is NULL its answers are wrong, as those of a query written in haste are. For each offense and reading one number:
grade * 10,000 + raised minimum in years * 100 + a bit for each defense made out; where the elements are not met, minus
a bit for each that fails. With reasons, a million times the paragraph that decided comes on top, as the law's own
query gives it: its row, and the steps that hang on age and record.
"""

from __future__ import annotations

GRADES = ("", "state jail felony", "third-degree felony", "second-degree felony", "first-degree felony", "unknown")
SJF, F3, F2, F1, UNKNOWN = (grade * 10_000 for grade in range(1, 6))

# The columns are those of the table `bound`; enumerated facts stand as the positions of their words.
TERMS = """
    possesses OR accesses AS possession,
    distributes OR makes_available OR advertises OR produces OR promotes
        OR (possesses AND intends_to_promote) AS promotion,
    mental_state >= 3 AS mens_rea,
    sexual_conduct AND youngest_age < 18 AND kind <= 1 AND medium <> 3 AS real_child,
    sexual_conduct AND kind = 2 AND indistinguishable AND youngest_apparent_age < 18 AND medium <> 3 AS generated,
    knows_minor >= 1 AS knows,
    knows_appears_minor >= 1 OR believes_actual_child AS knows_generated,
    sexual_assault_conduct AND sexual_assault_child_age < 17 AS named_conduct,
    care_roles_child_care_facility_employee OR care_roles_residential_treatment_facility_employee
        OR care_roles_state_funded_youth_shelter_employee AS employee,
    care_roles_state_funds_for_care_of_a_depicted_child AS funded,
    office >= 2 AND allegation_possession AND allegation_sharing_limited AND allegation_destroyed AS allegation
"""


def _offense(
    act: str, material: str, knows: str, grade: str, defenses: tuple[str, ...], reason: str = ""
) -> tuple[str, str]:
    """The number without and with the deciding paragraph."""
    return _number(act, material, knows, grade, defenses), _number(
        act, material, knows, f"{grade} + 1000000 * ({reason})", defenses
    )


def _number(act: str, material: str, knows: str, grade: str, defenses: tuple[str, ...]) -> str:
    elements = (act, "mens_rea", material, knows)
    made_out = " + ".join(f"CASE WHEN {test} THEN {1 << at} ELSE 0 END" for at, test in enumerate(defenses))
    unmet = " + ".join(f"CASE WHEN {test} THEN 0 ELSE {1 << at} END" for at, test in enumerate(elements))
    return f"CASE WHEN {' AND '.join(elements)} THEN ({grade}) + {made_out} ELSE -({unmet}) END"


def _grade(*rows: tuple[str, int], otherwise: int) -> str:
    return f"CASE {' '.join(f'WHEN {test} THEN {code}' for test, code in rows)} ELSE {otherwise} END"


_CARE = "(employee OR funded)"
_YOUNG = "youngest_age < 10"
_OF_2023 = ("bona_fide_purpose > 0", "months_older < 25", "allegation")
_OF_2025 = ("allegation", "office IN (1, 2) AND discharging_duties")
_GENERATED_2025 = (*_OF_2025, "months_older < 25")
_KNOWS_2023 = "knows_minor = 2"
_STEPS_2023 = _grade(
    (f"({_YOUNG} AND count_2 >= 1) OR (({_CARE} OR depictions >= 500) AND ({_YOUNG} OR count_2 >= 1))", UNKNOWN),
    (_CARE, F1 + 2500),
    (f"depictions >= 500 OR (depictions >= 100 AND ({_YOUNG} OR count_2 >= 1))", F1),
    (f"depictions >= 100 OR {_YOUNG} OR count_2 >= 1", F2),
    otherwise=F3,
)
_STEPS_1527 = _grade(
    (f"{_YOUNG} OR {_CARE}", UNKNOWN),
    ("depictions >= 50 OR count_2 >= 2 OR named_conduct", F1),
    ("depictions >= 10 OR count_2 = 1", F2),
    otherwise=F3,
)
_STEPS_E_2023 = _grade(("depictions >= 2", UNKNOWN), ("count_4 >= 1", F1), otherwise=F2)
_MANY = "(count_6 >= 2 OR (possesses AND (depictions >= 50 OR named_conduct)))"
_SOME = "(count_6 = 1 OR (possesses AND depictions >= 10))"
_STEPS_1621 = _grade(
    (f"{_CARE} OR displays_in_school_library", F1 + 2500),
    (f"{_YOUNG} AND {_MANY}", F1 + 1500),
    (f"{_MANY} OR ({_YOUNG} AND {_SOME})", F1),
    (f"{_YOUNG} OR {_SOME}", F2),
    otherwise=F3,
)
_STEPS_1778 = _grade(
    (_CARE, F1 + 2500),
    ("possesses AND (depictions >= 50 OR named_conduct)", F1),
    ("possesses AND depictions >= 10", F2),
    ("possesses", F3),
    otherwise=UNKNOWN,
)
_APPEARS = "youngest_apparent_age < 10"
_MANY_GENERATED = "(count_6 >= 2 OR (possesses AND depictions >= 50))"
_STEPS_A2 = (
    f"CASE WHEN employee OR displays_in_school_library THEN CASE WHEN {_APPEARS} THEN {F1 + 1000} ELSE {F2 + 1000} END "
    f"WHEN {_MANY_GENERATED} THEN CASE WHEN {_APPEARS} THEN {F1} ELSE {F2} END "
    f"WHEN {_SOME} THEN CASE WHEN {_APPEARS} THEN {F2} ELSE {F3} END "
    f"ELSE CASE WHEN {_APPEARS} THEN {F3} ELSE {SJF} END END"
)
_STEPS_E_1621 = _grade(
    ("depictions >= 50 OR named_conduct", F1 + 1500),
    (f"depictions >= 10 OR count_6 >= 1 OR {_APPEARS}", F1),
    otherwise=F2,
)
_STEPS_E_1778 = _grade(("count_8 >= 1 AND (depictions >= 50 OR named_conduct)", F1 + 1500), otherwise=F1)
_STEPS_E1 = _grade(
    ("depictions >= 50", F2 + 1000),
    (f"depictions >= 10 OR count_6 >= 1 OR {_APPEARS}", F2),
    otherwise=F3,
)
# The paragraphs, numbered; the first that holds is the one that prevails.
_ROLES = tuple(
    (f"care_roles_{role}", number)
    for number, role in enumerate(
        (
            "child_care_facility_employee",
            "residential_treatment_facility_employee",
            "state_funded_youth_shelter_employee",
            "state_funds_for_care_of_a_depicted_child",
        ),
        6,
    )
)


def _bit(test: str, value: int) -> str:
    return f"CASE WHEN {test} THEN {value} ELSE 0 END"


_WHY_129 = (
    f"4 * {_grade(*_ROLES, ('depictions >= 500', 2), ('depictions >= 100', 1), otherwise=0)}"
    f" + {_bit(_YOUNG, 2)} + {_bit('count_2 >= 1', 1)}"
)
_ROWS_1527 = _grade(
    ("count_2 >= 2", 3), ("depictions >= 50", 4), ("named_conduct", 5), ("count_2 = 1", 1), ("depictions >= 10", 2),
    otherwise=0,
)  # fmt: skip
_WHY_1527 = f"4 * {_ROWS_1527} + {_bit(_YOUNG, 2)} + {_bit(_CARE, 1)}"
_WHY_E_2023 = f"{_bit('count_4 >= 1', 2)} + {_bit('depictions >= 2', 1)}"
_ROWS_1621 = _grade(
    *_ROLES, ("displays_in_school_library", 10), ("count_6 >= 2", 3), ("possesses AND depictions >= 50", 4),
    ("possesses AND named_conduct", 5), ("count_6 = 1", 1), ("possesses AND depictions >= 10", 2), otherwise=0,
)  # fmt: skip
_WHY_1621 = f"2 * {_ROWS_1621} + {_bit(_YOUNG, 1)}"
_WHY_1778 = _grade(
    *_ROLES, ("possesses AND depictions >= 50", 3), ("possesses AND named_conduct", 4),
    ("possesses AND depictions >= 10", 2), ("possesses", 1), otherwise=0,
)  # fmt: skip
_ROWS_A2 = _grade(
    ("employee", 5), ("displays_in_school_library", 6), ("count_6 >= 2", 3), ("possesses AND depictions >= 50", 4),
    ("count_6 = 1", 1), ("possesses AND depictions >= 10", 2), otherwise=0,
)  # fmt: skip
_WHY_A2 = f"2 * {_ROWS_A2} + {_bit(_APPEARS, 1)}"
_WHY_E_1621 = _grade(
    ("depictions >= 50", 4), ("named_conduct", 5), ("count_6 >= 1", 1), ("depictions >= 10", 2), (_APPEARS, 3),
    otherwise=0,
)  # fmt: skip
_WHY_E_1778 = _grade(
    ("count_8 >= 1 AND depictions >= 50", 1), ("count_8 >= 1 AND named_conduct", 2), otherwise=0
)  # fmt: skip
_WHY_E1 = _grade(
    ("depictions >= 50", 4), ("count_6 >= 1", 1), ("depictions >= 10", 2), (_APPEARS, 3), otherwise=0
)  # fmt: skip
# In the order in which the library has them: version 4 from 2023-09-01, version 5 from 2025-09-01.
OFFENSES: dict[int, tuple[tuple[str, str], ...]] = {
    4: (
        _offense("possession", "real_child", _KNOWS_2023, _STEPS_2023, _OF_2023, _WHY_129),
        _offense("possession", "real_child", _KNOWS_2023, _STEPS_1527, _OF_2023, _WHY_1527),
        _offense("promotion", "real_child", _KNOWS_2023, _STEPS_E_2023, _OF_2023, _WHY_E_2023),
    ),
    5: (
        _offense("possession", "real_child", "knows", _STEPS_1621, _OF_2025, _WHY_1621),
        _offense("possession", "real_child", "knows", _STEPS_1778, _OF_2025, _WHY_1778),
        _offense("possession", "generated", "knows_generated", _STEPS_A2, _GENERATED_2025, _WHY_A2),
        _offense("promotion", "real_child", "knows", _STEPS_E_1621, _OF_2025, _WHY_E_1621),
        _offense("promotion", "real_child", "knows", _STEPS_E_1778, _OF_2025, _WHY_E_1778),
        _offense("promotion", "generated", "knows_generated", _STEPS_E1, _GENERATED_2025, _WHY_E1),
    ),
}


def query(table: str = "bound", reasons: bool = False) -> str:
    """The whole query: the key, the version, and a number for each offense and reading in force."""
    slots = []
    for slot in range(6):
        tests = [
            f"WHEN version = {version} THEN {offenses[slot][reasons]}"
            for version, offenses in OFFENSES.items()
            if slot < len(offenses)
        ]
        if tests:
            slots.append(f"CASE {' '.join(tests)} END AS slot_{slot}")
    return f'WITH terms AS (SELECT *, {TERMS} FROM {table}) SELECT "case", version, {", ".join(slots)} FROM terms'
