"""Cases on both sides of every number and flag that § 43.26 tests, with all facts known.

A case is written as a person would write it, in the words of the vocabulary; the peer's context is made from the
same words.
"""

from __future__ import annotations

from typing import Any

from decision_table import Context

Facts = dict[str, Any]

EVERYTHING: Facts = {
    "possesses": "no",
    "accesses": "no",
    "receives": "no",
    "distributes": "no",
    "makes_available": "no",
    "promotes": "no",
    "advertises": "no",
    "produces": "no",
    "duplicates": "no",
    "intends_to_promote": "no",
    "displays_in_school_library": "no",
    "mental_state": "knowing",
    "specific_intent": "no",
    "attempted": "none",
    "medium": "stored image",
    "kind": "actual person",
    "indistinguishable": "no",
    "sexual_conduct": "yes",
    "depictions": 1,
    "identical_depictions": 1,
    "youngest_age": 15,
    "youngest_apparent_age": 15,
    "sexual_assault_conduct": "no",
    "sexual_assault_child_age": 17,
    "actor_age": 40,
    "months_older": 240,
    "married_to_child": "no",
    "care_roles": "none",
    "office": "none",
    "discharging_duties": "no",
    "bona_fide_purpose": "none",
    "allegation_possession": "no",
    "allegation_sharing_limited": "no",
    "allegation_destroyed": "no",
    "knows_minor": "knows",
    "knows_appears_minor": "knows",
    "believes_actual_child": "no",
    "priors": "none",
}


def _prior(provision: str, registrable: bool) -> Facts:
    return {
        "provision": f"Tex. Penal Code § {provision}",
        "disposition": "conviction",
        "registrable": "yes" if registrable else "no",
        "level": "felony",
        "final": "yes",
        "date": "2019-05-06",
    }


_POSSESSION = _prior("43.26(a)", True)
_PROMOTION = _prior("43.26(e)", True)
_CHAPTER = _prior("43.02", False)
_ELSEWHERE = _prior("22.011", True)
_OTHER = _prior("31.03", False)

_EMPLOYEE = "child-care facility employee"
_FUNDS = "state funds for care of a depicted child"

# One choice of each list is a case; a choice sets one or several facts.
_CHOICES: tuple[tuple[Facts, ...], ...] = (
    (
        {"possesses": "yes"},
        {"accesses": "yes"},
        {"possesses": "yes", "intends_to_promote": "yes"},
        {"distributes": "yes"},
        {"possesses": "yes", "promotes": "yes"},
        {"advertises": "yes", "accesses": "yes"},
        {"receives": "yes"},
    ),
    tuple({"depictions": n} for n in (1, 9, 10, 49, 50, 99, 100, 499, 500)),
    (
        {"youngest_age": 9, "youngest_apparent_age": 9},
        {"youngest_age": 10, "youngest_apparent_age": 10},
        {"youngest_age": 17, "youngest_apparent_age": 9},
        {"youngest_age": 9, "youngest_apparent_age": 12},
        {"youngest_age": 18, "youngest_apparent_age": 17},
    ),
    (
        {"kind": "actual person"},
        {"kind": "identifiable person"},
        {"kind": "computer-generated person", "indistinguishable": "yes"},
        {"kind": "actual person"},
        {"kind": "computer-generated person", "indistinguishable": "no"},
        {"kind": "drawing"},
    ),
    (
        {"priors": "none"},
        {"priors": [_POSSESSION]},
        {"priors": [_CHAPTER]},
        {"priors": [_PROMOTION]},
        {"priors": [_POSSESSION, _ELSEWHERE]},
        {"priors": [_OTHER]},
        {"priors": [_POSSESSION, _POSSESSION]},
    ),
    ({}, {}, {"care_roles": [_EMPLOYEE]}, {"care_roles": [_FUNDS]}, {"care_roles": [_FUNDS, _EMPLOYEE]}),
    ({}, {}, {}, {"displays_in_school_library": "yes"}),
    (
        {},
        {},
        {"sexual_assault_conduct": "yes"},
        {"sexual_assault_conduct": "yes", "under_17": True},
    ),
    (
        {},
        {},
        {},
        {"mental_state": "reckless"},
        {"mental_state": "intentional"},
        {"medium": "text or sound only"},
        {"sexual_conduct": "no"},
        {"medium": "film or photograph"},
    ),
    (
        {},
        {},
        {"knows_minor": "should have known", "knows_appears_minor": "no"},
        {"knows_minor": "no", "knows_appears_minor": "should have known"},
        {"knows_minor": "no", "knows_appears_minor": "no", "believes_actual_child": "yes"},
        {"knows_minor": "no", "knows_appears_minor": "no"},
    ),
)


def grid(size: int) -> list[Facts]:
    """So many different cases, spread evenly over all combinations."""
    whole = 1
    for choices in _CHOICES:
        whole *= len(choices)
    step = int(whole * 0.6180339887) | 1
    while any(step % len(choices) == 0 for choices in _CHOICES):
        step += 2
    return [_case(number * step % whole) for number in range(size)]


def _case(number: int) -> Facts:
    facts = dict(EVERYTHING)
    for choices in _CHOICES:
        facts |= choices[number % len(choices)]
        number //= len(choices)
    # What the vocabulary says cannot hold together is no case.
    if facts["sexual_conduct"] == "no":
        facts["sexual_assault_conduct"] = "no"
    least = 16 if facts.pop("under_17", False) else 17
    facts["sexual_assault_child_age"] = max(least, facts["youngest_age"])
    return facts


_ORDERS = {
    "mental_state": ("none", "negligent", "reckless", "knowing", "intentional"),
    "knows_minor": ("no", "should have known", "knows"),
    "knows_appears_minor": ("no", "should have known", "knows"),
}


def context(facts: Facts, names: tuple[str, ...]) -> Context:
    """The peer's context: only the facts that its tables name. Its priors are counted for it beforehand."""
    found: Context = {}
    for name in names:
        if name in _COUNTS:
            priors = [] if facts["priors"] == "none" else facts["priors"]
            found[name] = sum(1 for prior in priors if _COUNTS[name](prior))
        elif name in _ORDERS:
            found[name] = _ORDERS[name].index(facts[name])
        elif name == "care_roles":
            found[name] = [] if facts[name] == "none" else facts[name]
        else:
            value = facts[name]
            found[name] = value == "yes" if value in ("yes", "no") else value
    return found


def _under(prior: Facts, provision: str) -> bool:
    return bool(prior["provision"].startswith(f"Tex. Penal Code § {provision}"))


_COUNTS = {
    "chapter_priors": lambda prior: _under(prior, "43.") or prior["registrable"] == "yes",
    "section_priors": lambda prior: _under(prior, "43.26"),
    "possession_priors": lambda prior: _under(prior, "43.26(a)"),
    "promotion_priors": lambda prior: _under(prior, "43.26(e)"),
}
