"""Reads the whole library from its folder: vocabulary, registers, law files. All problems are reported together."""

from __future__ import annotations

import os

from inforce.facts import read
from inforce.facts.diagnostics import Diagnostic, Place, Refused
from inforce.facts.documents import Mapping, Node, as_text, parse, read_bytes
from inforce.facts.frozen import Frozen
from inforce.facts.read_vocabulary import read_vocabulary
from inforce.facts.vocabulary import Vocabulary
from inforce.law.cites import CHAPTER_BEFORE_POINT, Cited
from inforce.law.load.markdown import Markdown, split
from inforce.law.load.registers import date, read_acts, read_decisions, read_source
from inforce.law.load.rules import Reader
from inforce.law.model import Act, Jurisdiction, LawFile, Library, Provision, Source
from inforce.law.parse_expression import Scope


class Loaded(Frozen):
    """The library as read, and everything that is wrong with it."""

    vocabulary: Vocabulary
    library: Library
    problems: tuple[Diagnostic, ...]


def load_library(root: str, draft: str = "") -> Loaded:
    """The library below a folder. Never raises for a fault of a law file; the problems say what is wrong.

    `draft` is the file of a bill, read as if it were law from the day that it names.
    """
    problems: read.Problems = []
    topics = {}
    for name in _files(os.path.join(root, "vocabulary"), ".yaml"):
        topics[name[:-5]] = _document(os.path.join(root, "vocabulary", name), root, problems)
    vocabulary = read_vocabulary({topic: node for topic, node in topics.items() if node}, problems)
    bill = _draft(draft, problems) if draft else None
    jurisdictions = {}
    for code in sorted(os.listdir(root)) if os.path.isdir(root) else ():
        folder = os.path.join(root, code)
        if os.path.isfile(os.path.join(folder, "jurisdiction.yaml")):
            jurisdictions[code] = _jurisdiction(root, code, vocabulary, problems, bill)
    if bill and bill.act.id.split("/")[0] not in jurisdictions:
        message = f"the bill's act {bill.act.id} names no jurisdiction of the library"
        hint = f"begin it with one of: {', '.join(jurisdictions)}"
        problems.append(Diagnostic("unknown-jurisdiction", bill.act.place, message, hint))
    if not jurisdictions:
        problems.append(Diagnostic("file-missing", Place(root), "no law library is here", "reinstall inforce"))
    return Loaded(vocabulary, Library(jurisdictions), tuple(problems))


def _files(folder: str, ending: str) -> list[str]:
    return (
        sorted(name for name in os.listdir(folder) if name.endswith(ending) and not name.startswith("."))
        if os.path.isdir(folder)
        else []
    )


def _text(path: str, root: str, problems: read.Problems) -> tuple[str, str]:
    """A file's text and its name inside the library."""
    name = "law/" + os.path.relpath(path, root).replace(os.sep, "/")
    try:
        return as_text(read_bytes(path), name), name
    except Refused as refusal:
        problems.extend(refusal.diagnostics)
        return "", name


def _document(path: str, root: str, problems: read.Problems) -> Node | None:
    text, name = _text(path, root, problems)
    if not text:
        return None
    try:
        return parse(text, name)[0]
    except Refused as refusal:
        problems.extend(refusal.diagnostics)
        return None


class Bill(Frozen):
    """A bill as read: its act, its file's name and its text."""

    act: Act
    path: str
    text: Markdown


def _draft(path: str, problems: read.Problems) -> Bill | None:
    """A bill's file; its front matter says what the register says of an act."""
    try:
        taken = split(as_text(read_bytes(path), path), path, problems)
    except Refused as refusal:
        problems.extend(refusal.diagnostics)
        return None
    front = taken.front or Mapping((), Place(path, 1, 1))
    act = read.required(front, "act", "the front matter", problems)
    body = read.mapping(read.required(front, "draft", "the front matter of a bill", problems), "draft", problems)
    if act is None or body is None:
        return None
    read.only(body, ("name", "effective", "says"), "draft", problems)
    name = read.text(read.required(body, "name", "draft", problems), "name", problems)
    day = date(read.required(body, "effective", "draft", problems), problems)
    identity = read.text(act, "act", problems)
    place = read.place_of(act, front.place)
    return Bill(Act(identity, name, "a bill, not law", day, None, None, Source(), place), path, taken)


def _jurisdiction(
    root: str, code: str, vocabulary: Vocabulary, problems: read.Problems, bill: Bill | None
) -> Jurisdiction:
    node = _document(os.path.join(root, code, "jurisdiction.yaml"), root, problems)
    body = read.mapping(node, "jurisdiction.yaml", problems, "law-shape") or Mapping((), Place(f"law/{code}"))
    read.only(body, ("name", "begins", "checked", "begins_because", "codes", "source"), "jurisdiction.yaml", problems)
    acts = _document(os.path.join(root, "acts", f"{code}.yaml"), root, problems)
    decisions_path = os.path.join(root, "decisions", f"{code}.yaml")
    decisions = _document(decisions_path, root, problems) if os.path.exists(decisions_path) else None
    codes = read.mapping(body.get("codes"), "codes", problems, "law-shape")
    texts = []
    for folder, _, names in sorted(os.walk(os.path.join(root, code))):
        for name in sorted(names):
            if name.endswith(".md") and not name.startswith("."):
                text, path = _text(os.path.join(folder, name), root, problems)
                if text:
                    texts.append((path, split(text, path, problems)))
    register = read_acts(acts, problems) if acts else {}
    if bill and bill.act.id.split("/")[0] == code:
        texts.append((bill.path, bill.text))
        register[bill.act.id] = bill.act
    return Jurisdiction(
        code,
        read.text(body.get("name"), "name", problems),
        date(read.required(body, "begins", "jurisdiction.yaml", problems), problems),
        date(read.required(body, "checked", "jurisdiction.yaml", problems), problems),
        {key.text: _cited(value, problems) for key, value in codes.pairs} if codes else {},
        register,
        read_decisions(decisions, problems) if decisions else {},
        read_law_files(texts, vocabulary, problems),
        read_source(body.get("source"), problems),
    )


def _cited(node: Node, problems: read.Problems) -> Cited:
    """How a code is cited: one way, or `cited:` with several and `chapters:`."""
    if not isinstance(node, Mapping):
        return Cited((read.text(node, "codes", problems),))
    read.only(node, ("cited", "chapters"), "a code", problems)
    chapters = read.text(node.get("chapters"), "chapters", problems)
    if chapters not in ("", CHAPTER_BEFORE_POINT):
        message = f"chapters cannot be {read.short(chapters)!r}"
        problems.append(Diagnostic("wrong-type", node.place, message, CHAPTER_BEFORE_POINT))
    return Cited(read.texts(read.required(node, "cited", "a code", problems), "cited", problems), chapters)


def read_law_files(
    texts: list[tuple[str, Markdown]], vocabulary: Vocabulary, problems: read.Problems
) -> tuple[LawFile, ...]:
    """The law files of one jurisdiction; terms and grades are shared by all of them."""
    blocks = [(path, _blocks(path, taken, problems)) for path, taken in texts]
    scope = _scope([block for _, parsed in blocks for blocks_ in parsed for block in blocks_], vocabulary)
    return tuple(
        _law_file(path, taken, parsed, scope, problems)
        for (path, taken), (_, parsed) in zip(texts, blocks, strict=True)
    )


def _blocks(path: str, taken: Markdown, problems: read.Problems) -> list[list[Mapping]]:
    found = []
    for section in taken.sections:
        bodies = []
        for block in section.blocks:
            try:
                node = parse(block.text, path, block.line)[0]
            except Refused as refusal:
                problems.extend(refusal.diagnostics)
                continue
            body = read.mapping(node, "a block of rules", problems, "law-shape")
            if body:
                bodies.append(body)
        found.append(bodies)
    return found


def _scope(blocks: list[Mapping], vocabulary: Vocabulary) -> Scope:
    """Names first: terms with their type, open questions, grades. Problems are reported when the rules are read."""
    quiet: read.Problems = []
    terms: dict[str, str] = {}
    opens: set[str] = set()
    ladder: tuple[str, ...] = ()
    for block in blocks:
        for key, value in block.pairs:
            for item in read.items(value):
                if not isinstance(item, Mapping):
                    continue
                if key.text == "define":
                    meaning = read.text(item.get("is"), "is", quiet).strip()
                    terms[read.text(item.get("term"), "term", quiet)] = (
                        "int" if meaning.startswith("count(") else "bool"
                    )
                elif key.text == "open":
                    opens.add(read.text(item.get("term"), "term", quiet))
                elif key.text == "ladder":
                    ladder = read.texts(item.get("grades"), "grades", quiet)
    return Scope(vocabulary, terms, frozenset(opens), ladder)


def _law_file(
    path: str, taken: Markdown, blocks: list[list[Mapping]], scope: Scope, problems: read.Problems
) -> LawFile:
    front = taken.front or Mapping((), Place(path, 1, 1))
    read.only(front, ("section", "act", "draft", "source", "reviewed"), "the front matter", problems)
    section = read.text(read.required(front, "section", "the front matter", problems), "section", problems)
    act = read.text(read.required(front, "act", "the front matter", problems), "act", problems)
    source = read_source(read.required(front, "source", "the front matter", problems), problems)
    reviewed = read.mapping(front.get("reviewed"), "reviewed", problems, "law-shape")
    reader = Reader(section, source.confidence, scope, problems)
    provisions = tuple(
        Provision(
            part.name,
            part.title,
            part.prose,
            tuple(rule for block in bodies for rule in reader.rules(block)),
            part.place,
        )
        for part, bodies in zip(taken.sections, blocks, strict=True)
    )
    by = read.text(reviewed.get("by"), "by", problems) if reviewed else ""
    return LawFile(path, section, act, taken.title, source, by, provisions, read.place_of(front, Place(path, 1, 1)))
