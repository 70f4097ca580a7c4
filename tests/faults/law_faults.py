"""Faults that an editor could bring into the law, each in a copy of it, and what catches it.

`load` is the loader with its checks, `cases` are the law's own tests, `verify` is a finding that nobody has reviewed.
"""

from __future__ import annotations

from typing import NamedTuple

SECTION = "us-tx/penal-code/43.26"


class LawFault(NamedTuple):
    """A line of a law file, what it becomes, and who must notice."""

    name: str
    file: str
    good: str
    bad: str
    caught_by: tuple[str, ...]


LAW_FAULTS = (
    LawFault(
        "a threshold moves by one",
        f"{SECTION}/2023-09-01.sb-129.md",
        "100 <= depictions < 500",
        "101 <= depictions < 500",
        ("cases",),
    ),
    LawFault(
        "a threshold moves and its neighbor does not, so that more is punished less",
        f"{SECTION}/2025-09-01.sb-1621.md",
        '"(c-1)(2)(B)(i)", when: possesses and depictions >= 50',
        '"(c-1)(2)(B)(i)", when: possesses and depictions >= 60',
        ("cases", "verify"),
    ),
    LawFault(
        "a row is dropped",
        f"{SECTION}/2025-09-01.sb-1621.md",
        '    - {cite: "(c-1)(2)(A)", when: qualifying_priors >= 2, grade: first-degree felony}\n',
        "",
        ("cases", "verify"),
    ),
    LawFault(
        "two cites are swapped",
        f"{SECTION}/2025-09-01.sb-1621.md",
        '"(g)(1)(B)", when: 10 <= depictions < 50',
        '"(g)(1)(C)", when: 10 <= depictions < 50',
        ("cases",),
    ),
    LawFault(
        "a row cites a subdivision that is no longer in force",
        f"{SECTION}/2025-09-01.sb-1621.md",
        '"(g)(1)(B)", when: 10 <= depictions < 50',
        '"(d-2)", when: 10 <= depictions < 50',
        ("cases", "verify"),
    ),
    LawFault(
        "an act takes effect on another day than its file says",
        "acts/us-tx.yaml",
        "  name: H.B. 2291\n  law: Acts 2015, 84th Leg., R.S., ch. 933, § 2\n  effective: 2015-09-01",
        "  name: H.B. 2291\n  law: Acts 2015, 84th Leg., R.S., ch. 933, § 2\n  effective: 2015-10-01",
        ("load",),
    ),
    LawFault(
        "an upper end is lost, so that a range is open",
        f"{SECTION}/2025-09-01.sb-1621.md",
        '"(c-3)(2)(B)", when: possesses and depictions >= 50',
        '"(c-3)(2)(B)", when: possesses and 50 <= depictions < 100',
        ("cases", "verify"),
    ),
    LawFault(
        "the highest row no longer prevails",
        f"{SECTION}/2025-09-01.sb-1621.md",
        '    - {cite: "(g-1)(2)", when: depictions >= 50, grade: second-degree felony, minimum: 10 years}\n'
        "  highest: [grade, minimum]",
        '    - {cite: "(g-1)(2)", when: depictions >= 50, grade: second-degree felony, minimum: 10 years}',
        ("load",),
    ),
    LawFault(
        "a row that nobody can meet",
        f"{SECTION}/2025-09-01.sb-1621.md",
        '"(g)(1)(C)", when: youngest_apparent_age < 10',
        '"(g)(1)(C)", when: youngest_apparent_age < 10 and youngest_age >= 18',
        ("cases", "verify"),
    ),
    LawFault(
        "an element that was never there leaves conduct uncovered",
        f"{SECTION}/2025-09-01.sb-1621.md",
        '"(e)(1)", element: act, is: promotes_or_intends,',
        '"(e)(1)", element: act, is: promotes_or_intends and not duplicates,',
        ("verify",),
    ),
    LawFault(
        "more of an aggravating fact ends the offense",
        f"{SECTION}/2025-09-01.sb-1621.md",
        '"(e-1)(1)", element: act, is: promotes_or_intends,',
        '"(e-1)(1)", element: act, is: promotes_or_intends and depictions < 1000,',
        ("verify",),
    ),
    LawFault(
        "an element that excludes nothing",
        f"{SECTION}/2025-09-01.sb-1621.md",
        '"(e)(2)", element: mens rea, is: knows_minor >= "should have known",',
        '"(e)(2)", element: mens rea, is: knows_minor >= "no",',
        ("cases", "verify"),
    ),
    LawFault(
        "what was reviewed becomes worse",
        f"{SECTION}/2025-09-01.sb-1621.md",
        'default: {cite: "(g)", grade: second-degree felony}',
        'default: {cite: "(g)", grade: third-degree felony}',
        ("cases", "verify"),
    ),
    LawFault(
        "an offense reaches into its neighbor",
        f"{SECTION}/2025-09-01.sb-1621.md",
        '"(a-2)(1)", element: material, is: visual_material and depiction_of_computer_generated_child and',
        '"(a-2)(1)", element: material, is: visual_material and',
        ("cases", "verify"),
    ),
    LawFault(
        "a fork rests on a canon that is not in force",
        f"{SECTION}/2023-09-01.sb-129.md",
        "canon: Tex. Gov't Code § 311.025(b)",
        "canon: Tex. Gov't Code § 311.031(a)",
        ("verify",),
    ),
    LawFault(
        "the wrong text is preferred",
        f"{SECTION}/2023-09-01.sb-129.md",
        "prefers: us-tx/2023/sb-129",
        "prefers: us-tx/2023/sb-1527",
        ("verify",),
    ),
    LawFault(
        "a mental state is widened",
        f"{SECTION}/2025-09-01.sb-1621.md",
        '"(a-1)(1)", element: mens rea, is: mental_state >= "knowing"',
        '"(a-1)(1)", element: mens rea, is: mental_state >= "reckless"',
        ("cases",),
    ),
    LawFault(
        "a repeal is forgotten",
        f"{SECTION}/2023-09-01.sb-1527.md",
        "repealed: {cite: S.B. 1527 § 6.03}",
        'note: {cite: "(f)", of: all, confidence: unverified, says: "forgotten"}',
        ("verify",),
    ),
    LawFault(
        "a minimum is lost",
        f"{SECTION}/2023-09-01.sb-129.md",
        '"child-care facility employee" in care_roles\', grade: first-degree felony, minimum: 25 years',
        '"child-care facility employee" in care_roles\', grade: first-degree felony',
        ("cases", "verify"),
    ),
)
