"""`inforce verify`, `diff`, `timeline` and `test --gaps` as processes: exit codes, what goes where, files, refusals."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest
from tests.interfaces.command import ROOT, inforce

SECTION = "Tex. Penal Code § 43.26"
DRAFT = str(ROOT / "law" / "drafts" / "us-tx.example-possession-steps.md")
CASE_FILE = str(ROOT / "examples" / "texas" / "499-depictions-2024.yaml")


@pytest.fixture
def law(tmp_path: Path) -> Path:
    """A copy of the library."""
    root = tmp_path / "law"
    shutil.copytree(ROOT / "law", root)
    return root


def replaced(path: Path, good: str, bad: str) -> None:
    text = path.read_text()
    assert text.count(good) == 1
    path.write_text(text.replace(good, bad))


# verify


def test_verify_passes_and_says_what_it_proved(env: dict[str, str]) -> None:
    done = inforce("verify", "us-tx", env=env)
    said = done.stdout.decode()
    assert done.returncode == 0, said + done.stderr.decode()
    for property in ("overlap", "dead", "offenses", "monotone", "perverse", "readings", "continuity", "forks", "cites"):
        assert f"\n  {property}" in said
    assert "Smallest case: possesses: yes; depictions: 10" in said
    assert "not legal advice" in said
    assert "Findings that nobody has reviewed" not in said


def test_help_names_each_property_that_is_asked(env: dict[str, str]) -> None:
    from inforce.products.verify.registry import PROPERTIES

    said = " ".join(inforce("verify", "--help", env=env).stdout.decode().split())
    for entry in PROPERTIES:
        assert f"{entry.name} {entry.says}" in said


def test_a_new_finding_stands_out(env: dict[str, str], law: Path, tmp_path: Path) -> None:
    path = law / "us-tx/penal-code/43.26/2025-09-01.sb-1621.md"
    replaced(
        path,
        '"(c-3)(2)(B)", when: possesses and depictions >= 50',
        '"(c-3)(2)(B)", when: possesses and 50 <= depictions < 90',
    )
    sarif, junit = tmp_path / "found.sarif", tmp_path / "found.xml"
    done = inforce(
        "verify", "--law", str(law), "--sarif", str(sarif), "--junit", str(junit), env=env
    )  # fmt: skip
    said = done.stdout.decode()
    assert done.returncode == 1
    assert "Findings that nobody has reviewed: 2" in said
    assert "then depictions: 90" in said
    log = json.loads(sarif.read_text())
    assert log["version"] == "2.1.0"
    run = log["runs"][0]
    rules = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    new = [result for result in run["results"] if "suppressions" not in result]
    assert {result["ruleId"] for result in new} == {"monotone"}
    assert {result["ruleId"] for result in run["results"]} <= rules
    place = new[0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"].startswith("law/us-tx/penal-code/43.26/")
    assert place["region"]["startLine"] > 1
    assert all(result["suppressions"][0]["justification"] for result in run["results"] if result not in new)
    suites = ElementTree.parse(junit).getroot()
    assert len(suites.findall(".//failure")) == 2
    assert len(suites.findall(".//skipped")) == len(run["results"]) - 2
    for suite in suites:
        assert int(suite.get("tests", "0")) == len(suite)
    entries = inforce("verify", "--law", str(law), "--review", env=env).stdout.decode()
    assert entries.count("- finding: ") == 2
    with open(law / "reviewed-findings.yaml", "a", encoding="utf-8") as file:
        file.write(entries.replace("  says:", "  says: looked at"))
    assert inforce("verify", "--law", str(law), env=env).returncode == 0


def test_a_law_file_with_errors_is_found_and_not_proved(env: dict[str, str], law: Path) -> None:
    replaced(law / "us-tx/penal-code/43.26/2015-09-01.hb-2291.md", "possession_priors == 1", "posession_priors == 1")
    done = inforce("verify", "--law", str(law), env=env)
    assert (done.returncode, done.stdout) == (1, b"")
    assert "posession_priors" in done.stderr.decode()


def test_a_question_that_runs_out_of_time_is_said_with_exit_one(env: dict[str, str]) -> None:
    done = inforce("verify", "--again", "--timeout", "0.001", env=env)
    assert done.returncode == 1
    assert "Not settled: the solver ran out of time, which is no proof" in done.stdout.decode()


def test_verify_on_a_bill_says_what_the_bill_brings(env: dict[str, str]) -> None:
    done = inforce("verify", "--draft", DRAFT, env=env)
    assert done.returncode == 1
    assert "from 2027-09-01" in done.stdout.decode()


def draft(tmp_path: Path, body: str) -> str:
    path = tmp_path / "bill.md"
    head = Path(DRAFT).read_text().split("## (c-1)")[0]
    path.write_text(head + body)
    return str(path)


REPEAL = """## (z) Repealed

Ends what never was.

```yaml
repealed: {cite: Example bill on the steps for possession § 1}
```
"""
SLIP = """## (g-1) Steps

A slip.

```yaml
grade:
  of: (e-1)
  default: {cite: "(g-1)", grade: third-degree felony}
  rows:
    - {cite: "(g-1)(1)", when: depictoins >= 5, grade: second-degree felony}
```
"""
BILLS = {"repeals-nothing": REPEAL, "unknown-name": SLIP}


@pytest.mark.parametrize("code", BILLS)
@pytest.mark.parametrize("command", [("verify",), ("diff", SECTION)], ids=lambda command: command[0])
def test_a_bill_that_cannot_be_read_is_refused(
    code: str, command: tuple[str, ...], env: dict[str, str], tmp_path: Path
) -> None:
    done = inforce(*command, "--draft", draft(tmp_path, BILLS[code]), env=env)
    assert (done.returncode, done.stdout) == (2, b"")
    said = done.stderr.decode()
    assert f"[{code}]" in said
    assert re.search(r"bill\.md:\d+:\d+: ", said)
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["verify", "us-tz"], "unknown-jurisdiction"),
        (["verify", "law/acts"], "file-missing"),
        (["verify", "--timeout", "soon"], "wrong-type"),
        (["verify", "--timeout", "0"], "wrong-type"),
        (["verify", "--timeout", "nan"], "wrong-type"),
        (["verify", "--draft", "nowhere.md"], "file-missing"),
        (["verify", "us-tx", "--sarif", "nowhere/x.sarif"], "file-unwritable"),
        (["diff", SECTION], "missing-key"),
        (["diff", SECTION, "2024-01-01"], "missing-key"),
        (["diff", SECTION, "2024-01-01", "2025-01-01", "--draft", DRAFT], "missing-key"),
        (["diff", SECTION, "2025-01-01", "2024-01-01"], "dates-reversed"),
        (["diff", SECTION, "2024-13-01", "2025-01-01"], "bad-date"),
        (["diff", "Tex. Penal Code § 43.62", "2024-01-01", "2025-01-01"], "unknown-cite"),
        (["diff", SECTION, "2028-01-01", "--draft", DRAFT], "dates-reversed"),
        (["timeline", "nowhere.yaml"], "file-missing"),
        (["timeline", CASE_FILE, "--chart", "x.gif"], "unknown-format"),
        (["timeline", CASE_FILE, "--chart", "nowhere/x.svg"], "file-unwritable"),
        (["timeline", CASE_FILE, "--jurisdiction", "us-tz"], "unknown-jurisdiction"),
        (["test", "law", "--gaps"], "missing-key"),
    ],
)
def test_what_cannot_be_used_is_refused_on_one_screen(arguments: list[str], code: str, env: dict[str, str]) -> None:
    done = inforce(*arguments, env=env)
    said = done.stderr.decode()
    assert (done.returncode, done.stdout) == (2, b""), said
    assert f"[{code}]" in said
    assert "Traceback" not in said
    assert len(said.splitlines()) < 15


# diff


def test_diff_says_what_changed_and_shows_the_smallest_case(env: dict[str, str]) -> None:
    done = inforce("diff", SECTION, "2015-08-31", "2015-09-01", env=env)
    said = " ".join(done.stdout.decode().split())
    assert done.returncode == 0
    assert "H.B. 2291 (Acts 2015" in said
    assert f"inserted row {SECTION}(d)(2): first-degree felony if 2 or more prior convictions" in said
    assert "third-degree felony (2 years to 10 years) becomes second-degree felony (2 years to 20 years)" in said
    assert f"priors: [{{provision: {SECTION}(a), disposition: conviction}}]" in said


def test_diff_without_time_is_said_with_exit_one(env: dict[str, str]) -> None:
    done = inforce("diff", SECTION, "2023-08-31", "2023-09-01", "--timeout", "0.001", env=env)
    assert done.returncode == 1
    assert "Not settled" in done.stdout.decode()


# timeline


def test_timeline_says_each_flip_its_acts_and_its_fact(env: dict[str, str]) -> None:
    done = inforce("timeline", CASE_FILE, env=env)
    said = " ".join(done.stdout.decode().split())
    assert done.returncode == 0
    assert "The days on which the outcome flips: 2" in said
    assert "2023-09-01: possession before third-degree felony" in said
    assert "hangs on depictions: 499" in said
    assert "not legal advice" in said


def test_timeline_as_csv_has_the_shared_row_with_its_days(env: dict[str, str]) -> None:
    done = inforce("timeline", CASE_FILE, "--csv", env=env)
    rows = list(csv.DictReader(io.StringIO(done.stdout.decode())))
    assert {row["from"] for row in rows} >= {"1997-09-01", "2023-09-01", "2025-09-01"}
    fits = [row for row in rows if row["verdict"] == "yes"]
    assert {row["until"] for row in fits if row["from"] == "2023-09-01"} == {"2025-08-31"}
    single = inforce("assess", CASE_FILE, "--csv", env=env).stdout.decode()
    assert set(csv.DictReader(io.StringIO(single)).fieldnames or ()) < set(rows[0])
    assert b"not legal advice" in done.stderr


def test_the_timeline_is_drawn_with_its_text_alternative(env: dict[str, str], tmp_path: Path) -> None:
    done = inforce("timeline", CASE_FILE, "--chart", str(tmp_path / "line.svg"), env=env)
    assert done.returncode == 0, done.stderr.decode()
    drawing = ElementTree.parse(tmp_path / "line.svg").getroot()
    assert drawing.get("role") == "img"
    words = "".join(drawing.itertext())
    assert "2023-09-01 to 2025-08-31: possession [sb-129]: second-degree felony, 2 years to 20 years" in words
    assert inforce("timeline", CASE_FILE, "--chart", str(tmp_path / "line.png"), env=env).returncode == 0
    assert (tmp_path / "line.png").read_bytes().startswith(b"\x89PNG")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["line.png", "line.svg"]


def test_a_chart_shows_one_case(env: dict[str, str], tmp_path: Path) -> None:
    two = tmp_path / "two.yaml"
    text = Path(CASE_FILE).read_text()
    two.write_text(f"{text}\n---\n{text}")
    done = inforce("timeline", str(two), "--chart", str(tmp_path / "line.svg"), env=env)
    assert done.returncode == 2
    assert "name one case alone" in done.stderr.decode()
    reports = json.loads(inforce("timeline", str(two), "--json", env=env).stdout)
    assert len(reports) == 2


# gaps


def test_gaps_gives_cases_that_close_them_when_they_are_pasted(env: dict[str, str], law: Path) -> None:
    path = law / "us-tx/penal-code/43.26/cases.yaml"
    text = path.read_text()
    # A third of the cases, from the first on, so that what others are like stays.
    kept = text[: text.index("- case:", len(text) // 3)]
    path.write_text(kept)
    done = inforce("test", "--law", str(law), "--gaps", env=env)
    assert done.returncode == 1
    assert b"no case fires" in done.stderr
    pasted = done.stdout.decode()
    assert pasted.count("- case: ") > 20
    assert "nor can any" not in pasted
    path.write_text(kept + pasted)
    again = inforce("test", "--law", str(law), "--gaps", env=env)
    assert again.returncode == 0, again.stderr.decode()
    assert (
        again.stdout.decode() == "# no gaps: every row, element and defense is fired, refused and cited by some case\n"
    )


def test_the_library_has_no_gaps(env: dict[str, str]) -> None:
    done = inforce("test", "--gaps", env=env)
    assert done.returncode == 0
    assert done.stdout.startswith(b"# no gaps")


def test_commands_need_their_extra_and_say_so(env: dict[str, str], tmp_path: Path) -> None:
    """An installation without the solver, played by a library that cannot be found."""
    (tmp_path / "z3.py").write_text("raise ModuleNotFoundError(\"No module named 'z3'\", name='z3')\n")
    blocked = {**env, "PYTHONPATH": f"{tmp_path}:{env.get('PYTHONPATH', '')}"}
    for arguments in (("verify",), ("diff", SECTION, "2023-08-31", "2023-09-01")):
        done = inforce(*arguments, env=blocked)
        assert done.returncode == 2
        assert "pip install 'inforce[smt]'" in done.stderr.decode()
    for arguments in (("timeline", CASE_FILE), ("test", "--gaps"), ("schema", "verify"), ("schema", "diff")):
        assert inforce(*arguments, env=blocked).returncode == 0, arguments


def test_the_script_knows_the_extra(env: dict[str, str]) -> None:
    del env
    script = (ROOT / "inforce").read_text()
    assert '" verify "* | " diff "*) extras=smt' in script
    assert subprocess.run(["sh", "-n", str(ROOT / "inforce")], check=False).returncode == 0
