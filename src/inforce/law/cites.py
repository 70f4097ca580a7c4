"""Cites as paths, so that a chapter holds its sections and a section its subsections."""

from __future__ import annotations

import re

from inforce.facts.frozen import Frozen

Path = tuple[str, ...]
CHAPTER_BEFORE_POINT = "number before the point"  # how some codes number their sections: 43.26 stands in chapter 43


class Cited(Frozen):
    """How a code's sections are cited, the usual way first, and where a section's number names its chapter."""

    ways: tuple[str, ...]
    chapters: str = ""


Codes = dict[str, Cited]  # by the code's folder
_PARTS = re.compile(r"\([^()\s]+\)")
_SECTION = re.compile(r"^(?P<number>[0-9]+[A-Za-z]?(?:\.[0-9A-Za-z]+)?)(?P<parts>(?:\([^()\s]+\))*)$")


def path_of(cite: str, codes: Codes) -> Path | None:
    """The path of a cite: code, chapter (empty where the number does not name it), section, then each subdivision;
    None where no encoded code is named."""
    flat = _flat(cite)
    for folder, way, chapters in [(folder, way, c.chapters) for folder, c in codes.items() for way in c.ways]:
        stem = _flat(way).rstrip("§").rstrip()
        if not flat.startswith(stem):
            continue
        rest = flat[len(stem) :].strip()
        if rest.startswith(("ch.", "chapter")):
            return (folder, rest.split(maxsplit=1)[1] if " " in rest else rest[3:])
        found = _SECTION.match(rest.removeprefix("§").removeprefix("sec.").replace(" ", ""))
        if found:
            number = found["number"]
            chapter = number.split(".")[0] if chapters == CHAPTER_BEFORE_POINT else ""
            return (folder, chapter, number, *_PARTS.findall(found["parts"]))
    return None


def cite_of(path: Path, codes: Codes) -> str:
    """The usual cite of a path; of a code and a chapter alone, the chapter's."""
    stem = codes[path[0]].ways[0].rstrip("§").rstrip()
    if len(path) == 2:
        return f"{stem} ch. {path[1]}"
    return f"{stem} § {''.join(path[2:])}"


def _flat(cite: str) -> str:
    text = " ".join(cite.lower().replace("§", " § ").split())
    return text.replace(" (", "(").replace("’", "'")


def inside(path: Path | None, whole: Path) -> bool | None:
    """Whether a path is the whole or a part of it; None where it is named too coarsely to tell."""
    if path is None:
        return False
    if path[: len(whole)] == whole:
        return True
    return None if whole[: len(path)] == path else False


def within_cite(cite: str, part: str) -> bool:
    """Whether a full cite is the given subdivision, or inside it: (c-1)(2)(A) is inside (c-1)(2)."""
    start = cite.find("(")
    return start >= 0 and cite[start:].startswith(part)
