"""The law's own tests: cases.yaml beside each section, run through explain, with coverage of the law's rows."""

from __future__ import annotations

import os

from inforce.facts import read
from inforce.facts.diagnostics import Diagnostic, Place, Refused, did_you_mean
from inforce.facts.documents import Mapping, Node, Scalar, as_text, parse, read_bytes
from inforce.facts.frozen import Frozen
from inforce.facts.read_case import case_nodes, read_case
from inforce.products.assess import Assessment, Assessor
from inforce.products.assessment import OutputRow
from inforce.products.gaps import Gap, GapCase, close_gaps

TEST_SCHEMA = "test/1"
UNKNOWN_FILE = "unknown-text.txt"


class Failure(Frozen):
    """A case whose answer is not what the case expects."""

    place: str
    case: str
    says: str


class TestReport(Frozen):
    """What ran, what failed, and which rows no case fires, no case refuses, or no case expects to be cited."""

    schema: str
    library: str
    cases: int
    failures: tuple[Failure, ...]
    rows: int
    covered: int
    never_fired: tuple[str, ...]
    never_refused: tuple[str, ...]
    never_cited: tuple[str, ...]
    unknown: tuple[str, ...]
    unknown_changed: tuple[str, ...]
    gaps: tuple[GapCase, ...]
    passed: bool


class _Part:
    """One testable part of the law: a row, step, element or defense. `always` ones nothing can refuse."""

    def __init__(self, place: str, cite: str, always: bool, unknown: bool) -> None:
        self.name, self.place, self.always, self.unknown = _name(place, cite), place, always, unknown
        self.cite = cite
        self.fired = self.refused = self.cited = False
        self.decides = False  # whether an answer cites it as deciding: a row, a default or a step


def run_law_tests(assessor: Assessor, root: str, path: str = "", gaps: bool = False) -> TestReport:
    """Runs the cases below a path (all by default) and reports coverage; coverage is judged for whole runs only.

    With `gaps`, also makes a case for each part that no case fires or refuses. Raises Refused where a cases file cannot
    be read.
    """
    files = _case_files(root, path)
    parts = _parts(assessor)
    failures: list[Failure] = []
    count = 0
    problems: read.Problems = []
    cases = [case for file in files for case in _cases(file, root, assessor, problems)]
    if problems:
        raise Refused(*problems)
    for place, assessment, expectations in cases:
        count += 1
        try:
            rows = assessment.rows
        except Refused as refusal:
            failures.append(Failure(place, assessment.case.name, str(refusal)))
            continue
        _mark(assessment, parts, _cites(expectations))
        failures += [Failure(place, assessment.case.name, says) for e in expectations for says in _unmet(e, rows)]
    whole = not path
    judged = [part for part in parts.values() if not part.unknown]
    never_fired = tuple(sorted(p.name for p in judged if not p.fired)) if whole else ()
    never_refused = tuple(sorted(p.name for p in judged if not p.refused and not p.always)) if whole else ()
    never_cited = tuple(sorted(p.name for p in judged if p.decides and not p.cited)) if whole else ()
    unknown = tuple(sorted(part.name for part in parts.values() if part.unknown))
    listed = _listed(root)
    changed = tuple(f"not listed in law/{UNKNOWN_FILE}: {name}" for name in unknown if name not in listed)
    changed += tuple(
        f"listed in law/{UNKNOWN_FILE} but known or gone: {name}" for name in listed if name not in unknown
    )
    missing: list[Gap] = []
    if whole and gaps:
        missing += [Gap(p.name, p.place, "fires") for p in judged if not p.fired]
        missing += [Gap(p.name, p.place, "refuses") for p in judged if not p.refused and not p.always]
        fired = {gap.place for gap in missing if gap.wanted == "fires"}
        missing += [Gap(p.name, p.place, "cites") for p in judged if p.decides and not p.cited and p.place not in fired]
    covered = sum(1 for p in judged if p.fired and (p.refused or p.always) and (p.cited or not p.decides))
    return TestReport(
        schema=TEST_SCHEMA,
        library=assessor.image.edition.digest,
        cases=count,
        failures=tuple(failures),
        rows=len(judged),
        covered=covered,
        never_fired=never_fired,
        never_refused=never_refused,
        never_cited=never_cited,
        unknown=unknown,
        unknown_changed=changed,
        gaps=close_gaps(assessor, missing) if missing else (),
        passed=not (failures or never_fired or never_refused or never_cited or changed),
    )


def _listed(root: str) -> tuple[str, ...]:
    path = os.path.join(root, UNKNOWN_FILE)
    if not os.path.exists(path):
        return ()
    lines = as_text(read_bytes(path), UNKNOWN_FILE).splitlines()
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def _case_files(root: str, path: str) -> list[str]:
    start = path or root
    if os.path.isfile(start):
        return [start]
    found = [os.path.join(folder, "cases.yaml") for folder, _, names in os.walk(start) if "cases.yaml" in names]
    if not found:
        raise Refused(
            Diagnostic("file-missing", Place(start), "no cases.yaml is here", "name a folder of the law library")
        )
    return sorted(found)


def _cases(
    file: str, root: str, assessor: Assessor, problems: read.Problems
) -> list[tuple[str, Assessment, list[Mapping]]]:
    name = "law/" + os.path.relpath(file, root).replace(os.sep, "/")
    named: dict[str, Mapping] = {}
    found = []
    for node in case_nodes(parse(as_text(read_bytes(file), name), name)):
        if not isinstance(node, Mapping):
            problems.append(Diagnostic("case-shape", node.place, "a case is a mapping of keys and values"))
            continue
        merged = _like(node, named, problems)
        named[read.text(merged.get("case"), "case", problems)] = merged
        case = read_case(merged, assessor.vocabulary, problems, ("expect", "like"))
        expectations = [e for item in read.items(node.get("expect")) if (e := _expectation(item, problems))]
        if not expectations:
            problems.append(Diagnostic("case-expectation", node.place, "a law test expects nothing", "add expect:"))
        if case is not None:
            try:
                found.append((str(node.place), assessor.assess(case), expectations))
            except Refused as refusal:
                problems += refusal.diagnostics
    return found


def _like(node: Mapping, named: dict[str, Mapping], problems: read.Problems) -> Mapping:
    """A case with what it takes over from an earlier one; its own keys and facts win."""
    like = node.get("like")
    if like is None:
        return node
    name = read.text(like, "like", problems)
    if name not in named:
        hint = did_you_mean(name, list(named))
        problems.append(Diagnostic("case-expectation", like.place, f"no earlier case is called {name!r}", hint))
        return node
    return _merged(node, named[name], ("expect", "like"))


def _merged(own: Mapping, other: Mapping, skip: tuple[str, ...] = ()) -> Mapping:
    pairs: list[tuple[Scalar, Node]] = []
    names = {key.text for key, _ in own.pairs}
    for key, value in other.pairs:
        if key.text in skip:
            continue
        mine = own.get(key.text)
        if mine is None:
            pairs.append((key, value))
        elif key.text == "facts" and isinstance(mine, Mapping) and isinstance(value, Mapping):
            pairs.append((key, _merged(mine, value)))
    taken = {key.text for key, _ in pairs}
    pairs += [(key, value) for key, value in own.pairs if key.text not in taken and key.text in names]
    return Mapping(tuple(pairs), own.place)


def _expectation(item: Node, problems: read.Problems) -> Mapping | None:
    body = read.mapping(item, "an expectation", problems, "case-expectation")
    if body:
        read.only(body, (*OutputRow._fields, "only", "absent"), "an expectation", problems)
    return body


def _unmet(expectation: Mapping, rows: tuple[OutputRow, ...]) -> list[str]:
    """What of an expectation no row meets; empty if one does."""
    wanted = {
        key.text: value.text
        if isinstance(value, Scalar)
        else "; ".join(v.text for v in read.items(value) if isinstance(v, Scalar))
        for key, value in expectation.pairs
        if key.text not in ("only", "absent")
    }
    of = wanted.setdefault("of", "")
    same = [row for row in rows if row.offense == wanted.get("offense", row.offense) and row.of == of]
    hits = [row for row in same if all(_fits(row, key, text) for key, text in wanted.items())]
    if expectation.get("absent") is not None:
        return [f"a row was not expected: {wanted}"] if hits else []
    if not hits:
        seen = "; ".join(", ".join(f"{key} {getattr(row, key)!r}" for key in wanted) for row in same) or "no such row"
        return [f"expected {wanted}, found {seen}"]
    if expectation.get("only") is not None and len(same) > 1:
        return [f"expected one row of {wanted.get('offense')}, found {len(same)}"]
    return []


def _fits(row: OutputRow, key: str, text: str) -> bool:
    value = str(getattr(row, key))
    if key in ("defenses", "decided_by"):
        return all(part.strip() in value.split("; ") for part in text.split(";")) if text else not value
    return value == text


def _parts(assessor: Assessor) -> dict[str, _Part]:
    """Every part of every version under every reading; one written text is one part wherever it is in force."""
    found: dict[str, _Part] = {}
    for jurisdiction, _ in assessor.image.edition.jurisdictions:
        code = assessor.image.code(jurisdiction)
        for position in range(len(code.dates)):
            for offense in assessor.image.version(jurisdiction, position).offenses:
                own = offense.default
                found.setdefault(own.place, _Part(own.place, own.cite, not offense.rows, bool(own.unknown)))
                for row in (*offense.rows, *offense.steps):
                    found.setdefault(row.place, _Part(row.place, row.cite, False, bool(row.unknown)))
                for row in (own, *offense.rows, *offense.steps):
                    found[row.place].decides = True
                for element in offense.elements:
                    found.setdefault(element.place, _Part(element.place, element.cite, False, False))
                for defense in offense.defenses:
                    found.setdefault(defense.place, _Part(defense.place, defense.cite, False, False))
    return found


def _name(place: str, cite: str) -> str:
    return f"{place.rsplit(':', 2)[0].removeprefix('law/')} {cite}"


def _cites(expectations: list[Mapping]) -> set[tuple[str, str]]:
    """What a case expects to be cited as deciding: offense, cite."""
    found = set()
    for expectation in expectations:
        offense = expectation.get("offense")
        for item in read.items(expectation.get("decided_by")):
            if isinstance(item, Scalar) and isinstance(offense, Scalar):
                found |= {(offense.text, cite.strip()) for cite in item.text.split(";")}
    return found


def _mark(assessment: Assessment, parts: dict[str, _Part], cites: set[tuple[str, str]]) -> None:
    """Notes what a case fired and refused. Only settled states count, and rows only where the elements are met."""
    for ready, findings in zip(assessment.ready, assessment.findings(), strict=True):
        for offense, found in zip(ready.version.offenses, findings, strict=True):
            for element, state in zip(offense.elements, found.elements, strict=True):
                _note(parts[element.place], state)
            for defense, state in zip(offense.defenses, found.defenses, strict=True):
                _note(parts[defense.place], state)
            if found.verdict is not True or len(found.outcomes) != 1 or len(found.outcomes[0].leaves) != 1:
                continue
            leaf = offense.leaves[found.outcomes[0].leaves[0]]
            _note(parts[offense.default.place], leaf.row < 0)
            for row, state in zip(offense.rows, found.rows, strict=True):
                _note(parts[row.place], state)
            deciding = [offense.default if leaf.row < 0 else offense.rows[leaf.row]]
            for trail in leaf.trail:
                step = offense.steps[trail.step]
                _note(parts[step.place], trail.applied)
                deciding += [step] if trail.applied else []
            for row in deciding:
                parts[row.place].cited |= (offense.cite, row.cite) in cites


def _note(part: _Part, state: bool | None) -> None:
    if state is True:
        part.fired = True
    elif state is False:
        part.refused = True
