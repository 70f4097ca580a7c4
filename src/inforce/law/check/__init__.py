"""Checks of the library as read: one file for each, all with one signature, listed here in order."""

from __future__ import annotations

from inforce.facts.diagnostics import Diagnostic
from inforce.law.check import (
    act_date_mismatch,
    definition_cycle,
    double_text,
    empty_provision,
    preference_contradicts_dates,
    repeals_nothing,
    unknown_act,
    unknown_cite,
    unreachable_row,
    unresolved_conflict,
)
from inforce.law.load.library import Loaded

# What needs the law consolidated and lowered (double definitions, offenses without a grade) is reported by law/code.py.
CHECKS = (
    unknown_act.check,
    act_date_mismatch.check,
    empty_provision.check,
    double_text.check,
    unresolved_conflict.check,
    preference_contradicts_dates.check,
    repeals_nothing.check,
    unknown_cite.check,
    definition_cycle.check,
    unreachable_row.check,
)


def check(loaded: Loaded) -> list[Diagnostic]:
    """Everything that the checks find wrong with a library."""
    return [diagnostic for one in CHECKS for diagnostic in one(loaded)]
