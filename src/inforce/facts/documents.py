"""Reads YAML, JSON and TOML text as nodes that keep their place. Scalars stay text: only a type says what they mean."""

from __future__ import annotations

from inforce.facts.diagnostics import Diagnostic, Place, Refused
from inforce.facts.frozen import Frozen

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from typing import Any

MAX_BYTES = 1024 * 1024  # a case file of this size would hold a thousand cases
MAX_DEPTH = 40  # no case or law file nests deeper than about ten


class Scalar(Frozen):
    """A value that has not been typed yet: its text as written, and whether it was quoted."""

    text: str
    place: Place
    quoted: bool = False


class Sequence(Frozen):
    """A list of nodes."""

    items: tuple[Node, ...]
    place: Place


class Mapping(Frozen):
    """Keys, each with its own place, and their values, in the order written."""

    pairs: tuple[tuple[Scalar, Node], ...]
    place: Place

    def get(self, key: str) -> Node | None:
        """The value of a key, or None."""
        for name, value in self.pairs:
            if name.text == key:
                return value
        return None


Node = Scalar | Sequence | Mapping


def read_bytes(path: str) -> bytes:
    """The bytes of a file that may be a document, refused with a clear reason where it cannot be one."""
    import os
    import stat

    place = Place(path)
    try:
        status = os.stat(path)
        if stat.S_ISDIR(status.st_mode):
            raise Refused(
                Diagnostic("file-is-directory", place, "this is a directory, not a file", "name a file inside it")
            )
        if status.st_size > MAX_BYTES:
            raise Refused(too_large(path, status.st_size))
        with open(path, "rb") as file:
            return limited(file.read(MAX_BYTES + 1), path)
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise Refused(
            Diagnostic("file-missing", place, f"cannot be read: {reason.lower()}", "check the path")
        ) from None
    except ValueError:
        raise Refused(Diagnostic("file-missing", place, "this is no path of a file", "check the path")) from None


def limited(data: bytes, name: str) -> bytes:
    """The data, refused if it is larger than a document may be."""
    if len(data) > MAX_BYTES:
        raise Refused(too_large(name, len(data)))
    return data


def too_large(name: str, size: int) -> Diagnostic:
    """The diagnostic for a document over the limit."""
    return Diagnostic(
        "file-too-large",
        Place(name),
        f"holds more than {MAX_BYTES // 1024 // 1024} MB" if size else "is too large",
        "a case file holds some cases; give the facts of a case only",
    )


def as_text(data: bytes, name: str) -> str:
    """The text of a document in UTF-8."""
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as problem:
        line, column = _where(data, problem.start)
        raise Refused(
            Diagnostic("file-not-utf8", Place(name, line, column), "this byte is not UTF-8", "save the file as UTF-8")
        ) from None
    if "\0" in text:
        line, column = _where(data, data.index(b"\0"))
        raise Refused(
            Diagnostic("file-has-nul", Place(name, line, column), "a NUL byte stands here", "this is not a text file")
        )
    if not text.strip():
        raise Refused(Diagnostic("file-empty", Place(name, 1, 1), "the file is empty", "see inforce assess --help"))
    return text


def _where(data: bytes, offset: int) -> tuple[int, int]:
    before = data[:offset]
    line = before[before.rfind(b"\n") + 1 :]
    return before.count(b"\n") + 1, len(line.decode("utf-8", "replace")) + 1


def parse(text: str, name: str, line: int = 0) -> list[Node]:
    """The documents of a YAML or JSON text, or the one of a TOML text; `line` shifts places of an embedded text."""
    if name.endswith(".toml"):
        return [_parse_toml(text, name)]
    return _parse_yaml(text, name, line)


def _parse_yaml(text: str, name: str, line: int) -> list[Node]:
    import yaml
    from yaml._yaml import CParser

    def place(mark: yaml.Mark) -> Place:
        return Place(name, mark.line + 1 + line, mark.column + 1)

    text = _readable(text, name, line)
    documents: list[Node] = []
    open_nodes: list[tuple[bool, Place, list[Node]]] = []  # (is a mapping, place, keys and values in turn)
    try:
        parser = CParser(text)
        while True:
            event: Any = parser.get_event()
            kind = type(event).__name__
            if kind == "StreamEndEvent":
                break
            if getattr(event, "anchor", None) is not None:
                raise Refused(
                    Diagnostic(
                        "alias", place(event.start_mark), "an anchor or alias stands here", "write the value out"
                    )
                )
            if kind in ("MappingStartEvent", "SequenceStartEvent"):
                if len(open_nodes) >= MAX_DEPTH:
                    raise Refused(
                        Diagnostic("too-deep", place(event.start_mark), f"nested deeper than {MAX_DEPTH} levels")
                    )
                open_nodes.append((kind == "MappingStartEvent", place(event.start_mark), []))
                continue
            node: Node
            if kind == "ScalarEvent":
                node = Scalar(event.value, place(event.start_mark), event.style in ("'", '"'))
            elif kind in ("MappingEndEvent", "SequenceEndEvent"):
                is_mapping, start, parts = open_nodes.pop()
                node = _mapping(parts, start) if is_mapping else Sequence(tuple(parts), start)
            else:
                continue
            if open_nodes:
                open_nodes[-1][2].append(node)
            else:
                documents.append(node)
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        where = place(mark) if mark is not None else Place(name, line + 1, 1)
        what = " ".join(str(getattr(problem, "problem", None) or getattr(problem, "reason", "not valid")).split())
        if "nesting depth" in what:  # the parser's own limit, far above ours, met within one token
            raise Refused(Diagnostic("too-deep", where, f"nested deeper than {MAX_DEPTH} levels")) from None
        raise Refused(Diagnostic("syntax", where, f"not valid YAML: {what}", "check the line above as well")) from None
    if not documents:
        raise Refused(Diagnostic("file-empty", Place(name, 1, 1), "the file is empty", "see inforce assess --help"))
    return documents


def _readable(text: str, name: str, line: int) -> str:
    """The text as the YAML parser takes it: no character that no text holds, and a JSON text's tabs as blanks."""
    is_plain = text.translate(_BREAKS).isprintable()  # nearly always; the exact look costs a pattern of its own
    if not is_plain:
        _refuse_odd(text, name, line)
    is_json = text.lstrip()[:1] in ("{", "[")
    if is_json and "\\ud" in text.lower():
        import re

        text = re.sub(r"(?i)(?<!\\)((?:\\\\)*)\\u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})", _character, text)
    if is_json and "\t" in text:
        import re

        # Between the strings of a JSON text a tab is white space, which YAML does not take at a line's start.
        return re.sub(
            r'"(?:[^"\\\\]|\\\\.)*"|\t', lambda found: " " if found[0] == "\t" else found[0], text, flags=re.S
        )
    return text


_BREAKS = {9: 32, 10: 32, 13: 32}


def _refuse_odd(text: str, name: str, line: int) -> None:
    import re

    odd = re.search("[^\\t\\n\\r\\x20-\\x7e\\x85\\xa0-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]", text)
    if odd:
        at, column = _where(text[: odd.start()].encode(), len(text[: odd.start()].encode()))
        message = f"a character that no text holds stands here (U+{ord(odd[0]):04X})"
        raise Refused(Diagnostic("syntax", Place(name, at + line, column), message, "remove it"))


def _character(halves: re.Match[str]) -> str:
    """JSON escapes a character beyond the first plane as two halves, which YAML does not take."""
    high, low = int(halves[2], 16), int(halves[3], 16)
    return halves[1] + chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))


def _mapping(parts: list[Node], start: Place) -> Mapping:
    pairs: list[tuple[Scalar, Node]] = []
    seen: set[str] = set()
    for key, value in zip(parts[::2], parts[1::2], strict=True):
        if not isinstance(key, Scalar):
            raise Refused(Diagnostic("syntax", key.place, "a key must be plain text"))
        if key.text in seen:
            raise Refused(
                Diagnostic("duplicate-key", key.place, f"{key.text} stands twice here", "keep one of the two")
            )
        seen.add(key.text)
        pairs.append((key, value))
    return Mapping(tuple(pairs), start)


def _parse_toml(text: str, name: str) -> Node:
    import re
    import tomllib

    try:
        # Numbers stay text, as everywhere.
        data = tomllib.loads(text, parse_float=str)
    except tomllib.TOMLDecodeError as problem:
        found = re.search(r"line (\d+), column (\d+)", str(problem))
        where = Place(name, int(found[1]), int(found[2])) if found else Place(name, 1, 1)
        what = str(problem).split(" (at ")[0].lower()
        raise Refused(Diagnostic("syntax", where, f"not valid TOML: {what}")) from None
    except RecursionError:
        raise Refused(Diagnostic("too-deep", Place(name), f"nested deeper than {MAX_DEPTH} levels")) from None
    except ValueError:
        # The parser's own message is about Python; the only values it cannot take are numbers past all use.
        long = max(range(1, text.count("\n") + 2), key=lambda number: len(text.split("\n")[number - 1]))
        raise Refused(Diagnostic("syntax", Place(name, long, 1), "not valid TOML: a number is too long")) from None
    lines = text.splitlines()

    tables: dict[str, list[Place]] = {}  # where each [[table]] of a list begins
    for number, one in enumerate(lines):
        table = re.match(r"\s*\[\[\s*(?:.*\.)?\s*[\"']?([^.\"'\]]+?)[\"']?\s*\]\]", one)
        if table:
            tables.setdefault(table[1], []).append(Place(name, number + 1, 1))

    def place_of(key: str, start: int) -> Place:
        pattern = re.compile(rf"^[\s\[{{,]*(?:[\w.\"']+\.)?[\"']?{re.escape(key)}[\"']?\s*[\]=.]")
        for number in range(max(start - 1, 0), len(lines)):
            if pattern.search(lines[number]):
                return Place(name, number + 1, lines[number].index(key) + 1)
        return Place(name, max(start, 1), 1)

    def node(value: object, place: Place, depth: int, key: str = "") -> Node:
        if depth > MAX_DEPTH:
            raise Refused(Diagnostic("too-deep", place, f"nested deeper than {MAX_DEPTH} levels"))
        if isinstance(value, dict):
            pairs = []
            for key, part in value.items():
                where = place_of(key, place.line)
                pairs.append((Scalar(key, where), node(part, where, depth + 1, key)))
            return Mapping(tuple(pairs), place)
        if isinstance(value, list):
            places = tables.get(key, [])
            starts = places if len(places) == len(value) else [place] * len(value)
            parts = zip(value, starts, strict=True)
            return Sequence(tuple(node(part, start, depth + 1) for part, start in parts), place)
        if isinstance(value, bool):
            return Scalar("yes" if value else "no", place)
        if isinstance(value, int) and value.bit_length() > 1_000:
            raise Refused(Diagnostic("syntax", place, "not valid TOML: a number is too long"))
        return Scalar(str(value), place)

    return node(data, Place(name, 1, 1), 0)
