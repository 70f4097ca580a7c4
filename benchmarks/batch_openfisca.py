"""The same nine offenses as OpenFisca variables: whole columns of numpy, one simulation for each version of the law.

Written by hand from the same tables as batch_by_hand.py, whose numbers it gives; the two are compared before timing.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

SJF, F3, F2, F1, UNKNOWN = (grade * 10_000 for grade in range(1, 6))
PERIOD = "2025"
Case = build_entity("case", "cases", "a case", is_person=True)
BOOLEANS = (
    "possesses", "accesses", "distributes", "makes_available", "advertises", "produces", "promotes",
    "intends_to_promote", "displays_in_school_library", "sexual_conduct", "indistinguishable",
    "sexual_assault_conduct", "allegation_possession", "allegation_sharing_limited", "allegation_destroyed",
    "discharging_duties", "believes_actual_child", "care_roles_child_care_facility_employee",
    "care_roles_residential_treatment_facility_employee", "care_roles_state_funded_youth_shelter_employee",
    "care_roles_state_funds_for_care_of_a_depicted_child",
)  # fmt: skip
NUMBERS = (
    "mental_state", "medium", "kind", "depictions", "youngest_age", "youngest_apparent_age",
    "sexual_assault_child_age", "months_older", "bona_fide_purpose", "office", "knows_minor", "knows_appears_minor",
    "count_2", "count_4", "count_6", "count_8",
)  # fmt: skip


def _input(name: str, kind: type) -> type[Variable]:
    body = {"value_type": kind, "entity": Case, "definition_period": DateUnit.YEAR, "label": name}
    return type(name, (Variable,), body)


def _computed(name: str, formula: Any, kind: type = int) -> type[Variable]:
    body = {
        "value_type": kind, "entity": Case, "definition_period": DateUnit.YEAR, "label": name,
        "formula": lambda case, period: formula(lambda other: case(other, period)),
    }  # fmt: skip
    return type(name, (Variable,), body)


def _answer(v: Any, elements: tuple[str, ...], grade: Any, defenses: tuple[str, ...]) -> Any:
    states = [v(name) for name in elements]
    made_out = sum(v(name) * (1 << at) for at, name in enumerate(defenses))
    unmet = sum(~state * (1 << at) for at, state in enumerate(states))
    return np.where(np.logical_and.reduce(states), grade + made_out, -unmet).astype(np.int32)


def _steps(*rows: tuple[Any, int], otherwise: int) -> Any:
    return np.select([test for test, _ in rows], [code for _, code in rows], otherwise)


def _terms() -> list[type[Variable]]:
    def real(v: Any) -> Any:
        return v("sexual_conduct") & (v("youngest_age") < 18) & (v("kind") <= 1) & (v("medium") != 3)

    def generated(v: Any) -> Any:
        is_kind = (v("kind") == 2) & v("indistinguishable")
        return v("sexual_conduct") & is_kind & (v("youngest_apparent_age") < 18) & (v("medium") != 3)

    def promotion(v: Any) -> Any:
        verbs = v("distributes") | v("makes_available") | v("advertises") | v("produces") | v("promotes")
        return verbs | (v("possesses") & v("intends_to_promote"))

    def allegation(v: Any) -> Any:
        kept = v("allegation_possession") & v("allegation_sharing_limited") & v("allegation_destroyed")
        return (v("office") >= 2) & kept

    terms: dict[str, Any] = {
        "possession": lambda v: v("possesses") | v("accesses"),
        "promotion": promotion,
        "mens_rea": lambda v: v("mental_state") >= 3,
        "real_child": real,
        "generated": generated,
        "knows_2023": lambda v: v("knows_minor") == 2,
        "knows": lambda v: v("knows_minor") >= 1,
        "knows_generated": lambda v: (v("knows_appears_minor") >= 1) | v("believes_actual_child"),
        "named_conduct": lambda v: v("sexual_assault_conduct") & (v("sexual_assault_child_age") < 17),
        "employee": lambda v: v(BOOLEANS[-4]) | v(BOOLEANS[-3]) | v(BOOLEANS[-2]),
        "care": lambda v: v("employee") | v(BOOLEANS[-1]),
        "young": lambda v: v("youngest_age") < 10,
        "appears_young": lambda v: v("youngest_apparent_age") < 10,
        "bona_fide": lambda v: v("bona_fide_purpose") > 0,
        "close_in_age": lambda v: v("months_older") < 25,
        "allegation": allegation,
        "on_duty": lambda v: ((v("office") == 1) | (v("office") == 2)) & v("discharging_duties"),
        "many": lambda v: (v("count_6") >= 2) | (v("possesses") & ((v("depictions") >= 50) | v("named_conduct"))),
        "some": lambda v: (v("count_6") == 1) | (v("possesses") & (v("depictions") >= 10)),
        "many_generated": lambda v: (v("count_6") >= 2) | (v("possesses") & (v("depictions") >= 50)),
    }
    return [_computed(name, formula, bool) for name, formula in terms.items()]


def _sb129(v: Any) -> Any:
    either, number = v("young") | (v("count_2") >= 1), v("depictions")
    return _steps(
        ((v("young") & (v("count_2") >= 1)) | ((v("care") | (number >= 500)) & either), UNKNOWN),
        (v("care"), F1 + 2500), ((number >= 500) | ((number >= 100) & either), F1), ((number >= 100) | either, F2),
        otherwise=F3,
    )  # fmt: skip


def _sb1527(v: Any) -> Any:
    number, priors = v("depictions"), v("count_2")
    return _steps(
        (v("young") | v("care"), UNKNOWN), ((number >= 50) | (priors >= 2) | v("named_conduct"), F1),
        ((number >= 10) | (priors == 1), F2), otherwise=F3,
    )  # fmt: skip


def _sb1621(v: Any) -> Any:
    return _steps(
        (v("care") | v("displays_in_school_library"), F1 + 2500), (v("young") & v("many"), F1 + 1500),
        (v("many") | (v("young") & v("some")), F1), (v("young") | v("some"), F2), otherwise=F3,
    )  # fmt: skip


def _hb1778(v: Any) -> Any:
    has, number = v("possesses"), v("depictions")
    return _steps(
        (v("care"), F1 + 2500), (has & ((number >= 50) | v("named_conduct")), F1), (has & (number >= 10), F2),
        (has, F3), otherwise=UNKNOWN,
    )  # fmt: skip


def _a2(v: Any) -> Any:
    top, young = v("employee") | v("displays_in_school_library"), v("appears_young")
    return _steps(
        (top & young, F1 + 1000), (top, F2 + 1000), (v("many_generated") & young, F1), (v("many_generated"), F2),
        (v("some") & young, F2), (v("some") | young, F3), otherwise=SJF,
    )  # fmt: skip


def _counted(v: Any) -> Any:
    return (v("depictions") >= 10) | (v("count_6") >= 1) | v("appears_young")


_2023 = ("bona_fide", "close_in_age", "allegation")
_2025 = ("allegation", "on_duty")
_REAL_2023 = ("mens_rea", "real_child", "knows_2023")
_REAL = ("mens_rea", "real_child", "knows")
_GENERATED = ("mens_rea", "generated", "knows_generated")
OFFENSES: dict[int, list[Any]] = {
    4: [
        lambda v: _answer(v, ("possession", *_REAL_2023), _sb129(v), _2023),
        lambda v: _answer(v, ("possession", *_REAL_2023), _sb1527(v), _2023),
        lambda v: _answer(
            v, ("promotion", *_REAL_2023),
            _steps((v("depictions") >= 2, UNKNOWN), (v("count_4") >= 1, F1), otherwise=F2), _2023,
        ),
    ],
    5: [
        lambda v: _answer(v, ("possession", *_REAL), _sb1621(v), _2025),
        lambda v: _answer(v, ("possession", *_REAL), _hb1778(v), _2025),
        lambda v: _answer(v, ("possession", *_GENERATED), _a2(v), (*_2025, "close_in_age")),
        lambda v: _answer(
            v, ("promotion", *_REAL),
            _steps(((v("depictions") >= 50) | v("named_conduct"), F1 + 1500), (_counted(v), F1), otherwise=F2), _2025,
        ),
        lambda v: _answer(
            v, ("promotion", *_REAL),
            _steps(
                ((v("count_8") >= 1) & ((v("depictions") >= 50) | v("named_conduct")), F1 + 1500), otherwise=F1
            ), _2025,
        ),
        lambda v: _answer(
            v, ("promotion", *_GENERATED),
            _steps((v("depictions") >= 50, F2 + 1000), (_counted(v), F2), otherwise=F3), (*_2025, "close_in_age"),
        ),
    ],
}  # fmt: skip


class Peer:
    """The load in OpenFisca's own form: numpy columns, apart for each version."""

    def __init__(self, columns: dict[str, Any]) -> None:
        self.parts = {}
        for version in OFFENSES:
            rows = np.flatnonzero(columns["version"] == version)
            self.parts[version] = (rows, {name: columns[name][rows] for name in (*BOOLEANS, *NUMBERS)})
        self.size = len(columns["version"])
        self.systems = {version: _system(version) for version in OFFENSES}

    def answers(self) -> list[Any]:
        """A column for each slot, in the order of the rows; 0 where a version has no such offense."""
        found = [np.zeros(self.size, np.int32) for _ in range(6)]
        for version, (rows, columns) in self.parts.items():
            simulation = SimulationBuilder().build_default_simulation(self.systems[version], len(rows))
            for name, values in columns.items():
                simulation.set_input(name, PERIOD, values)
            for slot in range(len(OFFENSES[version])):
                found[slot][rows] = simulation.calculate(f"slot_{slot}", PERIOD)
        return found


def _system(version: int) -> TaxBenefitSystem:
    system = TaxBenefitSystem([Case])
    made = [_input(name, bool) for name in BOOLEANS] + [_input(name, int) for name in NUMBERS] + _terms()
    made += [_computed(f"slot_{at}", formula) for at, formula in enumerate(OFFENSES[version])]
    system.add_variables(*made)
    return system
