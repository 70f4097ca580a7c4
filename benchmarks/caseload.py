"""A synthetic caseload, the same for a seed and a DuckDB release: `python benchmarks/caseload.py --rows 1000 -o FILE`.

Every number below is invented so that tests and benchmarks reach all parts of the law; none describes real cases.
A cell is drawn from a hash of its row, its column and the seed, so that a row does not depend on how many there are.
"""

from __future__ import annotations

import argparse
import os
from datetime import date
from hashlib import sha256

import duckdb
from sqlglot import exp

SHARE = 1 << 32  # a hash is read as a share of this
Values = list[tuple[str | bool | int | tuple[int, int], float]]  # a value, or a range of numbers, and its weight
YES_NO = {"yes": True, "no": False}


def often(share: float) -> Values:
    """Yes with a share, else no."""
    return [(True, share), (False, 1 - share)]


DATES: list[tuple[str, str, float]] = [  # first day, last day, weight
    ("1997-09-01", "2011-08-31", 0.10),
    ("2011-09-01", "2015-08-30", 0.12),
    ("2015-08-31", "2015-09-01", 0.06),
    ("2015-09-02", "2023-08-30", 0.22),
    ("2023-08-31", "2023-09-01", 0.10),
    ("2023-09-02", "2025-08-30", 0.20),
    ("2025-08-31", "2025-09-01", 0.10),
    ("2025-09-02", "2026-03-08", 0.10),
]
MARGINALS: dict[str, Values] = {
    "possesses": often(0.85),
    "accesses": often(0.5),
    "receives": often(0.4),
    "distributes": often(0.15),
    "makes_available": often(0.12),
    "promotes": often(0.05),
    "advertises": often(0.03),
    "produces": often(0.04),
    "duplicates": often(0.1),
    "intends_to_promote": often(0.1),
    "displays_in_school_library": often(0.01),
    "mental_state": [("intentional", 0.3), ("knowing", 0.6), ("reckless", 0.06), ("negligent", 0.02), ("none", 0.02)],
    "specific_intent": often(0.3),
    "attempted": [("none", 0.9), ("possesses", 0.05), ("possesses; accesses", 0.02), ("distributes", 0.03)],
    "medium": [
        ("stored image", 0.8),
        ("transmitted image", 0.1),
        ("film or photograph", 0.07),
        ("text or sound only", 0.03),
    ],
    "kind": [
        ("actual person", 0.75),
        ("identifiable person", 0.07),
        ("computer-generated person", 0.13),
        ("drawing", 0.05),
    ],
    "indistinguishable": often(0.5),  # of computer-generated persons; no of all others
    "sexual_conduct": often(0.93),
    "depictions": [
        ((1, 8), 0.2),
        ((9, 11), 0.12),
        ((12, 48), 0.13),
        ((49, 51), 0.1),
        ((52, 98), 0.1),
        ((99, 101), 0.08),
        ((102, 498), 0.1),
        ((499, 501), 0.07),
        ((502, 20_000), 0.1),
    ],
    "identical_depictions": [((0, 0), 0.8), ((1, 5), 0.12), ((6, 12), 0.08)],  # at most the depictions
    "youngest_age": [((0, 8), 0.12), ((9, 10), 0.13), ((11, 16), 0.5), ((17, 18), 0.2), ((19, 40), 0.05)],
    "youngest_apparent_age": [((0, 8), 0.1), ((9, 10), 0.15), ((11, 17), 0.65), ((18, 40), 0.1)],
    "sexual_assault_conduct": often(0.2),  # no where the conduct depicted is not within the statute
    "sexual_assault_child_age": [((0, 16), 0.75), ((17, 18), 0.25)],  # at least the youngest age
    "actor_age": [((13, 16), 0.03), ((17, 20), 0.12), ((21, 80), 0.85)],
    "months_older": [((0, 23), 0.04), ((24, 26), 0.06), ((27, 700), 0.9)],
    "married_to_child": often(0.02),
    "care_roles": [
        ("none", 0.94),
        ("child-care facility employee", 0.02),
        ("residential treatment facility employee", 0.01),
        ("state-funded youth shelter employee", 0.01),
        ("state funds for care of a depicted child", 0.02),
    ],
    "office": [("none", 0.95), ("law enforcement officer", 0.03), ("school administrator", 0.02)],
    "discharging_duties": often(0.02),
    "bona_fide_purpose": [("none", 0.96), ("law enforcement", 0.02), ("medical", 0.02)],
    "allegation_possession": often(0.02),
    "allegation_sharing_limited": often(0.5),
    "allegation_destroyed": often(0.5),
    "knows_minor": [("knows", 0.8), ("should have known", 0.12), ("no", 0.08)],
    "knows_appears_minor": [("knows", 0.75), ("should have known", 0.15), ("no", 0.1)],
    "believes_actual_child": often(0.5),
}
RECORD = "disposition = conviction, level = felony"
PRIORS: dict[str, Values] = {
    f"priors: provision = Tex. Penal Code § 43.26(a), {RECORD}, registrable = yes": [
        ((0, 0), 0.85),
        ((1, 1), 0.1),
        ((2, 3), 0.05),
    ],
    f"priors: provision = Tex. Penal Code § 43.26(e), {RECORD}, registrable = yes": [((0, 0), 0.95), ((1, 2), 0.05)],
    f"priors: provision = Tex. Penal Code § 30.02, {RECORD}, registrable = no": [((0, 0), 0.9), ((1, 2), 0.1)],
}
RANGED = 0.03  # share of the cells of an age that are a range instead, in text files
AGES = ("youngest_age", "youngest_apparent_age", "actor_age")
NEVER_BLANK = ("case", "jurisdiction", "offense_date")


def columns() -> list[str]:
    """The headers, in order."""
    return [*NEVER_BLANK, *MARGINALS, *PRIORS]


def write_caseload(path: str, rows: int, seed: int = 1, blank: float = 0.1) -> None:
    """Writes a caseload as .parquet (typed) or .csv (words); `blank` is the share of empty fact cells."""
    as_text = path.endswith(".csv")
    connection = duckdb.connect()
    connection.execute("SET memory_limit = '1GB'")
    drawn = [
        *(exp.alias_(_drawn(name, values, seed), name, quoted=True) for name, values in {**MARGINALS, **PRIORS}.items())
    ]
    inner = exp.select(exp.alias_(exp.column("range"), "row"), *drawn).from_(
        exp.func("range", exp.Literal.number(rows))
    )
    shown = [_cell(name, seed, blank, as_text) for name in (*MARGINALS, *PRIORS)]
    select = exp.select(*_head(seed), *shown).from_(inner.subquery("drawn"))
    kind = "FORMAT csv, HEADER" if as_text else "FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 100000"
    target = exp.Literal.string(path).sql(dialect="duckdb")
    connection.execute(f"COPY ({select.sql(dialect='duckdb')}) TO {target} ({kind})")
    connection.close()


def _share(column: str, seed: int, row: str = "row") -> exp.Expr:
    """A share in [0, 1) for each row."""
    # Each column hashes another stretch of the whole numbers; hashes of several values are not independent enough.
    start = int.from_bytes(sha256(f"{seed} {column}".encode()).digest()[:7], "big")
    hashed = exp.func("hash", exp.Add(this=exp.column(row), expression=exp.Literal.number(start)))
    part = exp.Mod(this=exp.paren(hashed), expression=exp.Literal.number(SHARE))
    return exp.Div(this=exp.cast(exp.paren(part), "double"), expression=exp.Literal.number(SHARE), typed=False)


def _between(low: int, high: int, column: str, seed: int) -> exp.Expr:
    """A whole number from low to high, both included."""
    steps = exp.Mul(this=_share(f"{column} within", seed, "range"), expression=exp.Literal.number(high - low + 1))
    return exp.cast(exp.Add(this=exp.func("floor", steps), expression=exp.Literal.number(low)), "integer")


def _drawn(column: str, values: Values, seed: int) -> exp.Expr:
    """A value by its weight."""
    total, ifs = 0.0, []
    for value, weight in values:
        total += weight
        made = _between(*value, column, seed) if isinstance(value, tuple) else exp.convert(value)
        below = exp.LT(this=_share(column, seed, "range"), expression=exp.Literal.number(f"{total:.6f}"))
        ifs.append(exp.If(this=below, true=made))
    return exp.Case(ifs=ifs[:-1], default=ifs[-1].args["true"]) if ifs[1:] else ifs[0].args["true"]


def _head(seed: int) -> list[exp.Expr]:
    key = exp.func(
        "format", exp.Literal.string("C{:07d}"), exp.Add(this=exp.column("row"), expression=exp.Literal.number(1))
    )
    total, ifs = 0.0, []
    for first, last, weight in DATES:
        total += weight
        days = (date.fromisoformat(last) - date.fromisoformat(first)).days + 1
        offset = exp.func("floor", exp.Mul(this=_share("day", seed), expression=exp.Literal.number(days)))
        day = exp.Add(this=_date(first), expression=exp.cast(offset, "integer"))
        below = exp.LT(this=_share("offense_date", seed), expression=exp.Literal.number(f"{total:.6f}"))
        ifs.append(exp.If(this=below, true=day))
    drawn = exp.Case(ifs=ifs[:-1], default=ifs[-1].args["true"])
    return [
        exp.alias_(key, "case", quoted=True),
        exp.alias_(exp.Literal.string("us-tx"), "jurisdiction"),
        exp.alias_(drawn, "offense_date"),
    ]


def _date(day: str) -> exp.Expr:
    return exp.cast(exp.Literal.string(day), "date")


def _consistent(name: str) -> exp.Expr:
    """A drawn cell, made to agree with the others of its row, as the vocabulary's rules ask."""
    own = exp.column(name, quoted=True)
    if name == "indistinguishable":
        return exp.and_(
            own, exp.EQ(this=exp.column("kind"), expression=exp.Literal.string("computer-generated person"))
        )
    if name == "sexual_assault_conduct":
        return exp.and_(own, exp.column("sexual_conduct"))
    if name == "identical_depictions":
        return exp.Least(this=own, expressions=[exp.column("depictions")])
    if name == "sexual_assault_child_age":
        return exp.Greatest(this=own, expressions=[exp.column("youngest_age")])
    return own


def _cell(name: str, seed: int, blank: float, as_text: bool) -> exp.Expr:
    """A cell as written, blank with the share that was asked for."""
    value = _consistent(name)
    if as_text and all(isinstance(v, bool) for v, _ in MARGINALS.get(name, [(0, 1.0)])):
        value = exp.Case(
            ifs=[exp.If(this=exp.paren(value), true=exp.Literal.string("yes"))], default=exp.Literal.string("no")
        )
    elif as_text and name in AGES:
        # A range is written only where it is true of the number drawn, so that facts stay consistent.
        words: exp.Expr = exp.Case(
            ifs=[
                exp.If(
                    this=exp.GTE(this=value.copy(), expression=exp.Literal.number(18)),
                    true=exp.Literal.string("at least 18"),
                ),
                exp.If(
                    this=exp.GTE(this=value.copy(), expression=exp.Literal.number(10)),
                    true=exp.Literal.string("10 to 17"),
                ),
            ],
            default=exp.Literal.string("under 18"),
        )
        is_range = exp.LT(this=_share(f"{name} ranged", seed), expression=exp.Literal.number(str(RANGED)))
        value = exp.Case(ifs=[exp.If(this=is_range, true=words)], default=exp.cast(value, "text"))
    is_blank = exp.LT(this=_share(f"{name} blank", seed), expression=exp.Literal.number(str(blank)))
    return exp.alias_(exp.Case(ifs=[exp.If(this=exp.Not(this=exp.paren(is_blank)), true=value)]), name, quoted=True)


def main() -> None:
    """Reads the arguments and writes the file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--blank", type=float, default=0.1, help="share of fact cells left blank (0.1)")
    parser.add_argument("-o", "--output", required=True, metavar="FILE", help=".csv or .parquet")
    arguments = parser.parse_args()
    write_caseload(os.path.abspath(arguments.output), arguments.rows, arguments.seed, arguments.blank)


if __name__ == "__main__":
    main()
