"""Splits a law file into front matter and provisions: heading, prose, fenced rule blocks with their lines."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt

from inforce.facts.diagnostics import Diagnostic, Place, Refused
from inforce.facts.documents import Mapping, parse
from inforce.facts.frozen import Frozen
from inforce.facts.read import Problems

_HEADING = re.compile(r"^(?P<name>\([^\s]*\)|[^\s()][^()]*?)(?:\s+(?P<title>.*))?$")


class Block(Frozen):
    """A fenced block of rules and the line before its first."""

    text: str
    line: int


class Section(Frozen):
    """A second-level heading with what stands below it."""

    name: str
    title: str
    prose: str
    blocks: tuple[Block, ...]
    place: Place


class Markdown(Frozen):
    """A law file taken apart."""

    front: Mapping | None
    title: str
    sections: tuple[Section, ...]


def split(text: str, path: str, problems: Problems) -> Markdown:
    """Front matter, title and sections of a law file."""
    front, body, offset = _front_matter(text, path, problems)
    tokens = MarkdownIt("commonmark").parse(body)
    title = ""
    sections: list[Section] = []
    current: tuple[str, str, Place] | None = None
    prose: list[str] = []
    blocks: list[Block] = []

    def close() -> None:
        if current is not None:
            name, heading, place = current
            sections.append(Section(name, heading, "\n\n".join(prose), tuple(blocks), place))
        prose.clear()
        blocks.clear()

    for index, token in enumerate(tokens):
        line = (token.map[0] if token.map else 0) + offset
        if token.type == "heading_open":
            heading = tokens[index + 1].content
            if token.tag == "h1":
                title = heading
            elif token.tag == "h2":
                close()
                found = _HEADING.match(heading)
                name = found["name"] if found else heading
                current = (name, (found["title"] or "") if found else "", Place(path, line + 1, 1))
            else:
                problems.append(Diagnostic("law-shape", Place(path, line + 1, 1), "only two heading levels are used"))
        elif token.type == "inline" and tokens[index - 1].type == "paragraph_open":
            prose.append(" ".join(token.content.split()))
        elif token.type == "fence":
            if token.info.strip() != "yaml":
                message = f"a fenced block must be yaml, not {token.info.strip() or 'unnamed'}"
                problems.append(Diagnostic("law-shape", Place(path, line + 1, 1), message))
            elif current is None:
                problems.append(Diagnostic("law-shape", Place(path, line + 1, 1), "rules must stand below a provision"))
            else:
                blocks.append(Block(token.content, line + 1))
    close()
    return Markdown(front, title, tuple(sections))


def _front_matter(text: str, path: str, problems: Problems) -> tuple[Mapping | None, str, int]:
    lines = text.split("\n")
    if lines[0].strip() != "---":
        problems.append(Diagnostic("law-shape", Place(path, 1, 1), "a law file begins with front matter between ---"))
        return None, text, 0
    for number in range(1, len(lines)):
        if lines[number].strip() == "---":
            break
    else:
        problems.append(Diagnostic("law-shape", Place(path, 1, 1), "the front matter does not end with ---"))
        return None, text, 0
    try:
        node = parse("\n".join(lines[1:number]), path, 1)[0]
    except Refused as refusal:
        problems.extend(refusal.diagnostics)
        node = None
    front = node if isinstance(node, Mapping) else None
    return front, "\n".join(lines[number + 1 :]), number + 1
