"""The command line keeps its promises: help that teaches, answers fit for reader, pipe and program, exit codes.

Every test runs the real command as a process, against the library that is shipped.
"""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from tests.interfaces.command import CASE, ROOT, inforce

from inforce.interfaces.cli.registry import COMMANDS
from inforce.interfaces.cli.schema import schema_of, schemas
from inforce.products.assessment import OutputRow

SECTION = "Tex. Penal Code § 43.26"
ESCAPE = b"\x1b["
# The design fixes these names; columns may be added, never renamed.
COLUMNS = (
    "case",
    "jurisdiction",
    "offense",
    "of",
    "count",
    "reading",
    "preferred",
    "when",
    "verdict",
    "grade",
    "mode",
    "min",
    "max",
    "mandatory_min",
    "terms",
    "fine_max",
    "currency",
    "defenses",
    "decided_by",
    "confidence",
)
SPOKEN = {
    "assess": ("assess", "CASE"),
    "assess --why": ("assess", "CASE", "--why"),
    "facts": ("facts",),
    "facts for Texas": ("facts", "--for", "us-tx"),
    "one fact": ("facts", "priors"),
    "show": ("show", SECTION, "--on", "2024-06-01"),
    "show a fork": ("show", SECTION + "(d)", "--on", "2026-01-15"),
    "schema": ("schema",),
    "timeline": ("timeline", "CASE"),
    "diff": ("diff", SECTION, "2015-08-31", "2015-09-01"),
    "verify": ("verify",),
}
CASELOAD = str(ROOT / "examples" / "caseload.csv")
# What prints JSON, and the schema that it must satisfy.
PRINTS_JSON = {
    "assess": ("assess", "CASE", "--json"),
    "batch": ("batch", CASELOAD, "-o", "OUT", "--json"),
    "diff": ("diff", SECTION, "2023-08-31", "2023-09-01", "--json"),
    "facts": ("facts", "--json"),
    "impact": ("impact", CASELOAD, "--from", "2025-08-31", "--to", "2025-09-01", "--json"),
    "show": ("show", SECTION, "--on", "2024-06-01", "--json"),
    "sql": ("sql", "us-tx", "--json"),
    "test": ("test", "--json"),
    "timeline": ("timeline", "CASE", "--json"),
    "verify": ("verify", "us-tx", "--json"),
}


def filled(arguments: tuple[str, ...], case: Path) -> list[str]:
    put = {"CASE": str(case), "OUT": str(case.parent / "rows.parquet")}
    return [put.get(argument, argument) for argument in arguments]


def text(*arguments: str, env: dict[str, str], stdin: bytes = b"") -> str:
    """What a successful command prints."""
    done = inforce(*arguments, env=env, stdin=stdin)
    assert done.returncode == 0, done.stderr.decode()
    assert b"Traceback" not in done.stderr
    return done.stdout.decode()


# help


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_help_of_each_command_teaches(command: object, env: dict[str, str]) -> None:
    name = command.name  # type: ignore[attr-defined]
    shown = text(name, "--help", env=env)
    assert "exit codes: 0" in shown
    assert f"usage: inforce {name}" in shown
    assert len(shown.splitlines()) > 8
    for option in command.options:  # type: ignore[attr-defined]
        assert option.flags[0] in shown or option.settings["metavar"] in shown
        assert option.help.split()[0] in shown


def test_help_of_assess_shows_a_case_that_can_be_answered(env: dict[str, str]) -> None:
    shown = text("assess", "--help", env=env)
    example = shown[shown.index("  case: ") :].split("\n\n")[0]
    answer = text("assess", "-", "--csv", env=env, stdin=re.sub(r"(?m)^  ", "", example).encode())
    assert len(answer.splitlines()) > 1


def test_help_without_a_command_names_every_command(env: dict[str, str]) -> None:
    shown = text("--help", env=env)
    for command in COMMANDS:
        assert re.search(rf"(?m)^ +{command.name} +\S", shown)


def test_help_of_test_names_the_file_that_the_command_reads(env: dict[str, str]) -> None:
    from inforce.products.law_test import UNKNOWN_FILE

    assert UNKNOWN_FILE in text("test", "--help", env=env)


def test_every_command_is_documented() -> None:
    documents = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    written = "\n".join(file.read_text(encoding="utf-8") for file in documents if file.exists())
    assert [c.name for c in COMMANDS if f"inforce {c.name}" not in written] == []


def test_version_is_the_package_s(env: dict[str, str]) -> None:
    import inforce as package

    assert text("--version", env=env) == f"inforce {package.__version__}\n"


# reading


def test_a_dash_reads_standard_input(case: Path, env: dict[str, str]) -> None:
    assert text("assess", "-", "--csv", env=env, stdin=CASE.encode()) == text("assess", str(case), "--csv", env=env)


def test_yaml_json_and_toml_are_answered_alike(tmp_path: Path, env: dict[str, str]) -> None:
    facts = {"possesses": "yes", "depictions": "12", "youngest_age": "10 to 17", "kind": "actual person"}
    whole = {"case": "twelve", "jurisdiction": "us-tx", "offense_date": "2024-06-01", "facts": facts}
    written = {
        "a.json": json.dumps(whole),
        "b.json": json.dumps({**whole, "facts": {**facts, "possesses": True, "depictions": 12}}, indent="\t"),
        "c.toml": 'case = "twelve"\njurisdiction = "us-tx"\noffense_date = 2024-06-01\n[facts]\npossesses = true\n'
        'depictions = 12\nyoungest_age = "10 to 17"\nkind = "actual person"\n',
        "d.yaml": "\ufeff" + CASE,
        "e.yaml": CASE.replace("\n", "\r\n"),
        "f.yaml": CASE + "  accesses: unknown\n  priors:\n  care_roles: ~\n",
        "g.yaml": CASE.replace("yes", "YES").replace("12\n", "'12'\n"),
    }
    answers = set()
    for name, content in written.items():
        (tmp_path / name).write_bytes(content.encode())
        answers.add(text("assess", str(tmp_path / name), "--csv", env=env))
    assert len(answers) == 1


def test_json_may_escape_as_any_tool_does(env: dict[str, str]) -> None:
    whole = r'{"case": "\ud83d\udcc1 1\/2 \u00a7", "jurisdiction": "us-tx", "offense_date": "2024-06-01"}'
    rows = list(csv.DictReader(io.StringIO(text("assess", "-", "--csv", env=env, stdin=whole.encode()))))
    assert rows[0]["case"] == "\U0001f4c1 1/2 §"


@pytest.mark.parametrize("form", ["documents", "a list", "a mapping of cases"])
def test_several_cases_in_one_file_are_answered_in_order(form: str, env: dict[str, str]) -> None:
    names = ["first", "second", "third"]
    cases = [{"case": name, "jurisdiction": "us-tx", "offense_date": "2024-06-01"} for name in names]
    if form == "documents":
        data = "\n---\n".join(json.dumps(case) for case in cases)
    else:
        data = json.dumps(cases if form == "a list" else {"cases": cases})
    rows = csv.DictReader(io.StringIO(text("assess", "-", "--csv", env=env, stdin=data.encode())))
    assert list(dict.fromkeys(row["case"] for row in rows)) == names
    answers = json.loads(text("assess", "-", "--json", env=env, stdin=data.encode()))
    assert [answer["case"] for answer in answers] == names
    spoken = text("assess", "-", env=env, stdin=data.encode())
    assert [spoken.index(f"{name} ·") for name in names] == sorted(spoken.index(f"{name} ·") for name in names)


def test_jurisdiction_replaces_the_case_s_own(env: dict[str, str]) -> None:
    elsewhere = CASE.replace("us-tx", "zz-nowhere").encode()
    assert inforce("assess", "-", env=env, stdin=elsewhere).returncode == 2
    shown = text("assess", "-", "--jurisdiction", "us-tx", "--csv", env=env, stdin=elsewhere)
    assert shown == text("assess", "-", "--csv", env=env, stdin=CASE.encode())
    twice = text("assess", "-", "--jurisdiction", "us-tx, us-tx", "--csv", env=env, stdin=elsewhere)
    assert twice.splitlines() == [*shown.splitlines(), *shown.splitlines()[1:]]
    for other in ("us-tx,us-xx", "nowhere"):
        done = inforce("assess", "-", "--jurisdiction", other, env=env, stdin=CASE.encode())
        assert (done.returncode, done.stdout) == (2, b"")
        assert b"[unknown-jurisdiction]" in done.stderr


def test_an_unclosed_list_of_jurisdictions_adds_no_answer(env: dict[str, str]) -> None:
    shown = text("assess", "-", "--csv", env=env, stdin=CASE.encode())
    assert text("assess", "-", "--jurisdiction", "us-tx,", "--csv", env=env, stdin=CASE.encode()) == shown


# rows and JSON


def test_csv_has_the_rows_alone_and_the_notices_apart(case: Path, env: dict[str, str]) -> None:
    done = inforce("assess", str(case), "--csv", env=env)
    rows = list(csv.DictReader(io.StringIO(done.stdout.decode(), newline=""), strict=True))
    assert tuple(rows[0])[: len(COLUMNS)] == COLUMNS == OutputRow._fields[: len(COLUMNS)]
    assert all(None not in row and None not in row.values() for row in rows)
    assert {row["verdict"] for row in rows} <= {"yes", "no", "undetermined", "outside"}
    assert {row["jurisdiction"] for row in rows} == {"us-tx"}
    assert all(re.fullmatch(r"Tex\. Penal Code § [\d.]+(\([^)]+\))*", row["offense"]) for row in rows)
    for row in rows:
        for field in ("min", "max", "mandatory_min"):
            assert re.fullmatch(r"|life|P\d+[YMD]", row[field]), row
    notices = done.stderr.decode().splitlines()
    assert notices
    assert all(line.startswith("note: ") for line in notices)
    assert b"\r" not in done.stdout


def test_a_case_that_is_no_offense_has_a_row_that_says_so(env: dict[str, str]) -> None:
    verbs = (
        "possesses",
        "accesses",
        "receives",
        "distributes",
        "makes_available",
        "promotes",
        "advertises",
        "produces",
    )
    nothing = "".join(f"  {verb}: no\n" for verb in (*verbs, "duplicates", "intends_to_promote"))
    case = "jurisdiction: us-tx\noffense_date: 2024-06-01\nfacts:\n  attempted: none\n" + nothing
    rows = list(csv.DictReader(io.StringIO(text("assess", "-", "--csv", env=env, stdin=case.encode()))))
    assert rows
    assert {row["verdict"] for row in rows} == {"no"}
    assert "No offense" in text("assess", "-", env=env, stdin=case.encode())


def struct_of(name: str) -> object:
    """The struct from which the command makes the schema of an output."""
    made: list[object] = []
    original = msgspec.json.schema
    msgspec.json.schema = lambda struct: made.append(struct) or {}  # type: ignore[assignment, func-returns-value]
    try:
        schema_of(schemas()[name])
    finally:
        msgspec.json.schema = original
    return made[0]


@pytest.mark.parametrize("name", PRINTS_JSON)
def test_json_is_what_its_schema_says(name: str, case: Path, env: dict[str, str]) -> None:
    done = inforce(*filled(PRINTS_JSON[name], case), env=env)
    assert done.returncode in ((0, 1) if name == "test" else (0,)), done.stderr.decode()
    # Strict and without unknown fields: nothing is missing, nothing is more, nothing is of another type.
    msgspec.json.decode(done.stdout, type=struct_of(name))


@pytest.mark.parametrize("name", PRINTS_JSON)
def test_schema_describes_every_field(name: str, env: dict[str, str]) -> None:
    schema = json.loads(text("schema", name, env=env))
    definitions = schema["$defs"]
    top = definitions[schema["$ref"].rsplit("/", 1)[-1]]
    record = schemas()[name]
    assert list(top["properties"])[: len(record._fields)] == list(record._fields)
    assert set(record._fields) <= set(top["required"])
    assert all(part.get("additionalProperties") is False for part in definitions.values() if part["type"] == "object")


def test_schema_alone_lists_the_names(env: dict[str, str]) -> None:
    assert text("schema", env=env).split() == list(PRINTS_JSON)


def test_every_answer_carries_library_and_schema(case: Path, env: dict[str, str]) -> None:
    answer = json.loads(text("assess", str(case), "--json", env=env))
    assert re.fullmatch(r"[0-9a-f]{12}", answer["library"])
    assert re.fullmatch(r"assessment/\d+", answer["schema"])
    assert answer["library"] in text("assess", str(case), env=env)


def test_csv_text_and_json_agree(case: Path, env: dict[str, str]) -> None:
    rows = list(csv.DictReader(io.StringIO(text("assess", str(case), "--csv", env=env))))
    assert json.loads(text("assess", str(case), "--json", env=env))["rows"] == rows
    spoken = " ".join(text("assess", str(case), env=env).split())
    for row in rows:
        if row["grade"] and row["grade"] != "unknown":
            assert row["grade"] in spoken.lower()


# paper


@pytest.mark.parametrize("name", SPOKEN)
def test_a_pipe_gets_no_escape_codes(name: str, case: Path, env: dict[str, str]) -> None:
    done = inforce(*filled(SPOKEN[name], case), env={**env, "TERM": "xterm-256color"})
    assert done.returncode == 0
    assert ESCAPE not in done.stdout + done.stderr


def on_terminal(arguments: list[str], env: dict[str, str]) -> bytes:
    """What a command writes to a terminal."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "inforce", *arguments], stdin=theirs, stdout=theirs, stderr=theirs, env=env, cwd=ROOT
    )
    os.close(theirs)
    written = b""
    try:
        while chunk := os.read(ours, 65_536):
            written += chunk
    except OSError:  # the other end is closed
        pass
    finally:
        os.close(ours)
    assert process.wait(30) == 0
    return written


def test_a_terminal_gets_emphasis_unless_no_color_is_set(case: Path, env: dict[str, str]) -> None:
    terminal = {**env, "TERM": "xterm-256color", "COLUMNS": "80"}
    arguments = ["assess", str(case)]
    assert ESCAPE in on_terminal(arguments, terminal)
    plain = on_terminal(arguments, {**terminal, "NO_COLOR": "1"})
    assert ESCAPE not in plain
    assert ESCAPE not in on_terminal(arguments, {**terminal, "TERM": "dumb"})
    assert b"Exposure" in plain


def test_emphasis_changes_no_word(case: Path, env: dict[str, str]) -> None:
    terminal = {**env, "TERM": "xterm-256color", "COLUMNS": "80"}
    colored = on_terminal(["assess", str(case)], terminal)
    assert re.sub(rb"\x1b\[\d+m", b"", colored) == on_terminal(["assess", str(case)], {**terminal, "NO_COLOR": "1"})


def unbreakable(line: str, width: int) -> bool:
    """Whether a line is too long only because one word (with the indent before it) is."""
    words = line.split()
    return len(words) == 1 or (len(words) == 2 and len(words[0]) == 1 and len(words[1]) > width // 2)


@pytest.mark.parametrize("name", SPOKEN)
@pytest.mark.parametrize("width", [40, 72, 100])
def test_lines_keep_to_the_width(name: str, width: int, case: Path, env: dict[str, str]) -> None:
    shown = text(*filled(SPOKEN[name], case), env={**env, "COLUMNS": str(width)})
    assert [line for line in shown.splitlines() if len(line) > width and not unbreakable(line, width)] == []


@pytest.mark.parametrize("width", [40, 100])
def test_straddling_conduct_and_several_cases_keep_to_the_width_too(width: int, env: dict[str, str]) -> None:
    case = CASE.replace("2024-06-01", "{from: 2023-08-01, to: 2025-10-01}") + "---\n" + CASE
    shown = text("assess", "-", "--why", env={**env, "COLUMNS": str(width)}, stdin=case.encode())
    assert [line for line in shown.splitlines() if len(line) > width and not unbreakable(line, width)] == []


@pytest.mark.parametrize("columns", ["0", "-5", "wide", "1", "99999999"])
def test_an_odd_width_breaks_nothing(columns: str, case: Path, env: dict[str, str]) -> None:
    shown = text("assess", str(case), env={**env, "COLUMNS": columns})
    assert "Exposure" in shown


ASCII_ONLY = {
    **SPOKEN,
    "csv": ("assess", "CASE", "--csv"),
    **{f"{n} --json": a for n, a in PRINTS_JSON.items() if n != "test"},
}


@pytest.mark.parametrize("name", ASCII_ONLY)
def test_a_screen_that_knows_ascii_only_gets_ascii_only(name: str, case: Path, env: dict[str, str]) -> None:
    plain = {name: value for name, value in env.items() if name != "PYTHONUTF8"}
    done = inforce(*filled(ASCII_ONLY[name], case), env={**plain, "PYTHONIOENCODING": "ascii"})
    assert b"Traceback" not in done.stderr, done.stderr[-400:]
    assert done.returncode == 0
    assert done.stdout.isascii()
    assert done.stdout
    if name.endswith("--json"):
        json.loads(done.stdout)


def test_the_c_locale_breaks_nothing(case: Path, env: dict[str, str]) -> None:
    plain = {name: value for name, value in env.items() if name != "PYTHONUTF8" and not name.startswith("LC_")}
    for option in ("--csv", "--json", "--why"):
        done = inforce("assess", str(case), option, env={**plain, "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"})
        assert (done.returncode, b"Traceback" in done.stderr) == (0, False)


# pipes and exit codes


@pytest.mark.parametrize("name", [*SPOKEN, "csv", "json", "help"])
def test_a_reader_that_has_gone_is_no_error(name: str, case: Path, env: dict[str, str]) -> None:
    own = {"csv": ("assess", "CASE", "--csv"), "json": ("assess", "CASE", "--json"), "help": ("assess", "--help")}
    reading, writing = os.pipe()
    os.close(reading)
    arguments = filled({**SPOKEN, **own}[name], case)
    done = subprocess.run(
        [sys.executable, "-m", "inforce", *arguments], stdout=writing, stderr=subprocess.PIPE, env=env, check=False
    )
    os.close(writing)
    assert (done.returncode, done.stderr if name != "csv" else b"") == (0, b"")
    assert b"Broken" not in done.stderr


def test_head_may_take_one_line(case: Path, env: dict[str, str]) -> None:
    # Many cases, so that the answer does not fit into the pipe.
    case.write_text("---\n".join([CASE] * 40), encoding="utf-8")
    command = f"'{sys.executable}' -m inforce assess '{case}' --why | head -1"
    done = subprocess.run(["sh", "-c", command], capture_output=True, env=env, check=False)
    assert done.stdout.count(b"\n") == 1
    assert done.stderr == b""


def test_a_full_disk_is_said_and_is_not_success(case: Path, env: dict[str, str]) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "inforce", "assess", str(case)],
            stdout=full,
            stderr=subprocess.PIPE,
            env=env,
            check=False,
        )
    assert done.returncode != 0
    assert b"Traceback" not in done.stderr
    assert b"inforce: " in done.stderr


USAGE = {
    "no command": (),
    "an unknown command": ("asess",),
    "an unknown option": ("assess", "CASE", "--whi"),
    "no case": ("assess",),
    "two cases": ("assess", "CASE", "CASE"),
    "show without a date": ("show", SECTION),
    "an unknown schema": ("schema", "asess"),
}


@pytest.mark.parametrize("name", USAGE)
def test_wrong_usage_exits_2_and_prints_no_answer(name: str, case: Path, env: dict[str, str]) -> None:
    done = inforce(*filled(USAGE[name], case), env=env)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"Traceback" not in done.stderr
    assert b"inforce" in done.stderr
    assert len(done.stderr.splitlines()) <= 25


def test_an_unknown_command_offers_those_that_exist(env: dict[str, str]) -> None:
    stderr = inforce("asess", env=env).stderr.decode()
    assert all(command.name in stderr for command in COMMANDS)


def test_an_option_may_not_be_shortened_to_a_guess(case: Path, env: dict[str, str]) -> None:
    """`--j` could mean --json or --jurisdiction; neither is taken."""
    assert inforce("assess", str(case), "--j", env=env).returncode == 2


def test_nothing_is_written_beside_the_answer(case: Path, env: dict[str, str]) -> None:
    done = inforce("assess", str(case), env=env)
    assert done.stderr == b""
    assert sorted(path.name for path in case.parent.iterdir()) == [case.name]
