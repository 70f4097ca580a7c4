"""Whatever a user hands to `assess`: what cannot be used is refused in one screen that names file and line.

Each row of the table is a real process: exit 2, nothing on standard output, no traceback, under two seconds.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.interfaces.command import CASE, inforce

SECONDS = 2.0
SCREEN = 25
HEAD = "jurisdiction: us-tx\noffense_date: 2024-06-01\n"
FACTS = HEAD + "facts:\n"
DEEP = 5_000

Content = str | bytes | Callable[[Path], None]


class Bad(NamedTuple):
    """One bad input: its file name, its content or maker, the code (or one of them) and line, words of the message."""

    file: str
    content: Content
    code: str
    line: int = 0  # 0: no line is named; -1: any, for what may be refused for its size alone
    says: tuple[str, ...] = ()


def nothing(path: Path) -> None:
    """Leaves the file missing."""


def directory(path: Path) -> None:
    path.mkdir()


def sparse(path: Path) -> None:
    """A file of 100 MB that takes no room."""
    with open(path, "wb") as file:
        file.truncate(100 * 1024 * 1024)


def alias_bomb() -> str:
    rows = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    rows += [f"{n}: &{n} [{', '.join(['*' + p] * 9)}]" for p, n in zip("abcdefgh", "bcdefghi", strict=True)]
    return "\n".join(rows) + "\n"


def block(depth: int) -> str:
    return "".join(f"{' ' * n}a:\n" for n in range(depth))


TABLE = {
    # what a case says
    "a fact name with a slip": Bad("a.yaml", FACTS + "  posesses: yes\n", "unknown-fact", 4, ("posesses", "possesses")),
    "a fact name like no other": Bad("a.yaml", FACTS + "  zzz: yes\n", "unknown-fact", 4, ("inforce facts",)),
    "a number that is a word": Bad("a.yaml", FACTS + "  depictions: many\n", "wrong-type", 4, ("depictions", "many")),
    "a yes-or-no fact that is a number": Bad("a.yaml", FACTS + "  possesses: 2\n", "wrong-type", 4, ("yes or no",)),
    "an exponent": Bad("a.yaml", FACTS + "  depictions: 1e3\n", "wrong-type", 4, ("1e3",)),
    "a value with a slip": Bad("a.yaml", FACTS + "  kind: actual persan\n", "wrong-type", 4, ("actual person",)),
    "a list for one value": Bad("a.yaml", FACTS + "  depictions: [1, 2]\n", "wrong-type", 4, ("one value",)),
    "a member of a set that does not exist": Bad(
        "a.yaml", FACTS + "  attempted: [flies]\n", "wrong-type", 4, ("flies",)
    ),
    "a range above every age": Bad("a.yaml", FACTS + "  youngest_age: at least 121\n", "wrong-type", 4, ("120",)),
    "a range turned around": Bad("a.yaml", FACTS + "  depictions: 17 to 10\n", "wrong-type", 4, ("17 to 10",)),
    "a number of twenty digits": Bad("a.yaml", FACTS + f"  depictions: {'9' * 20}\n", "wrong-type", 4),
    "a record with an unknown field": Bad(
        "a.yaml", FACTS + "  priors: [{provison: x}]\n", "unknown-key", 4, ("provision",)
    ),
    "facts that are a list": Bad("a.yaml", HEAD + "facts: [possesses]\n", "wrong-type", 3),
    "an impossible date": Bad(
        "a.yaml", "jurisdiction: us-tx\noffense_date: 2023-02-29\n", "bad-date", 2, ("2023-02-29",)
    ),
    "a date in words": Bad("a.yaml", "jurisdiction: us-tx\noffense_date: June 2024\n", "bad-date", 2, ("2024-06-01",)),
    "a date before the library begins": Bad(
        "a.yaml",
        "case: x\njurisdiction: us-tx\noffense_date: 1997-08-31\n",
        "before-library",
        1,
        ("begins on 1997-09-01",),
    ),
    "an offense that ends before it begins": Bad(
        "a.yaml", "jurisdiction: us-tx\noffense_date: {from: 2024-06-02, to: 2024-06-01}\n", "dates-reversed", 2
    ),
    "more identical depictions than depictions": Bad(
        "a.yaml", FACTS + "  depictions: 1\n  identical_depictions: 2\n", "contradiction", 5, ("depictions: 1",)
    ),
    "a count that its batches cannot give": Bad(
        "a.yaml",
        FACTS + "  depictions: 5\n  material: [{kind: actual person, depictions: 7}]\n",
        "contradiction",
        4,
        ("depictions: 5",),
    ),
    "a contradiction in a file with a colon in its name": Bad(
        "a:b.yaml", FACTS + "  depictions: 1\n  identical_depictions: 2\n", "contradiction", 5
    ),
    "a place that is not encoded": Bad(
        "a.yaml", "case: x\njurisdiction: us-tex\noffense_date: 2024-06-01\n", "unknown-jurisdiction", 1, ("us-tx",)
    ),
    "no place at all": Bad("a.yaml", "offense_date: 2024-06-01\n", "missing-key", 1, ("jurisdiction",)),
    "an empty list of places": Bad(
        "a.yaml", "jurisdiction: []\noffense_date: 2024-06-01\n", "missing-key", 1, ("jurisdiction",)
    ),
    "a key that a case has not": Bad("a.yaml", HEAD + "fact: {}\n", "unknown-key", 3, ("facts",)),
    "cases beside other keys": Bad(
        "a.yaml", f"cases: [{{jurisdiction: us-tx, offense_date: 2024-06-01}}]\n{HEAD}", "unknown-key", 2
    ),
    "a text alone": Bad("a.yaml", "possession of 12\n", "case-shape", 1),
    "an empty list of cases": Bad("a.json", "[]", "file-empty", 1),
    "a list of cases of which the second is bad": Bad(
        "a.json",
        json.dumps(
            [
                {"jurisdiction": "us-tx", "offense_date": "2024-06-01"},
                {"jurisdiction": "us-tx", "offense_date": "2024-06-31"},
            ],
            indent=1,
        ),
        "bad-date",
        8,
        ("2024-06-31",),
    ),
    "a second document that is bad": Bad("a.yaml", CASE + "---\n" + FACTS + "  possesses: maybe\n", "wrong-type", 13),
    # files
    "an empty file": Bad("a.yaml", "", "file-empty", 1),
    "a file of blanks": Bad("a.yaml", " \n\n  \n", "file-empty", 1),
    "a file of comments": Bad("a.yaml", "# nothing\n", "file-empty", 1),
    "a missing file": Bad("a.yaml", nothing, "file-missing"),
    "a directory": Bad("a.yaml", directory, "file-is-directory"),
    "a file of 100 MB": Bad("a.yaml", sparse, "file-too-large", 0, ("1 MB",)),
    "NUL bytes": Bad("a.yaml", FACTS.encode() + b"  possesses: \0yes\n", "file-has-nul", 4),
    "a picture": Bad("a.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "file-not-utf8", 1),
    "a text that is not UTF-8": Bad("a.yaml", FACTS.encode() + b"  kind: caf\xe9\n", "file-not-utf8", 4),
    "UTF-16": Bad("a.yaml", CASE.encode("utf-16"), "file-not-utf8", 1),
    "a control character": Bad("a.yaml", FACTS + "  kind: a\x07b\n", "syntax", 4),
    # syntax
    "YAML that ends inside a list": Bad("a.yaml", FACTS + "  depictions: [1\n", "syntax", 5),
    "YAML indented with tabs": Bad("a.yaml", HEAD + "facts:\n\tpossesses: yes\n", "syntax", 4),
    "YAML with a key twice": Bad(
        "a.yaml", FACTS + "  possesses: yes\n  possesses: no\n", "duplicate-key", 5, ("possesses",)
    ),
    "YAML with a list as key": Bad("a.yaml", FACTS + "  [a]: yes\n", "syntax", 4),
    "JSON with a key twice": Bad("a.json", '{"jurisdiction": "us-tx",\n "jurisdiction": "us-tx"}', "duplicate-key", 2),
    "JSON without its end": Bad("a.json", '{"jurisdiction": "us-tx",\n', "syntax", 2),
    "TOML with half a line": Bad("a.toml", 'jurisdiction = "us-tx"\noffense_date =\n', "syntax", 2),
    "TOML with a key twice": Bad("a.toml", "a = 1\na = 2\n", "syntax", 2),
    "TOML with a fact that does not exist": Bad(
        "a.toml",
        'jurisdiction = "us-tx"\noffense_date = 2024-06-01\n[facts]\nposesses = true\n',
        "unknown-fact",
        4,
        ("possesses",),
    ),
    "TOML with a number of 5,000 digits": Bad("a.toml", f"jurisdiction = {'1' * 5000}\n", "syntax", 1),
    "TOML with a hexadecimal number of 5,000 digits": Bad(
        "a.toml",
        f'jurisdiction = "us-tx"\noffense_date = 2024-06-01\n[facts]\ndepictions = 0x{"f" * 5000}\n',
        "syntax",
        4,
    ),
    # what is made to hurt
    "an alias bomb": Bad("a.yaml", alias_bomb(), "alias", 1),
    "a merge of an anchor": Bad("a.yaml", "x: &x {a: b}\ny: {<<: *x}\n", "alias", 1),
    "5,000 levels of YAML in one line": Bad(
        "a.yaml", FACTS + "  kind: " + "[" * DEEP + "]" * DEEP + "\n", "too-deep", 4
    ),
    "5,000 levels of YAML in one line without end": Bad("a.yaml", FACTS + "  kind: " + "[" * DEEP, "too-deep", 4),
    "900 levels of YAML one below another": Bad("a.yaml", block(900), "too-deep", 41),
    "5,000 levels of YAML one below another": Bad("a.yaml", block(DEEP), "file-too-large"),
    "5,000 levels of YAML lists": Bad("a.yaml", FACTS + "  kind: \n" + "  " + "- " * DEEP + "x\n", "too-deep", 5),
    "5,000 levels of JSON": Bad("a.json", '{"a":' * DEEP + "1" + "}" * DEEP, "too-deep", 1),
    "5,000 levels of TOML lists": Bad("a.toml", "a = " + "[" * DEEP + "]" * DEEP, "too-deep"),
    "5,000 levels of TOML tables": Bad("a.toml", "[" + ".".join("a" * DEEP) + "]\n", "too-deep", 1),
    "30 unknown facts": Bad(
        "a.yaml", FACTS + "".join(f"  posesses{n}: yes\n" for n in range(30)), "unknown-fact", 4, ("more",)
    ),
    "3 MB of unknown facts": Bad(
        "a.yaml", FACTS + "".join(f"  posesses{n}: yes\n" for n in range(150_000)), "unknown-fact|file-too-large", -1
    ),
    "3 MB of unknown facts in TOML": Bad(
        "a.toml", "".join(f"posesses{n} = true\n" for n in range(150_000)), "unknown-key|file-too-large", -1
    ),
    "3 MB of commas": Bad("a.yaml", FACTS + "  kind: [" + "a," * 1_500_000 + "a]\n", "wrong-type|file-too-large", -1),
    "3 MB of documents": Bad("a.yaml", "---\n" * 750_000, "case-shape|file-too-large", -1),
    "a name of 3 MB": Bad("a.yaml", FACTS + f'  ? "{"possesses" * 330_000}"\n  : yes\n', "file-too-large", -1),
    "a value of 3 MB": Bad("a.yaml", FACTS + f'  kind: "{"possesses " * 300_000}"\n', "file-too-large", -1),
    "a name of half a MB": Bad("a.yaml", FACTS + f'  ? "{"possesses" * 60_000}"\n  : yes\n', "unknown-fact", 4),
    "a value of half a MB": Bad("a.yaml", FACTS + f'  kind: "{"possesses " * 50_000}"\n', "wrong-type", 4),
    "a tag that asks for code": Bad(
        "a.yaml", FACTS + '  possesses: !!python/object/apply:os.system ["x"]\n', "wrong-type", 4
    ),
}


def assert_refused(
    done: subprocess.CompletedProcess[bytes], seconds: float, code: str, where: str, says: tuple[str, ...] = ()
) -> None:
    stderr = done.stderr.decode("utf-8", "backslashreplace")
    assert "Traceback" not in stderr, stderr[-2_000:]
    assert done.returncode == 2
    assert done.stdout == b""
    lines = stderr.splitlines()
    assert 1 <= len(lines) <= SCREEN
    assert all(len(line) <= 400 for line in lines), [len(line) for line in lines]
    first = lines[0]
    assert where in first, stderr
    assert any(f"[{one}]" in first for one in code.split("|")), stderr
    for word in says:
        assert word in stderr, stderr
    assert seconds < SECONDS


@pytest.mark.parametrize("name", TABLE)
def test_bad_input_is_refused_in_one_screen(name: str, tmp_path: Path, env: dict[str, str]) -> None:
    bad = TABLE[name]
    path = tmp_path / bad.file
    if callable(bad.content):
        bad.content(path)
    else:
        path.write_bytes(bad.content.encode() if isinstance(bad.content, str) else bad.content)
    start = time.perf_counter()
    done = inforce("assess", str(path), env=env, timeout=10 * SECONDS)
    seconds = time.perf_counter() - start
    where = {0: f"{path}: ", -1: f"{path}:"}.get(bad.line, f"{path}:{bad.line}:")
    assert_refused(done, seconds, bad.code, where, bad.says)


STDIN = {
    "nothing": (b"", "file-empty", "standard input:1:"),
    "5 MB": (b"#" * (5 * 1024 * 1024), "file-too-large", "standard input: "),
    "NUL bytes": (b"a: \0\n", "file-has-nul", "standard input:1:"),
    "not UTF-8": (b"a: b\nc: \xff\n", "file-not-utf8", "standard input:2:"),
    "invalid YAML": (b"a: [\n", "syntax", "standard input:2:"),
    "an unknown fact": (FACTS.encode() + b"  posesses: yes\n", "unknown-fact", "standard input:4:"),
}


@pytest.mark.parametrize("name", STDIN)
def test_bad_standard_input_is_refused_as_a_bad_file_is(name: str, env: dict[str, str]) -> None:
    data, code, where = STDIN[name]
    start = time.perf_counter()
    done = inforce("assess", "-", env=env, stdin=data)
    assert_refused(done, time.perf_counter() - start, code, where)


def test_an_endless_standard_input_is_refused(env: dict[str, str]) -> None:
    start = time.perf_counter()
    with open("/dev/zero", "rb") as endless:
        done = subprocess.run(
            [sys.executable, "-m", "inforce", "assess", "-"],
            stdin=endless,
            capture_output=True,
            env=env,
            check=False,
            timeout=30,
        )
    assert_refused(done, time.perf_counter() - start, "file-too-large", "standard input: ")


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file")
def test_a_file_that_may_not_be_read_is_refused(case: Path, env: dict[str, str]) -> None:
    case.chmod(0)
    start = time.perf_counter()
    done = inforce("assess", str(case), env=env)
    assert_refused(done, time.perf_counter() - start, "file-missing", f"{case}: ", ("permission denied",))


ODD_NAMES = {
    "an empty name": b"",
    "a name with a NUL escape": b"a\\0",
    "a name too long": b"a" * 5_000,
    "a name that is not UTF-8": b"\xff\xfe",
}


@pytest.mark.parametrize("name", ODD_NAMES)
def test_a_path_that_names_nothing_is_refused(name: str, env: dict[str, str], tmp_path: Path) -> None:
    start = time.perf_counter()
    done = inforce("assess", ODD_NAMES[name] and os.fsencode(tmp_path) + b"/" + ODD_NAMES[name], env=env)
    stderr = done.stderr.decode("utf-8", "backslashreplace")
    assert "Traceback" not in stderr
    assert (done.returncode, done.stdout) == (2, b"")
    assert "[file-missing]" in stderr
    assert time.perf_counter() - start < SECONDS


def test_a_good_case_in_a_file_with_an_undecodable_name_is_answered(env: dict[str, str], tmp_path: Path) -> None:
    """The name stands in the answer, as far as it can be shown."""
    path = os.fsencode(tmp_path) + b"/caf\xe9.yaml"
    with open(path, "wb") as file:
        file.write(HEAD.encode())
    for option in ("--csv", "--json", "--why"):
        done = inforce("assess", path, option, env=env)
        assert (done.returncode, b"Traceback" in done.stderr) == (0, False), done.stderr[-500:]


@pytest.mark.parametrize("option", ["--csv", "--json", "--why"])
def test_nothing_is_printed_for_the_good_cases_beside_a_bad_one(
    option: str, env: dict[str, str], tmp_path: Path
) -> None:
    path = tmp_path / "cases.yaml"
    path.write_text(CASE + "---\ncase: too early\njurisdiction: us-tx\noffense_date: 1990-01-01\n", encoding="utf-8")
    done = inforce("assess", str(path), option, env=env)
    assert (done.returncode, done.stdout) == (2, b"")
    assert f"{path}:10:" in done.stderr.decode()
    assert b"[before-library]" in done.stderr


def test_every_problem_of_every_case_is_reported_at_once(env: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "cases.yaml"
    path.write_text(
        FACTS + "  posesses: yes\n  depictions: many\n---\njurisdiction: us-tx\noffense_date: 2024-13-01\n",
        encoding="utf-8",
    )
    stderr = inforce("assess", str(path), env=env).stderr.decode()
    for line, code in ((4, "unknown-fact"), (5, "wrong-type"), (8, "bad-date")):
        assert any(f"{path}:{line}:" in row and f"[{code}]" in row for row in stderr.splitlines()), stderr


OTHER = {
    "facts of an unknown name": (("facts", "posesses"), "unknown-fact", "possesses"),
    "facts for an unknown place": (("facts", "--for", "us-tex"), "unknown-jurisdiction", "us-tx"),
    "show of a section that is not here": (
        ("show", "Tex. Penal Code § 99.99", "--on", "2024-06-01"),
        "unknown-cite",
        "§",
    ),
    "show of no cite": (("show", "possession", "--on", "2024-06-01"), "unknown-cite", "nearest"),
    "show of a provision that was not in force": (
        ("show", "Tex. Penal Code § 43.26(zz)", "--on", "2024-06-01"),
        "unknown-cite",
        "in force then",
    ),
    "show on no date": (("show", "Tex. Penal Code § 43.26", "--on", "2024-06-31"), "bad-date", "2024-06-01"),
    "show before the library": (
        ("show", "Tex. Penal Code § 43.26", "--on", "1997-08-31"),
        "before-library",
        "1997-09-01",
    ),
    "test of a folder without cases": (("test", "/nonexistent"), "file-missing", "cases.yaml"),
}


@pytest.mark.parametrize("name", OTHER)
def test_the_other_commands_refuse_as_plainly(name: str, env: dict[str, str]) -> None:
    arguments, code, says = OTHER[name]
    done = inforce(*arguments, env=env)
    stderr = done.stderr.decode()
    assert (done.returncode, done.stdout) == (2, b"")
    assert "Traceback" not in stderr
    assert f"[{code}]" in stderr
    assert says in stderr
    assert len(stderr.splitlines()) <= SCREEN
