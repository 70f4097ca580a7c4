"""Cites as paths, so that a chapter holds its sections and a section its subsections."""

from __future__ import annotations

import re

Path = tuple[str, ...]
_PARTS = re.compile(r"\([^()\s]+\)")
_SECTION = re.compile(r"^(?P<number>[0-9]+[A-Za-z]?(?:\.[0-9A-Za-z]+)?)(?P<parts>(?:\([^()\s]+\))*)$")


def path_of(cite: str, codes: dict[str, str]) -> Path | None:
    """The path of a cite: code, chapter, section, then each subdivision; None where no encoded code is named.

    `codes` maps a code's folder to how its sections are cited (`Tex. Penal Code §`).
    """
    flat = _flat(cite)
    for folder, lead in codes.items():
        stem = _flat(lead).rstrip("§").rstrip()
        if not flat.startswith(stem):
            continue
        rest = flat[len(stem) :].strip()
        if rest.startswith(("ch.", "chapter")):
            return (folder, rest.split(maxsplit=1)[1] if " " in rest else rest[3:])
        found = _SECTION.match(rest.removeprefix("§").removeprefix("sec.").replace(" ", ""))
        if found:
            number = found["number"]
            return (folder, number.split(".")[0], number, *_PARTS.findall(found["parts"]))
    return None


def _flat(cite: str) -> str:
    text = " ".join(cite.lower().replace("§", " § ").replace("texas ", "tex. ").split())
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
