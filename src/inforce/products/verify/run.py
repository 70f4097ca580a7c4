"""Runs the properties over the law library and gathers what they find."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable

from inforce.facts.diagnostics import Diagnostic, Place, Refused, did_you_mean
from inforce.facts.vocabulary import Vocabulary
from inforce.law.edition import Image
from inforce.law.load.library import Loaded
from inforce.law.lowered import Code, Version
from inforce.law.model import Jurisdiction
from inforce.law.plain import plain_values
from inforce.products.assess import ADVICE
from inforce.products.proving.prover import Prover
from inforce.products.proving.witness import Witnesses
from inforce.products.verify.answers import Answers, SubjectAnswers
from inforce.products.verify.findings import VERIFY_SCHEMA, LawFinding, PropertyReport, VerifyReport, told
from inforce.products.verify.memory import Memory, memory_path
from inforce.products.verify.properties import texts
from inforce.products.verify.registry import PROPERTIES, Property
from inforce.products.verify.reviewed import reviewed_findings
from inforce.products.verify.subjects import Subject, sections_of

Progress = Callable[[str], None]
BOUNDS = (
    "What is proved is proved of the encoded rules; where a text was not seen, the rules say so and bounds are used."
)


class Scope:
    """What part of a library is asked about: jurisdictions, and sections of them (none: all)."""

    def __init__(self, jurisdictions: tuple[str, ...], sections: frozenset[str]) -> None:
        self.jurisdictions, self.sections = jurisdictions, sections

    def holds(self, section: str) -> bool:
        """Whether a section is asked about."""
        return not self.sections or section in self.sections


def scope_of(loaded: Loaded, root: str, where: str) -> Scope:
    """The part of a library that a jurisdiction's name or a path names. Raises Refused where it names nothing."""
    library = loaded.library.jurisdictions
    if not where:
        return Scope(tuple(library), frozenset())
    if where in library:
        return Scope((where,), frozenset())
    path = os.path.abspath(where)
    inside = os.path.relpath(path, os.path.abspath(root)).replace(os.sep, "/")
    if os.path.exists(path) and not inside.startswith(".."):
        name = "law" if inside == "." else f"law/{inside}"
        held = [
            (code.id, file.section)
            for code in library.values()
            for file in code.files
            if name == "law" or file.path == name or file.path.startswith(f"{name}/")
        ]
        if held:
            return Scope(tuple(dict.fromkeys(code for code, _ in held)), frozenset(section for _, section in held))
        message, hint = "no law file lies here", "name a jurisdiction, a folder of the law library or one of its files"
        if inside.startswith("drafts/"):
            hint = f"a bill is asked about with: inforce verify --draft {where}"
        raise Refused(Diagnostic("file-missing", Place(where), message, hint))
    hint = did_you_mean(where, list(library)) or f"encoded: {', '.join(library)}; or a folder of the law library"
    raise Refused(Diagnostic("unknown-jurisdiction", Place(where), f"no law is encoded under {where!r}", hint))


def run_verify(
    image: Image,
    loaded: Loaded,
    root: str,
    where: str = "",
    *,
    milliseconds: int,
    again: bool = False,
    progress: Progress = lambda _: None,
) -> VerifyReport:
    """Everything that can be proved of a library, and the findings. `again` asks what was proved before, too.

    Raises Refused where `where` names nothing, or the list of reviewed findings cannot be read.
    """
    scope = scope_of(loaded, root, where)
    reviewed = reviewed_findings(root)
    memory = Memory(memory_path(), image.edition.vocabulary, not again)
    reports: list[PropertyReport] = []
    findings: list[LawFinding] = []
    facts: list[LawFinding] = []
    unsettled: list[str] = []
    disagreements: list[str] = []
    asked = remembered = 0
    ready = [_Ready(image, loaded, name) for name in scope.jurisdictions]
    for entry in PROPERTIES:
        progress(entry.name)
        own: list[LawFinding] = []
        proved, open_here = 0, 0
        for part in ready:
            for subject, found, known in part.answers(entry, scope, memory, milliseconds):
                proved += found.proved
                asked += found.asked
                remembered += found.asked if known else 0
                facts += found.facts
                unsettled += found.unsettled
                disagreements += found.disagreements
                open_here += len(found.unsettled)
                own += [f for f in found.findings if entry.name != "dead" or part.is_dead(f, subject)]
            for said in part.texts(entry.name):
                proved += sum(scope.holds(section) for section in said.proved)
                own += [_as_finding(entry.name, text) for text in said.findings if scope.holds(text.section)]
        merged = merge(own)
        findings += merged
        reports.append(PropertyReport(entry.name, entry.says, entry.example, proved, len(merged), open_here))
    memory.save()
    looked = tuple(
        f.replace(reviewed=reviewed[f.name].says) if f.name in reviewed and reviewed[f.name].found == told(f) else f
        for f in findings
    )
    still = {finding.name for finding in looked if finding.reviewed}
    whole = not scope.sections and set(scope.jurisdictions) == set(loaded.library.jurisdictions)
    gone = tuple(name for name in reviewed if name not in still) if whole else ()
    unreviewed = sum(not finding.reviewed for finding in looked)
    return VerifyReport(
        VERIFY_SCHEMA, image.edition.digest, scope.jurisdictions, tuple(reports), looked, tuple(merge(facts)),
        unreviewed, gone, tuple(unsettled), tuple(disagreements), asked, remembered,
        not (unreviewed or gone or unsettled or disagreements), (BOUNDS, ADVICE),
    )  # fmt: skip


class _Ready:
    """One jurisdiction, ready to be asked about."""

    def __init__(self, image: Image, loaded: Loaded, name: str) -> None:
        self.code: Code = image.code(name)
        self.vocabulary: Vocabulary = image.edition.vocabulary
        self.versions: tuple[Version, ...] = tuple(image.version(name, at) for at in range(len(self.code.dates)))
        self.jurisdiction: Jurisdiction = loaded.library.jurisdictions[name]
        self.plain = plain_values(self.code, self.vocabulary)
        self.witnesses = Witnesses(self.code, self.vocabulary, self.plain)
        self._alive: set[tuple[str, str]] = set()

    def answers(
        self, entry: Property, scope: Scope, memory: Memory, milliseconds: int
    ) -> list[tuple[Subject, SubjectAnswers, bool]]:
        """The answers about each subject of a property, and whether they were known already."""
        if entry.subjects is None or entry.ask is None:
            return []
        found = []
        for subject in entry.subjects(self.versions):
            if not any(scope.holds(section) for section in sections_of(subject)):
                continue
            key = memory.key(entry.name, subject, self.code)
            answers = memory.get(key)
            is_known = answers is not None
            if answers is None:
                prover = Prover(self.code, self.vocabulary, self.plain, subject.offenses, milliseconds)
                asking = Answers(entry.name, subject, prover, self.witnesses)
                entry.ask(asking)
                answers = asking.done()
                memory.put(key, answers)
            # The last day is no part of what was proved: a later version may have ended the subject since.
            answers = answers.replace(
                findings=tuple(finding.replace(ends=subject.ends) for finding in answers.findings),
                facts=tuple(fact.replace(ends=subject.ends) for fact in answers.facts),
            )
            for begins in self._days(subject):
                self._alive |= {(begins, place) for place in answers.alive}
            found.append((subject, answers, is_known))
        return found

    def is_dead(self, finding: LawFinding, subject: Subject) -> bool:
        """Whether no offense in force on the same days brings a text into play that one of them does not."""
        return any((begins, finding.place) not in self._alive for begins in self._days(subject))

    def texts(self, property: str) -> Iterable[texts.TextAnswers]:
        """What the texts alone tell."""
        if property == "continuity":
            yield texts.gaps(self.jurisdiction)
        elif property == "forks":
            yield texts.forks(self.jurisdiction)
        elif property == "cites":
            yield texts.cites(self.jurisdiction, self.versions)

    def _days(self, subject: Subject) -> list[str]:
        """The first days of the versions in which a subject stands."""
        return [
            begins
            for begins, _ in self.code.dates
            if subject.begins <= begins and (not subject.ends or begins < subject.ends)
        ]


def _as_finding(property: str, text: texts.TextFinding) -> LawFinding:
    return LawFinding(
        f"{property}: {text.what}", property, text.section, text.cites, text.begins, text.ends, "", text.says, None,
        "", text.place, "",
    )  # fmt: skip


def merge(findings: list[LawFinding]) -> list[LawFinding]:
    """Findings that say the same of days that overlap or follow one another are one, named by its first day."""
    found: dict[tuple[object, ...], list[LawFinding]] = {}
    for finding in sorted(findings, key=lambda f: f.begins):
        case = finding.case
        shown = (case.facts, case.open_law, case.after) if case else ()
        spans = found.setdefault((finding.name, finding.says, shown), [])
        if spans and (not spans[-1].ends or finding.begins <= spans[-1].ends):
            ends = "" if "" in (spans[-1].ends, finding.ends) else max(spans[-1].ends, finding.ends)
            spans[-1] = spans[-1].replace(ends=ends)
        else:
            spans.append(finding)
    merged = [
        finding.replace(name=f"{finding.name}, from {finding.begins}") for spans in found.values() for finding in spans
    ]
    order = {finding.name: at for at, finding in reversed(list(enumerate(findings)))}
    return sorted(merged, key=lambda f: (f.begins, order[f.name.rsplit(", from ", 1)[0]]))
