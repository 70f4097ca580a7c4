"""The library made ready to answer from, and its cached image.

Reading and lowering the library takes far longer than answering; the result is kept as one image of plain data in
the user's cache, in segments that are loaded one by one. A change of any law file makes a new image.
"""

from __future__ import annotations

import marshal
import os
import sys

from inforce.facts.diagnostics import Diagnostic, Refused
from inforce.facts.frozen import from_plain, to_plain
from inforce.facts.vocabulary import Vocabulary
from inforce.law.lowered import Code, Edition, Version

_MAGIC = b"inforce image 4\n"


def library_root() -> str:
    """The folder of the law library: beside the package in a wheel, at the top of a clone."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    inside = os.path.join(package, "library")
    return inside if os.path.isdir(inside) else os.path.join(os.path.dirname(os.path.dirname(package)), "law")


class Image:
    """The segments of an image, each read when it is first asked for."""

    def __init__(self, segments: dict[str, bytes]) -> None:
        self._segments = segments
        self._read: dict[str, object] = {}

    def _get(self, name: str) -> object:
        if name not in self._read:
            self._read[name] = from_plain(marshal.loads(self._segments[name]))
        return self._read[name]

    @property
    def edition(self) -> Edition:
        """The vocabulary, the library's digest, the jurisdictions."""
        found = self._get("edition")
        assert isinstance(found, Edition)
        return found

    def code(self, jurisdiction: str) -> Code:
        """One jurisdiction's index."""
        found = self._get(f"code/{jurisdiction}")
        assert isinstance(found, Code)
        return found

    def version(self, jurisdiction: str, position: int) -> Version:
        """One version of one jurisdiction."""
        found = self._get(f"version/{jurisdiction}/{position}")
        assert isinstance(found, Version)
        return found


def open_image(root: str = "", cache: bool = True) -> Image:
    """The image of the library below a folder, from the cache where it is fresh.

    Raises Refused with every error of the library's files.
    """
    root = root or library_root()
    state = _state(root)
    path = os.path.join(cache_folder(), f"law-{_short(root)}-{sys.version_info[0]}{sys.version_info[1]}.image")
    if cache and (found := _read(path, state)) is not None:
        return Image(found)
    segments, problems = build(root)
    if problems:
        raise Refused(*problems)
    if cache:
        _write(path, state, segments)
    return Image(segments)


def build(root: str, draft: str = "") -> tuple[dict[str, bytes], list[Diagnostic]]:
    """The segments of a library, and everything that is wrong with it; with a draft, as if the bill were law."""
    from inforce.law.check import check
    from inforce.law.code import build_code, read_musts
    from inforce.law.load.library import load_library

    loaded = load_library(root, draft)
    problems = list(loaded.problems)
    problems += check(loaded)
    segments: dict[str, bytes] = {}
    vocabulary: Vocabulary = loaded.vocabulary
    names = []
    all_codes = {
        f"{code.id}/{folder}": lead
        for code in loaded.library.jurisdictions.values()
        for folder, lead in code.codes.items()
    }
    musts = read_musts(vocabulary, problems)
    for jurisdiction in loaded.library.jurisdictions.values() if not problems else ():
        code, versions = build_code(jurisdiction, vocabulary, musts, all_codes, problems)
        segments[f"code/{jurisdiction.id}"] = marshal.dumps(to_plain(code))
        for position, version in enumerate(versions):
            segments[f"version/{jurisdiction.id}/{position}"] = marshal.dumps(to_plain(version))
        names.append((jurisdiction.id, jurisdiction.name))
    edition = Edition(vocabulary, musts, digest(root), tuple(names))
    segments["edition"] = marshal.dumps(to_plain(edition))
    return segments, sorted(set(problems), key=lambda d: (d.place.file, d.place.line, d.place.column, d.code))


def open_with_draft(draft: str, root: str = "") -> tuple[Image, str]:
    """The image of a library as if a bill were law, and the bill's name. Raises Refused where it does not load."""
    segments, problems = build(root or library_root(), draft)
    if problems:
        raise Refused(*problems)
    image = Image(segments)
    names = [image.version(name, len(image.code(name).dates) - 1).acts for name, _ in image.edition.jurisdictions]
    return image, next((act for acts in names for act in acts if act.endswith("(a bill, not law)")), draft)


def digest(root: str) -> str:
    """The first twelve hexadecimal digits of SHA-256 over the names and contents of all law files."""
    import hashlib

    whole = hashlib.sha256()
    for path, _, _ in sorted(_entries(root)):
        whole.update(os.path.relpath(path, root).replace(os.sep, "/").encode() + b"\0")
        with open(path, "rb") as file:
            whole.update(file.read() + b"\0")
    return whole.hexdigest()[:12]


def _entries(root: str) -> list[tuple[str, int, int]]:
    found: list[tuple[str, int, int]] = []
    folders = [root]
    while folders:
        try:
            entries = list(os.scandir(folders.pop()))
        except OSError:
            continue
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                folders.append(entry.path)
            elif entry.name.endswith((".md", ".yaml")) and not entry.name.startswith("."):
                status = entry.stat()
                found.append((entry.path, status.st_size, status.st_mtime_ns))
    return found


def _state(root: str) -> bytes:
    """Names, sizes and times of all law files and of the code that lowers them."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    source = [os.path.join(package, layer) for layer in ("law", "facts", "law/load", "law/check")]
    times = [os.stat(folder).st_mtime_ns for folder in source if os.path.isdir(folder)]
    files = [
        os.stat(e.path).st_mtime_ns for f in source if os.path.isdir(f) for e in os.scandir(f) if e.name.endswith(".py")
    ]
    return marshal.dumps((sorted(_entries(root)), times, sorted(files), sys.version))


def cache_folder() -> str:
    """The user's folder for what can be made again."""
    home = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return os.path.join(home, "inforce")


def _short(root: str) -> str:
    value = 0
    for byte in os.path.abspath(root).encode():
        value = (value * 131 + byte) % (1 << 48)
    return f"{value:012x}"


def _read(path: str, state: bytes) -> dict[str, bytes] | None:
    try:
        with open(path, "rb") as file:
            data = file.read()
        if not data.startswith(_MAGIC):
            return None
        sum_, payload = data[len(_MAGIC) : len(_MAGIC) + 4], data[len(_MAGIC) + 4 :]
        if sum_ != _checksum(payload):
            return None
        known, segments = marshal.loads(payload)
        return segments if known == state else None
    except (OSError, ValueError, EOFError, TypeError):
        return None


def _checksum(payload: bytes) -> bytes:
    import zlib

    return zlib.crc32(payload).to_bytes(4, "big")


def _write(path: str, state: bytes, segments: dict[str, bytes]) -> None:
    """Writes the image whole or not at all; a cache that cannot be written is no error."""
    temporary = f"{path}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(temporary, "wb") as file:
            payload = marshal.dumps((state, segments))
            file.write(_MAGIC + _checksum(payload) + payload)
        os.replace(temporary, path)
    except OSError:
        pass
