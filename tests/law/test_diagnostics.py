"""Every diagnostic of the registry has a bad file that raises it, it alone, at its place; errors come all together.

`tests/bad/` holds one entry for each code: a case (.yaml), a law file (.md) that is put into a tiny valid library, or
a folder that is laid over that library. The line at which the problem must be reported carries a comment `here`; a
problem of a file as a whole has none.
"""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.law.tiny_library import front, put, write_library

from inforce.facts.diagnostics import REGISTRY, Diagnostic, Refused
from inforce.facts.documents import MAX_BYTES, as_text, parse, read_bytes
from inforce.law.edition import Image, build, open_image
from inforce.products.assess import Assessor
from inforce.products.law_test import run_law_tests

BAD = Path(__file__).resolve().parent.parent / "bad"
SOURCE = Path(__file__).resolve().parent.parent.parent / "src" / "inforce"
HERE = re.compile(rb"(#|<!--) here\b")
PLACED = re.compile(r"<!-- placed: (\S+) -->")
USUAL = "xx/code/9/2000-01-01.founding.md"

LAW_CODES = sorted(code for code in REGISTRY if (BAD / f"{code}.md").exists() or (BAD / code).is_dir())
CASE_CODES = sorted(code for code in REGISTRY if (BAD / f"{code}.yaml").exists())
# Tables of cases; tests/products/test_batch.py puts them to work.
TABLE_CODES = sorted(path.stem for path in BAD.iterdir() if path.suffix in (".csv", ".txt"))


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One tiny library for the cases, which do not change it."""
    return write_library(tmp_path_factory.mktemp("tiny") / "library")


@pytest.fixture(scope="module")
def answering(library: Path) -> Assessor:
    segments, problems = build(str(library))
    assert problems == []
    return Assessor(Image(segments))


def marked_line(files: list[Path]) -> tuple[str, int]:
    """The file and line that carry the mark, or the only file and 0."""
    for file in files:
        for number, line in enumerate(file.read_bytes().split(b"\n"), 1):
            if HERE.search(line):
                return file.name, number
    return files[0].name, 0


def lay_over(code: str, root: Path) -> list[Path]:
    """Puts a bad law file, or a folder of them, into a library."""
    one = BAD / f"{code}.md"
    if one.exists():
        text = one.read_text(encoding="utf-8")
        placed = PLACED.search(text)
        return [put(root, placed[1] if placed else USUAL, text)]
    shutil.copytree(BAD / code, root, dirs_exist_ok=True)
    return sorted(root / file.relative_to(BAD / code) for file in (BAD / code).rglob("*") if file.is_file())


def problems_of_library(root: Path) -> list[Diagnostic]:
    """What is wrong with a library's law files, or else with its cases."""
    segments, problems = build(str(root))
    if not problems:
        with pytest.raises(Refused) as refused:
            run_law_tests(Assessor(Image(segments)), str(root))
        problems = list(refused.value.diagnostics)
    return problems


def problems_of_case(path: Path, answering: Assessor) -> list[Diagnostic]:
    """What is wrong with a case file, found on the way that the command takes."""
    try:
        text = as_text(read_bytes(str(path)), str(path))
        for case in answering.read(parse(text, str(path))):
            answering.assess(case)
    except Refused as refused:
        return list(refused.diagnostics)
    return []


def assert_place(problems: list[Diagnostic], code: str, file: str, line: int) -> None:
    assert {problem.code for problem in problems} == {code}, "\n".join(map(str, problems))
    first = problems[0]
    if not line:
        assert first.place.line <= 1, str(first)
        return
    assert first.place.file.endswith(file), str(first)
    assert first.place.line == line, str(first)
    assert first.place.column >= 1, str(first)
    assert str(first).startswith(f"{first.place.file}:{line}:{first.place.column}: ")


def test_every_code_has_exactly_one_bad_file() -> None:
    stems = [re.sub(r"\.(md|yaml|csv|txt)$", "", path.name) for path in BAD.iterdir()]
    assert sorted(stems) == sorted(REGISTRY)
    assert sorted([*LAW_CODES, *CASE_CODES, *TABLE_CODES]) == sorted(REGISTRY)


@pytest.mark.parametrize("code", CASE_CODES)
def test_a_bad_case_raises_its_code_alone_at_its_line(code: str, answering: Assessor, tmp_path: Path) -> None:
    bad = BAD / f"{code}.yaml"
    path = bad
    if code == "file-too-large":
        lines = bad.read_bytes().splitlines(keepends=True)
        path = tmp_path / bad.name
        path.write_bytes(b"".join(lines) + lines[-1] * (MAX_BYTES // len(lines[-1])))
    file, line = (bad.name, 0) if bad.is_dir() else marked_line([bad])
    assert_place(problems_of_case(path, answering), code, file, line)


@pytest.mark.parametrize("code", LAW_CODES)
def test_a_bad_law_file_raises_its_code_alone_at_its_line(code: str, tiny: Path) -> None:
    files = lay_over(code, tiny)
    assert_place(problems_of_library(tiny), code, *marked_line(files))


def test_the_tiny_library_itself_is_valid(tiny: Path) -> None:
    """Otherwise a bad file could be blamed for what its surroundings do."""
    segments, problems = build(str(tiny))
    assert problems == []
    assert run_law_tests(Assessor(Image(segments)), str(tiny)).passed


def code_literals() -> dict[str, str]:
    """Every code that the source gives to a diagnostic, with where it does so."""
    found: dict[str, str] = {}
    for file in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if name in ("Diagnostic", "Misread", "problem") and node.args:
                for part in ast.walk(node.args[0]):
                    if isinstance(part, ast.Constant) and isinstance(part.value, str):
                        found.setdefault(part.value, f"{file.name}:{node.lineno}")
    return found


def test_every_code_raised_in_the_source_is_registered() -> None:
    raised = code_literals()
    assert len(raised) > 25, "the search found too little to mean anything"
    assert {code: where for code, where in raised.items() if code not in REGISTRY} == {}


def test_every_entry_has_a_severity_and_one_sentence() -> None:
    for code, (severity, says) in REGISTRY.items():
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code)
        assert severity in ("error", "warning")
        assert says.endswith(".")
        assert len(says) <= 120


# Errors of one library that the loader, the rules' reader and the checks find, each in a file of its own.
TOGETHER = ("unknown-name", "missing-cite", "law-shape", "empty-provision", "double-text", "definition-cycle")


def many_errors(root: Path) -> list[str]:
    """Puts several bad files into a library, each as its own section; returns the files."""
    files = []
    for number, code in enumerate(TOGETHER, 20):
        text = (BAD / f"{code}.md").read_text(encoding="utf-8").replace("Code § 9", f"Code § {number}")
        files.append(f"xx/code/{number}/2000-01-01.founding.md")
        put(root, files[-1], text)
    return files


def test_several_errors_in_several_files_are_reported_all_at_once(tiny: Path) -> None:
    files = many_errors(tiny)
    put(tiny, "acts/xx.yaml", (tiny / "acts/xx.yaml").read_text(encoding="utf-8") + "xx/2020/x: {name: X}\n")
    _, problems = build(str(tiny))
    found = {(problem.code, problem.place.file) for problem in problems}
    for code, file in zip(TOGETHER, files, strict=True):
        assert (code, f"law/{file}") in found
    assert ("missing-key", "law/acts/xx.yaml") in found


def test_two_unreadable_files_do_not_hide_each_other(tiny: Path) -> None:
    for number in (20, 21):
        text = front(f"Example Code § {number}") + "## (a) Broken\n\n```yaml\ndefine: {term: [\n```\n"
        put(tiny, f"xx/code/{number}/2000-01-01.founding.md", text)
    _, problems = build(str(tiny))
    assert {p.place.file for p in problems if p.code == "syntax"} == {
        f"law/xx/code/{number}/2000-01-01.founding.md" for number in (20, 21)
    }


def test_errors_are_sorted_by_place_and_said_once(tiny: Path) -> None:
    many_errors(tiny)
    _, problems = build(str(tiny))
    places = [(p.place.file, p.place.line, p.place.column) for p in problems]
    assert places == sorted(places)
    assert len(set(map(str, problems))) == len(problems)


def inforce(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The command as a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "inforce", *arguments], capture_output=True, text=True, check=False, timeout=60
    )


def test_the_test_command_exits_1_and_shows_every_error(tiny: Path) -> None:
    files = many_errors(tiny)
    done = inforce("test", "--law", str(tiny))
    assert done.returncode == 1
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    for code, file in zip(TOGETHER, files, strict=True):
        assert re.search(rf"law/{file}:\d+:\d+: .*\[{code}\]", done.stderr), done.stderr


def test_more_errors_than_a_screen_holds_are_all_shown_by_the_test_command(tiny: Path) -> None:
    """Whoever mends a library needs all of them; only a user's own case is kept to one screen."""
    rules = "".join(f'  - {{term: t{n}, cite: "(a)", label: t, is: posesses}}\n' for n in range(60))
    text = front("Example Code § 9") + f"## (a) Many\n\n```yaml\ndefine:\n{rules}```\n"
    put(tiny, USUAL, text)
    done = inforce("test", "--law", str(tiny))
    assert done.returncode == 1
    assert done.stderr.count("[unknown-name]") == 60


def test_a_library_with_errors_is_refused_by_use_with_all_of_them(tiny: Path) -> None:
    many_errors(tiny)
    with pytest.raises(Refused) as refused:
        open_image(str(tiny), cache=False)
    assert {d.code for d in refused.value.diagnostics} >= set(TOGETHER)


def test_a_valid_library_passes_the_test_command(tiny: Path) -> None:
    done = inforce("test", "--law", str(tiny))
    assert (done.returncode, done.stderr) == (0, "")
    assert "3 cases, 0 failed" in done.stdout


def test_a_law_case_that_fails_is_reported_with_its_place_and_exit_1(tiny: Path) -> None:
    cases = tiny / "xx/code/2/cases.yaml"
    cases.write_text(cases.read_text(encoding="utf-8").replace("max: P1Y", "max: P9Y"), encoding="utf-8")
    done = inforce("test", "--law", str(tiny))
    assert done.returncode == 1
    assert re.search(r"law/xx/code/2/cases\.yaml:7:\d+: nine: ", done.stdout)


def test_a_row_that_no_case_refuses_fails_the_test_command(tiny: Path) -> None:
    cases = tiny / "xx/code/2/cases.yaml"
    only_ten = cases.read_text(encoding="utf-8").split("- case: nine")[0]
    cases.write_text(only_ten, encoding="utf-8")
    done = inforce("test", "--law", str(tiny))
    assert done.returncode == 1
    assert "no case refuses: xx/code/2/2000-01-01.founding.md Example Code § 2(b)(1)" in done.stdout


def test_errors_of_two_case_files_are_reported_together(tiny: Path) -> None:
    for section in ("1", "2"):
        text = (
            "- {case: a, jurisdiction: xx, offense_date: 2005-06-01, facts: {posesses: yes}, expect: [{verdict: no}]}\n"
        )
        put(tiny, f"xx/code/{section}/cases.yaml", text)
    problems = problems_of_library(tiny)
    assert {p.place.file for p in problems} == {f"law/xx/code/{section}/cases.yaml" for section in ("1", "2")}


# What the loader must say of a library that is broken in places which no bad file of the registry shows.
BROKEN = {
    "vocabulary: a bound that is no number": (
        "vocabulary/x.yaml",
        "x: {type: int, label: l, question: q, help: h, least: few}\n",
    ),
    "jurisdiction: a beginning that is no date": (
        "xx/jurisdiction.yaml",
        "name: X\nbegins: yesterday\nchecked: 2026-11-24\ncodes: {code: Example Code §}\n",
    ),
    "a grade row without minimum among others with one": (
        USUAL,
        front("Example Code § 9")
        + "## (a) O\n\n```yaml\noffense: {name: n, conduct: c, elements: "
        + '[{cite: "(a)", element: act, is: receives, says: s}]}\n'
        + 'grade:\n  of: (a)\n  default: {cite: "(a)", grade: petty}\n  rows:\n'
        + '    - {cite: "(a)(1)", when: depictions >= 10, grade: serious, minimum: none, pages: 3}\n'
        + "  highest: [grade, minimum]\n```\n",
    ),
    "a comparison of two numbers": (
        USUAL,
        front("Example Code § 9") + '## (a) D\n\n```yaml\nnote: {cite: "(a)", of: all, when: 1 < 2, says: s}\n```\n',
    ),
    "a term with the name of a fact": (
        USUAL,
        front("Example Code § 9")
        + '## (a) D\n\n```yaml\ndefine: {term: possesses, cite: "(a)", label: l, is: receives}\n```\n',
    ),
    "a minimum in characters that only look like digits": (
        USUAL,
        front("Example Code § 9")
        + '## (a) D\n\n```yaml\ncount: {of: depictions, cite: "(a)", each: {stills: ²}}\n```\n',
    ),
    "a conflict that prefers a third act": (
        "xx/code/9/2010-01-01.second.md",
        front("Example Code § 9", "xx/2010/second")
        + '## (a) T\n\n```yaml\nconflict: {name: n, between: [xx/2010/first, xx/2010/second], over: ["(a)"], '
        + "canon: Example Code § 1(a), prefers: xx/2000/founding, because: b, against: a}\n```\n",
    ),
    "a provision named by a conflict that no act wrote": (
        "xx/code/9/2010-01-01.second.md",
        front("Example Code § 9", "xx/2010/second")
        + '## (b) T\n\n```yaml\nconflict: {name: n, between: [xx/2010/first, xx/2010/second], over: ["(q)"], '
        + "canon: Example Code § 1(a), prefers: xx/2010/second, because: b, against: a}\n```\n",
    ),
    "an expression nested past all reading": (
        USUAL,
        front("Example Code § 9")
        + f'## (a) D\n\n```yaml\ndefine: {{term: t, cite: "(a)", label: l, is: {"not " * 900}possesses}}\n```\n',
    ),
}


@pytest.mark.parametrize("broken", BROKEN)
def test_the_loader_reports_and_never_raises(broken: str, tiny: Path) -> None:
    name, text = BROKEN[broken]
    put(tiny, name, text)
    if "conflict" in broken:
        put(tiny, "xx/code/9/2010-01-01.first.md", front("Example Code § 9", "xx/2010/first") + "## (a) T\n\nP.\n")
    _, problems = build(str(tiny))
    assert any(problem.place.file == f"law/{name}" for problem in problems), problems
