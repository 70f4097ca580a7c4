"""The cached image of the law is a convenience only: nothing in it or about it can break or falsify an answer."""

from __future__ import annotations

import marshal
import os
import random
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from tests.interfaces.command import CASE, ROOT, environment, inforce
from tests.law.tiny_library import put, write_library

from inforce.facts.diagnostics import Refused
from inforce.law.edition import open_image
from inforce.products.assess import Assessor


@pytest.fixture(scope="module")
def answer(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """What the command prints when all is well."""
    done = inforce("assess", "-", "--csv", env=environment(tmp_path_factory.mktemp("well")), stdin=CASE.encode())
    assert done.returncode == 0
    return done.stdout


def asked(env: dict[str, str]) -> bytes:
    """What the command prints; it must have succeeded."""
    done = inforce("assess", "-", "--csv", env=env, stdin=CASE.encode())
    assert b"Traceback" not in done.stderr, done.stderr[-800:]
    assert done.returncode == 0
    return done.stdout


def image_in(cache: Path) -> Path:
    (found,) = (cache / "inforce").iterdir()
    return found


def a_file(path: Path) -> None:
    path.write_text("not a folder", encoding="utf-8")


def read_only(path: Path) -> None:
    path.mkdir()
    path.chmod(stat.S_IRUSR | stat.S_IXUSR)


def blocked(path: Path) -> None:
    """The folder's own name is taken by a file."""
    path.mkdir()
    a_file(path / "inforce")


@pytest.mark.parametrize("spoil", [a_file, read_only, blocked], ids=lambda spoil: spoil.__name__)
def test_a_cache_that_cannot_be_written_is_no_error(spoil: object, tmp_path: Path, answer: bytes) -> None:
    spoil(tmp_path / "cache")  # type: ignore[operator]
    assert asked(environment(tmp_path / "cache")) == answer


def test_a_place_where_nobody_can_write_is_no_error(answer: bytes) -> None:
    """Even for root, which a folder's mode does not keep out."""
    assert asked(environment("/proc/self/nowhere")) == answer


@pytest.mark.parametrize("home", ["/nonexistent", "", "/dev/null"])
def test_a_home_that_is_not_there_is_no_error(home: str, answer: bytes) -> None:
    env = environment("")
    del env["XDG_CACHE_HOME"]
    assert asked({**env, "HOME": home or "/proc"}) == answer


def damages() -> dict[str, object]:
    noise = random.Random(1)
    return {
        "nothing": lambda data: b"",
        "random bytes": lambda data: noise.randbytes(len(data)),
        "half": lambda data: data[: len(data) // 2],
        "all but the end": lambda data: data[:-1],
        "the head alone": lambda data: data[:16],
        "another version": lambda data: data.replace(b"image 1", b"image 0", 1),
        "random bytes behind the head": lambda data: data[:16] + noise.randbytes(4_096),
        "a number": lambda data: data[:16] + marshal.dumps(7),
        "a list of three": lambda data: data[:16] + marshal.dumps((1, 2, 3)),
        "one wrong byte in the middle": lambda data: (
            data[: len(data) // 2] + bytes([data[len(data) // 2] ^ 255]) + data[len(data) // 2 + 1 :]
        ),
        "zeros in the middle": lambda data: (
            data[: len(data) // 3] + bytes(len(data) // 3) + data[2 * (len(data) // 3) :]
        ),
        "zeros at the end, as after a power cut": lambda data: data[: -len(data) // 4] + bytes(len(data) // 4),
    }


@pytest.mark.parametrize("name", damages())
def test_a_damaged_image_is_made_again(name: str, tmp_path: Path, answer: bytes) -> None:
    env = environment(tmp_path)
    assert asked(env) == answer
    image = image_in(tmp_path)
    image.write_bytes(damages()[name](image.read_bytes()))  # type: ignore[operator]
    assert asked(env) == answer


@pytest.mark.parametrize("segments", [7, [], {}, {"edition": b"x"}, {"edition": marshal.dumps(7)}], ids=repr)
def test_an_image_of_another_shape_is_made_again(segments: object, tmp_path: Path, answer: bytes) -> None:
    """Well-formed, and fresh by its own account."""
    env = environment(tmp_path)
    assert asked(env) == answer
    image = image_in(tmp_path)
    data = image.read_bytes()
    head = data[: data.index(b"\n") + 1]
    try:
        state, _ = marshal.loads(data[len(head) :])
    except (ValueError, EOFError, TypeError):
        # A checksum stands behind the head: any other content no longer matches it.
        image.write_bytes(data[:-40] + marshal.dumps(segments))
    else:
        image.write_bytes(head + marshal.dumps((state, segments)))
    assert asked(env) == answer


def test_an_image_is_used_again(tmp_path: Path) -> None:
    env = environment(tmp_path)
    first = asked(env)
    written = image_in(tmp_path).stat().st_mtime_ns
    assert asked(env) == first
    assert image_in(tmp_path).stat().st_mtime_ns == written


def test_first_calls_at_once_do_not_disturb_each_other(tmp_path: Path, answer: bytes) -> None:
    env = environment(tmp_path)
    command = [sys.executable, "-m", "inforce", "assess", "-", "--csv"]
    running = [
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env, cwd=ROOT
        )
        for _ in range(4)
    ]
    for process in running:
        assert process.stdin
        process.stdin.write(CASE.encode())
        process.stdin.close()
        process.stdin = None
    for process in running:
        out, err = process.communicate(timeout=60)
        assert (process.returncode, b"Traceback" in err) == (0, False)
        assert out == answer
    assert image_in(tmp_path).name.endswith(".image")  # no temporary file is left


# A library of one's own, in this process: the image must follow its files.


@pytest.fixture
def cached(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A tiny library and a cache folder of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return write_library(tmp_path / "library")


def grade_of(root: Path, depictions: int) -> str:
    assessor = Assessor(open_image(str(root)))
    facts = f"facts: {{possesses: yes, depictions: {depictions}}}\n"
    from inforce.facts.documents import parse

    cases = assessor.read(parse(f"jurisdiction: xx\noffense_date: 2005-06-01\n{facts}", "case"))
    return assessor.assess(cases[0]).rows[0].grade


def test_a_changed_law_file_is_seen_at_the_next_call(cached: Path) -> None:
    assert grade_of(cached, 10) == "serious"
    law = cached / "xx/code/2/2000-01-01.founding.md"
    law.write_text(law.read_text(encoding="utf-8").replace(">= 10", ">= 11"), encoding="utf-8")
    assert grade_of(cached, 10) == "petty"
    assert grade_of(cached, 11) == "serious"


def test_a_new_and_a_removed_law_file_are_seen_at_the_next_call(cached: Path) -> None:
    before = open_image(str(cached)).edition.digest
    new = put(cached, "xx/code/2/2010-01-01.first.md", NEW)
    assert open_image(str(cached)).edition.digest != before
    assert len(open_image(str(cached)).code("xx").dates) == 2
    new.unlink()
    assert open_image(str(cached)).edition.digest == before
    assert len(open_image(str(cached)).code("xx").dates) == 1


NEW = """\
---
section: Example Code § 2
act: xx/2010/first
source: {url: "https://example.org/2", checked: 2026-11-24, confidence: primary}
---
## (c) More

Prose.
"""


def test_a_law_file_that_breaks_is_refused_although_an_image_is_there(cached: Path) -> None:
    grade_of(cached, 10)
    put(cached, "xx/code/2/2010-01-01.first.md", NEW.replace("xx/2010/first", "xx/2010/fist"))
    with pytest.raises(Refused) as refused:
        open_image(str(cached))
    assert [d.code for d in refused.value.diagnostics] == ["unknown-act"]


def test_two_libraries_do_not_share_an_image(cached: Path, tmp_path: Path) -> None:
    other = write_library(tmp_path / "other")
    law = other / "xx/code/2/2000-01-01.founding.md"
    law.write_text(law.read_text(encoding="utf-8").replace(">= 10", ">= 99"), encoding="utf-8")
    assert [grade_of(root, 10) for root in (cached, other, cached, other)] == ["serious", "petty"] * 2


def test_the_digest_depends_on_names_and_contents_alone(cached: Path, tmp_path: Path) -> None:
    other = write_library(tmp_path / "elsewhere" / "library")
    assert open_image(str(cached)).edition.digest == open_image(str(other)).edition.digest
    (other / "xx/code/2/cases.yaml").rename(other / "xx/code/2/moved.yaml")
    assert open_image(str(cached)).edition.digest != open_image(str(other)).edition.digest


def test_a_lock_of_an_editor_beside_a_law_file_is_no_error(cached: Path) -> None:
    """Emacs keeps a link to nowhere beside a file that is being changed."""
    os.symlink("user@host.1234", cached / "xx/code/2/.#2000-01-01.founding.md")
    assert grade_of(cached, 10) == "serious"
