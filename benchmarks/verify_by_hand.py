"""The questions of `inforce verify` about Tex. Penal Code § 43.26, by hand for Z3 and apart from the law library.

Six versions, 34 offenses, readings and attempts; facts as an expert would declare them, grades and minimums as terms,
the smallest case by drawing a bound tighter until no case is left. Answers come back as the costs of the smallest
cases, so that they can be held against what the library's own verify finds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import z3

A, SJ, F3, F2, F1 = range(5)  # Class A misdemeanor, state jail, third, second, first degree
CEILING = (365, 730, 3650, 7300, 99_999)
FLOOR = (0, 180, 730, 730, 1825)
YEAR = 365

VERBS = (
    "possesses", "accesses", "receives", "distributes", "makes_available", "promotes", "advertises", "produces",
    "duplicates",
)  # fmt: skip
ROLES = ("child_care", "residential", "shelter", "state_funds")
BOOLS = {
    **dict.fromkeys((*VERBS, *(f"attempted_{verb}" for verb in VERBS), *ROLES), False),
    "intends": False, "library": False, "specific_intent": False, "sexual_conduct": True, "indistinguishable": False,
    "named_conduct": False, "married": False, "on_duty": False, "because": False, "limited": False, "destroyed": False,
    "believes": False, "deferred_counts": False,
}  # fmt: skip
# name: (plain, low, high)
INTS = {
    "mental_state": (4, 0, 5), "medium": (1, 0, 4), "kind": (0, 0, 4), "depictions": (1, 0, None),
    "identical": (0, 0, None), "age": (17, 0, 120), "apparent_age": (17, 0, 120), "named_age": (17, 0, 120),
    "months": (240, 0, None), "office": (0, 0, 4), "purpose": (0, 0, 8), "knows": (2, 0, 3),
    "knows_apparent": (0, 0, 3),
}  # fmt: skip
RECORDS = tuple(f"{of}_{how}" for of in ("a", "e", "chapter", "registrable") for how in ("convicted", "deferred"))
UP = (
    *VERBS, *(f"attempted_{verb}" for verb in VERBS), *ROLES, "intends", "library", "specific_intent", "sexual_conduct",
    "indistinguishable", "named_conduct", "believes", "mental_state", "depictions", "identical", "months", "knows",
    "knows_apparent",
)  # fmt: skip
DOWN = ("married", "on_duty", "because", "limited", "destroyed", "age", "apparent_age", "named_age")


class Facts:
    """The facts as terms, what must hold of them, and how far a case is from plain.

    `first_step` is the number of depictions at which S.B. 129 begins the second degree; moved, the answers differ.
    """

    def __init__(self, first_step: int = 100) -> None:
        self.first_step = first_step
        for name in BOOLS:
            setattr(self, name, z3.Bool(name))
        for name in (*INTS, *RECORDS):
            setattr(self, name, z3.Int(name))
        f: Any = self
        self.limits = [getattr(f, name) >= 0 for name in RECORDS]
        for name, (_, low, high) in INTS.items():
            self.limits.append(getattr(f, name) >= low)
            self.limits += [getattr(f, name) < high] if high is not None else []
        self.limits += [
            z3.Or(f.sexual_conduct, z3.Not(f.named_conduct)),
            z3.Or(f.kind == 2, z3.Not(f.indistinguishable)),
            f.depictions >= f.identical,
            z3.Or(f.named_age >= f.age, z3.Not(f.named_conduct)),
        ]

    def cost(self, used: set[str]) -> tuple[Any, Any]:
        """How many of the facts that a question uses are away from plain, and how far their numbers are."""
        f: Any = self
        for pair in (("age", "named_age"), ("depictions", "identical"), ("sexual_conduct", "named_conduct")):
            used = used | set(pair) if used & set(pair) else used
        plain = {**BOOLS, **{name: value for name, (value, _, _) in INTS.items()}}
        away = [z3.If(getattr(f, name) == plain[name], 0, 1) for name in plain if name in used]
        numbers = [(getattr(f, name), INTS[name][0]) for name in INTS if name in used]
        records = [getattr(f, name) for name in RECORDS if name in used]
        far = [z3.If(term >= value, term - value, value - term) for term, value in numbers]
        return z3.Sum([*away, *records]), z3.Sum(far) if far else z3.IntVal(0)

    def counted(self, *names: str) -> Any:
        """Convictions of some kinds, with deferred adjudications where the law, left open, counts them."""
        f: Any = self
        certain = z3.Sum([getattr(f, f"{name}_convicted") for name in names])
        more = z3.Sum([getattr(f, f"{name}_deferred") for name in names])
        return certain + z3.If(f.deferred_counts, more, 0)


@dataclass
class Row:
    """A row of a table: when it holds, the grade and the minimum in days."""

    when: Any
    grade: int
    minimum: int = 0


@dataclass
class Hand:
    """An offense by hand, with the terms that follow from its table and steps."""

    version: int
    name: str
    conduct: str
    reading: str
    fork: str
    elements: list[Any]
    rows: list[Row]
    default: Row
    steps: list[tuple[Any, str]]  # condition of (grade, prevailing row), what the step does
    defenses: list[Any]
    attempt: bool = False

    def build(self) -> None:
        """The terms: whether each row prevails, grade, minimum, ceiling, floor."""
        self.met = z3.And(self.elements)
        self.prevails: list[Any] = []
        for at, row in enumerate(self.rows):
            height = (row.grade, row.minimum)
            harsher = [o.when for o in self.rows if (o.grade, o.minimum) > height]
            before = [o.when for o in self.rows[:at] if (o.grade, o.minimum) == height]
            above = [*harsher, *before]
            self.prevails.append(z3.And(row.when, z3.Not(z3.Or(above))))
        grade: Any = z3.IntVal(self.default.grade)
        minimum: Any = z3.IntVal(self.default.minimum)
        unknown: Any = z3.BoolVal(self.default.grade < 0)
        if self.default.grade < 0:
            grade = z3.IntVal(F3)
        for row, wins in zip(self.rows, self.prevails, strict=True):
            grade = z3.If(wins, row.grade, grade)
            minimum = z3.If(wins, row.minimum, minimum)
            unknown = z3.If(wins, False, unknown)
        top: Any = z3.IntVal(F1)
        self.applied: list[Any] = []
        for when, does in self.steps:
            holds = when(grade, self.prevails)
            self.applied.append(holds)
            if does == "higher":
                grade = z3.If(holds, z3.If(grade < F1, grade + 1, grade), grade)
            elif does == "lower":
                grade, minimum = z3.If(holds, grade - 1, grade), z3.If(holds, 0, minimum)
                top = z3.If(holds, F2, top)
            elif does == "unknown":
                unknown = z3.Or(unknown, holds)
            else:
                minimum = z3.If(holds, int(does), minimum)
        self.grade, self.unknown = grade, unknown
        self.ceiling = _of(z3.If(unknown, top, grade), CEILING)
        own = _of(grade, FLOOR)
        self.floor = z3.If(minimum > own, minimum, own)

    def below(self, other: Hand) -> Any:
        """That this sentence is certainly the milder."""
        less = z3.Or(
            self.ceiling < other.ceiling,
            z3.And(self.ceiling == other.ceiling, z3.Not(self.unknown), self.floor < other.floor),
        )
        return z3.And(z3.Not(other.unknown), less)


def _of(grade: Any, numbers: tuple[int, ...]) -> Any:
    found: Any = z3.IntVal(numbers[-1])
    for at in range(len(numbers) - 1):
        found = z3.If(grade == at, numbers[at], found)
    return found


def offenses(f: Any) -> list[Hand]:
    """The section in its six versions, and attempts at each offense."""
    found: list[Hand] = []
    for version in range(6):
        found += _version(f, version, attempt=False)
    for version in range(6):
        found += _version(f, version, attempt=True)
    for hand in found:
        hand.build()
    return found


def _version(f: Any, version: int, attempt: bool) -> list[Hand]:
    def verb(name: str) -> Any:
        return getattr(f, f"attempted_{name}" if attempt else name)

    possesses, accesses = verb("possesses"), verb("accesses")
    promotion = z3.Or([verb(name) for name in ("distributes", "makes_available", "advertises", "produces", "promotes")])
    promotes = z3.Or(promotion, z3.And(possesses, f.intends))
    possesses_or_accesses = z3.Or(possesses, accesses) if version >= 2 else possesses
    visual, conduct = f.medium != 3, f.sexual_conduct
    knowing = f.mental_state >= 3
    actual = f.kind == 0 if version < 4 else f.kind <= 1
    child = z3.And(visual, actual, f.age < 18, conduct)
    generated = z3.And(visual, f.kind == 2, f.indistinguishable, f.apparent_age < 18, conduct)
    knows = f.knows >= (1 if version == 5 else 2)
    knows_apparent = z3.Or(f.knows_apparent >= 1, f.believes)
    named = z3.And(f.named_conduct, f.named_age < 17)
    roles = [getattr(f, role) for role in ROLES]
    officer = z3.And(z3.Or(f.office == 2, f.office == 3), f.because, f.limited, f.destroyed)
    close, purpose = f.months <= 24, f.purpose != 0
    defenses = [purpose, close, *([f.married] if version < 4 else []), *([officer] if version >= 1 else [])]
    own = [f.specific_intent] if attempt else []
    lower = [(lambda g, p: g == SJ, "lower"), (lambda g, p: g >= F3, "lower")] if attempt else []
    in_a, in_e = f.counted("a"), f.counted("e")
    chapter = f.counted("a", "e", "chapter", "registrable")
    section = f.counted("a", "e")

    def hand(name: str, kind: str, reading: str, fork: str, material: list[Any], rows: list[Row], default: Row,
             steps: list[tuple[Any, str]], excuses: list[Any]) -> Hand:  # fmt: skip
        act = possesses_or_accesses if kind == "possession" else promotes
        return Hand(version, name, kind, reading, fork, [*own, act, knowing, *material], rows, default,
                    [*steps, *lower], excuses, attempt)  # fmt: skip

    real = [child, knows]
    third, second = Row(True, F3), Row(True, F2)
    if version < 3:
        return [
            hand("a", "possession", "", "", real, [], third, [], defenses),
            hand("e", "promotion", "", "", real, [], second, [], defenses),
        ]
    by_a = [Row(in_a == 1, F2), Row(in_a >= 2, F1)]
    if version == 3:
        return [
            hand("a", "possession", "", "", real, by_a, third, [], defenses),
            hand("e", "promotion", "", "", real, [Row(in_e >= 1, F1)], second, [], defenses),
        ]
    if version == 4:
        young = f.age < 10
        sb129 = [Row(z3.And(f.depictions >= f.first_step, f.depictions < 500), F2), Row(f.depictions >= 500, F1),
                 *(Row(role, F1, 25 * YEAR) for role in roles)]  # fmt: skip
        steps = [
            (lambda g, p: z3.And(young, g == F1), "unknown"),
            (lambda g, p: z3.And(young, z3.Or(g == F3, g == F2)), "higher"),
            (lambda g, p: z3.And(in_a >= 1, young), "unknown"),
            (lambda g, p: z3.And(in_a >= 1, z3.Not(young), g == F1), "unknown"),
            (lambda g, p: z3.And(in_a >= 1, z3.Not(young), z3.Or(g == F3, g == F2)), "higher"),
        ]
        sb1527 = [by_a[0], Row(z3.And(f.depictions >= 10, f.depictions < 50), F2), by_a[1],
                  Row(f.depictions >= 50, F1), Row(named, F1)]  # fmt: skip
        unseen = [(lambda g, p: young, "unknown"), (lambda g, p: z3.Or(roles), "unknown")]
        several = [(lambda g, p: f.depictions >= 2, "unknown")]
        return [
            hand("a", "possession", "sb-129", "2023", real, sb129, third, steps, defenses),
            hand("a", "possession", "sb-1527", "2023", real, sb1527, third, unseen, defenses),
            hand("e", "promotion", "", "", real, [Row(in_e >= 1, F1)], second, several, defenses),
        ]
    young, seems_young = f.age < 10, f.apparent_age < 10
    some = z3.And(f.depictions >= 10, f.depictions < 50)
    sb1621 = [
        Row(chapter == 1, F2), Row(z3.And(possesses, some), F2), Row(chapter >= 2, F1),
        Row(z3.And(possesses, f.depictions >= 50), F1), Row(z3.And(possesses, named), F1),
        *(Row(role, F1, 25 * YEAR) for role in roles), Row(f.library, F1, 25 * YEAR),
    ]  # fmt: skip
    raised = [
        (lambda g, p: z3.And(young, z3.Or(g == F3, g == F2)), "higher"),
        (lambda g, p: z3.And(young, z3.Or(p[2:5])), str(15 * YEAR)),
    ]
    hb1778 = [
        Row(z3.And(possesses, f.depictions < 10), F3), Row(z3.And(possesses, some), F2),
        Row(z3.And(possesses, f.depictions >= 50), F1), Row(z3.And(possesses, named), F1),
        *(Row(role, F1, 25 * YEAR) for role in roles),
    ]  # fmt: skip
    computer = [
        Row(chapter == 1, F3), Row(z3.And(possesses, some), F3), Row(chapter >= 2, F2),
        Row(z3.And(possesses, f.depictions >= 50), F2), Row(z3.Or(roles[:3]), F2, 10 * YEAR),
        Row(f.library, F2, 10 * YEAR),
    ]  # fmt: skip
    promoted = [
        Row(chapter >= 1, F1), Row(some, F1), Row(seems_young, F1), Row(f.depictions >= 50, F1, 15 * YEAR),
        Row(named, F1, 15 * YEAR),
    ]  # fmt: skip
    twice = [
        Row(z3.And(f.depictions >= 50, section >= 1), F1, 15 * YEAR),
        Row(z3.And(named, section >= 1), F1, 15 * YEAR),
    ]
    generated_promoted = [
        Row(chapter >= 1, F2), Row(f.depictions >= 10, F2), Row(seems_young, F2),
        Row(f.depictions >= 50, F2, 10 * YEAR),
    ]  # fmt: skip
    older = [(lambda g, p: seems_young, "higher")]
    on_duty = z3.And(z3.Or(f.office == 1, f.office == 2), f.on_duty)
    excuses = [officer, on_duty]
    fake = [generated, knows_apparent]
    return [
        hand("a-1", "possession", "sb-1621", "2025 d", real, sb1621, third, raised, excuses),
        hand("a-1", "possession", "hb-1778", "2025 d", real, hb1778, Row(True, -1), [], excuses),
        hand("a-2", "possession", "", "", fake, computer, Row(True, SJ), older, [*excuses, close]),
        hand("e", "promotion", "sb-1621", "2025 g", real, promoted, second, [], excuses),
        hand("e", "promotion", "hb-1778", "2025 g", real, twice, Row(True, F1), [], excuses),
        hand("e-1", "promotion", "", "", fake, generated_promoted, third, [], [*excuses, close]),
    ]  # fmt: skip


class ByHand:
    """The questions, each put to a solver of its own, as one writes them by hand."""

    def __init__(self, first_step: int = 100) -> None:
        self.facts = Facts(first_step)
        self.offenses = offenses(self.facts)
        self.asked = 0
        self.found: dict[str, list[tuple[str, int, int]]] = {}

    def run(self) -> None:
        """All of them."""
        self.overlaps()
        for hand in self.offenses:
            self._dead(hand)
            self._monotone(hand)
        for version in range(6):
            whole = [hand for hand in self.offenses if hand.version == version and not hand.attempt]
            self._pairs(whole)
        self._readings()
        self._continuity()

    def overlaps(self) -> None:
        """Those about rows that hold together."""
        for hand in self.offenses:
            self._overlap(hand)

    def _possible(self, *formulas: Any) -> bool:
        self.asked += 1
        solver = z3.Solver()
        solver.add(*self.facts.limits, *formulas)
        return bool(solver.check() == z3.sat)

    def _smallest(self, *formulas: Any) -> tuple[int, int] | None:
        """Facts away from plain and distance of the smallest case: a bound is put on both and drawn tighter until no
        case is left."""
        self.asked += 1
        solver = z3.Solver()
        solver.add(*self.facts.limits, *formulas)
        away, distance = self.facts.cost(_variables(z3.And(formulas)))
        best: tuple[int, int] | None = None
        while solver.check() == z3.sat:
            model = solver.model()
            best = (
                model.eval(away, model_completion=True).as_long(),
                model.eval(distance, model_completion=True).as_long(),
            )
            solver.add(z3.Or(away < best[0], z3.And(away == best[0], distance < best[1])))
        return best

    def _note(self, property: str, name: str, cost: tuple[int, int] | None) -> None:
        if cost is not None:
            self.found.setdefault(property, []).append((name, *cost))

    def _overlap(self, hand: Hand) -> None:
        for one, other in combinations(hand.rows, 2):
            together = z3.And(hand.met, one.when, other.when)
            cost = self._smallest(together)
            if cost is None:
                continue
            self._note("overlap", _name(hand), cost)
            highest = max((one.grade, one.minimum), (other.grade, other.minimum))
            lower = [
                wins for row, wins in zip(hand.rows, hand.prevails, strict=True) if (row.grade, row.minimum) < highest
            ]
            assert not self._possible(together, z3.Or(lower))

    def _dead(self, hand: Hand) -> None:
        parts = [*hand.prevails, *hand.applied, *hand.defenses]
        parts += [z3.Not(z3.Or(hand.prevails))] if hand.rows else []
        parts += [z3.And(wins, step) for wins in hand.prevails for step in hand.applied]
        dead = sum(not self._possible(hand.met, part) for part in parts)
        self.found.setdefault("dead", []).append((_name(hand), dead, 0))

    def _monotone(self, hand: Hand) -> None:
        f: Any = self.facts
        used = _variables(z3.And(hand.met, hand.ceiling >= 0, hand.floor >= 0, hand.unknown))
        for name in (*UP, *DOWN, *RECORDS):
            if name not in used:
                continue
            term = getattr(f, name)
            if name in BOOLS:
                pair, change = (term, z3.BoolVal(name in UP)), term if name not in UP else z3.Not(term)
            elif name in RECORDS:
                pair, change = (term, term + 1), z3.BoolVal(True)
            else:
                after = z3.Int("after")
                pair, change = (term, after), after > term if name in UP else after < term
            new = _After(hand, pair)
            limits = [z3.substitute(limit, pair) for limit in f.limits]
            assert not self._possible(hand.met, new.met, change, *limits, new.below(hand)), (_name(hand), name)

    def _pairs(self, whole: list[Hand]) -> None:
        for one, other in combinations(whole, 2):
            if one.fork and one.fork == other.fork:
                continue
            self._note("offenses", f"{one.version} {one.name} {other.name}", self._smallest(one.met, other.met))
            graver, lesser = (one, other) if one.conduct == "promotion" else (other, one)
            if graver.conduct == "promotion" and lesser.conduct == "possession":
                cost = self._smallest(graver.met, lesser.met, graver.below(lesser))
                self._note("perverse", f"{_name(graver)} {_name(lesser)}", cost)

    def _readings(self) -> None:
        for one, other in combinations(self.offenses, 2):
            if (one.version, one.name, one.attempt) == (other.version, other.name, other.attempt):
                differ = z3.Or(one.ceiling != other.ceiling, one.floor != other.floor, one.unknown != other.unknown,
                               one.grade != other.grade)  # fmt: skip
                for known in (True, False):
                    open_here = z3.Or(one.unknown, other.unknown)
                    cost = self._smallest(one.met, differ, z3.Not(open_here) if known else open_here)
                    self._note("readings", f"{_name(one)} {other.reading} {known}", cost)

    def _continuity(self) -> None:
        for version in range(5):
            old = z3.Or([h.met for h in self.offenses if h.version == version and not h.attempt])
            new = z3.Or([h.met for h in self.offenses if h.version == version + 1 and not h.attempt])
            self._note("continuity", str(version), self._smallest(old, z3.Not(new)))


class _After:
    """The terms of an offense after a move of one fact."""

    def __init__(self, hand: Hand, pair: tuple[Any, Any]) -> None:
        self.met = z3.substitute(hand.met, pair)
        self.ceiling, self.floor = z3.substitute(hand.ceiling, pair), z3.substitute(hand.floor, pair)
        self.unknown = z3.substitute(hand.unknown, pair)

    below = Hand.below


def _variables(formula: Any) -> set[str]:
    found: set[str] = set()
    seen: set[int] = set()
    stack = [formula]
    while stack:
        term = stack.pop()
        if term.get_id() in seen:
            continue
        seen.add(term.get_id())
        if z3.is_const(term) and term.decl().kind() == z3.Z3_OP_UNINTERPRETED:
            found.add(str(term))
        stack += term.children()
    return found


def _name(hand: Hand) -> str:
    return f"{hand.version} {'attempt ' if hand.attempt else ''}{hand.name} {hand.reading}".strip()


def costs(found: dict[str, list[tuple[str, int, int]]]) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """For each property, the costs of all smallest cases, sorted."""
    for property, entries in found.items():
        if property != "dead":
            yield property, sorted((away, distance) for _, away, distance in entries)
