"""`inforce batch`, `impact` and `sql` as processes: exit codes, what goes where, charts, runs that are broken off."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from xml.etree import ElementTree

import pytest
from tests.interfaces.command import ROOT, inforce

DAYS = ("--from", "2025-08-31", "--to", "2025-09-01")
CASELOAD = str(ROOT / "examples" / "caseload.csv")


def test_batch_writes_rows_and_says_what_it_did(env: dict[str, str], tmp_path: Path) -> None:
    done = inforce("batch", CASELOAD, "-o", str(tmp_path / "rows.csv"), env=env)
    assert (done.returncode, done.stdout) == (0, b"")
    said = done.stderr.decode()
    assert "1,000 of 1,000 cases answered" in said
    assert "not legal advice" in said
    assert "\r" not in said, "a pipe gets no progress bar"
    with open(tmp_path / "rows.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len({row["case"] for row in rows}) == 1000
    assert [p.name for p in tmp_path.iterdir()] == ["rows.csv"]


def test_batch_as_json_is_what_its_schema_says(env: dict[str, str], tmp_path: Path) -> None:
    done = inforce("batch", CASELOAD, "-o", str(tmp_path / "rows.parquet"), "--json", env=env)
    report = json.loads(done.stdout)
    assert (report["cases"], report["rejected"]) == (1000, 0)
    schema = json.loads(inforce("schema", "batch", env=env).stdout)
    assert set(report) == set(next(iter(schema["$defs"].values()))["properties"])


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["batch", "nowhere.csv", "-o", "rows.csv"], "file-missing"),
        (["batch", CASELOAD, "-o", "rows.doc"], "unknown-format"),
        (["batch", CASELOAD, "-o", "rows.csv", "--engine", "spork"], "unknown-format"),
        (["batch", CASELOAD, "-o", "rows.csv", "--mapping", "nowhere.yaml"], "file-missing"),
        (["impact", CASELOAD, "--from", "2024-01-01"], "missing-key"),
        (["impact", CASELOAD, "--from", "1990-01-01", "--to", "2024-01-01"], "before-library"),
        (["impact", CASELOAD, "--draft", "nowhere.md"], "file-missing"),
        (["impact", CASELOAD, *DAYS, "--chart", "x.gif"], "unknown-format"),
        (["impact", CASELOAD, *DAYS, "--jurisdiction", "us-tz"], "unknown-jurisdiction"),
        (["sql", "us-tx", "--dialect", "duck"], "unknown-format"),
        (["sql", "us-tz"], "unknown-jurisdiction"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_refused(arguments: list[str], code: str, env: dict[str, str], tmp_path: Path) -> None:
    made = [str(tmp_path / a) if re.fullmatch(r"(rows|x|nowhere)\.\w+", a) else a for a in arguments]
    done = inforce(*made, env=env)
    assert (done.returncode, done.stdout) == (2, b"")
    said = done.stderr.decode()
    assert f"[{code}]" in said
    assert "Traceback" not in said
    assert not list(tmp_path.iterdir())


def test_the_law_as_sql_is_readable_and_cited(env: dict[str, str]) -> None:
    done = inforce("sql", "us-tx", "--dialect", "postgres", env=env)
    text = done.stdout.decode()
    assert done.returncode == 0
    assert text.startswith("-- The law of Texas")
    for cite in ("§ 43.26(c-1)(2)(B)(i)", "§ 43.25(f)(2)", "§ 15.01(d)"):
        assert cite in text
    assert "-- " in text
    assert "not legal advice" in text
    assert max(map(len, text.splitlines())) < 1_000


def test_impact_as_text_json_and_csv_count_the_same(env: dict[str, str]) -> None:
    text = inforce("impact", CASELOAD, *DAYS, env=env).stdout.decode()
    report = json.loads(inforce("impact", CASELOAD, *DAYS, "--json", env=env).stdout)
    rows = list(csv.DictReader(io.StringIO(inforce("impact", CASELOAD, *DAYS, "--csv", env=env).stdout.decode())))
    assert sum(int(row["cases"]) for row in rows) == report["cases"] == 1000
    assert [(m["before"], m["after"], str(m["cases"])) for m in report["moves"]] == [tuple(r.values()) for r in rows]
    assert f"{report['harsher']:,}" in text
    assert "nothing about deterrence" in text
    assert "not encoded for Texas" in text


def test_charts_hold_the_numbers_and_ask_for_nothing(env: dict[str, str], tmp_path: Path) -> None:
    report = json.loads(inforce("impact", CASELOAD, *DAYS, "--json", env=env).stdout)
    for ending in ("svg", "png", "html"):
        chart = tmp_path / f"impact.{ending}"
        done = inforce("impact", CASELOAD, *DAYS, "--chart", str(chart), env=env)
        assert done.returncode == 0, done.stderr.decode()
        if ending == "png":
            assert chart.read_bytes().startswith(b"\x89PNG")
            assert chart.stat().st_size > 20_000
            continue
        text = chart.read_text(encoding="utf-8")
        assert all(f"{move['cases']:,}" in text for move in report["moves"])
        assert "deterrence" in text
        assert set(re.findall(r"https?://[\w./]+", text)) <= {
            "http://www.w3.org/2000/svg",
            "http://www.w3.org/1999/xlink",
        }
        if ending == "svg":
            root = ElementTree.fromstring(text)
            assert root.get("role") == "img"
            assert root[0].tag.endswith("title")
        else:
            assert "<table>" in text
            assert "<script" not in text
    again = tmp_path / "again.svg"
    inforce("impact", CASELOAD, *DAYS, "--chart", str(again), env=env)
    assert again.read_text() == (tmp_path / "impact.svg").read_text()


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_run_that_is_broken_off_leaves_nothing_under_the_final_name(
    stop: signal.Signals, env: dict[str, str], tmp_path: Path
) -> None:
    source = tmp_path / "cases.parquet"
    make = [sys.executable, str(ROOT / "benchmarks" / "caseload.py"), "--rows", "700000", "-o", str(source)]
    subprocess.run(make, check=True)
    output = tmp_path / "rows.parquet"
    output.write_text("an earlier answer")
    command = [sys.executable, "-m", "inforce", "batch", str(source), "-o", str(output)]
    running = subprocess.Popen(command, env=env, cwd=ROOT, stderr=subprocess.PIPE)
    deadline = time.monotonic() + 30
    while not list(tmp_path.glob(".inforce-*/rows.parquet")) and time.monotonic() < deadline:
        time.sleep(0.05)
        assert running.poll() is None, "the run ended before it could be stopped"
    running.send_signal(stop)
    said = running.communicate(timeout=60)[1].decode()
    assert running.returncode != 0
    assert output.read_text() == "an earlier answer"
    assert "Traceback" not in said
    if stop is not signal.SIGKILL:
        assert not list(tmp_path.glob(".inforce-*")), "what was half written is taken away"


def test_a_terminal_gets_a_progress_bar(env: dict[str, str], tmp_path: Path) -> None:
    import pty

    source = tmp_path / "cases.parquet"
    make = [sys.executable, str(ROOT / "benchmarks" / "caseload.py"), "--rows", "200000", "-o", str(source)]
    subprocess.run(make, check=True)
    screen, terminal = pty.openpty()
    command = [sys.executable, "-m", "inforce", "batch", str(source), "-o", str(tmp_path / "rows.parquet")]
    done = subprocess.run(command, env=env, cwd=ROOT, stderr=terminal, stdout=subprocess.PIPE, check=False)
    os.close(terminal)
    seen = b""
    try:
        while chunk := os.read(screen, 65536):
            seen += chunk
    except OSError:
        pass  # the end of a terminal whose other side is closed
    assert done.returncode == 0
    assert b"%" in seen
    assert "█".encode() in seen
    assert b"200,000 of 200,000 cases answered" in seen


def test_a_command_without_its_extra_says_what_to_install(env: dict[str, str], tmp_path: Path) -> None:
    """An installation of the core alone, played by a library that cannot be found."""
    for library in ("duckdb", "sqlglot", "pyarrow", "openpyxl", "altair"):
        says = f"raise ModuleNotFoundError(\"No module named '{library}'\", name='{library}')\n"
        (tmp_path / f"{library}.py").write_text(says)
    blocked = {**env, "PYTHONPATH": os.pathsep.join([str(tmp_path), env.get("PYTHONPATH", "")])}
    done = inforce("batch", CASELOAD, "-o", str(tmp_path / "rows.csv"), env=blocked)
    assert done.returncode == 2
    assert "pip install 'inforce[sql]'" in done.stderr.decode()
    for arguments in (("schema", "batch"), ("facts",), ("assess", "examples/texas/499-depictions-2024.yaml")):
        assert inforce(*arguments, env=blocked).returncode == 0, arguments


def test_the_script_installs_the_extra_that_the_registry_names() -> None:
    """./inforce decides before Python runs, so the two are written apart and held together here."""
    from inforce.interfaces.cli.registry import COMMANDS

    script = (ROOT / "inforce").read_text()
    for extra in ("sql", "smt"):
        needing = {command.name for command in COMMANDS if command.extra == extra}
        line = next(line for line in script.splitlines() if f"extras={extra}" in line)
        named = set(re.findall(r'" (\w+) "\*', line))
        assert needing == named
    assert {command.extra for command in COMMANDS} == {"", "sql", "smt"}
