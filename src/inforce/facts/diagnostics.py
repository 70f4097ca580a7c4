"""Every problem that the loader, a check or an input can raise: one public registry.

A diagnostic is born with its code at the place where the problem is seen; nothing classifies it later by its text.
"""

from __future__ import annotations

from inforce.facts.frozen import Frozen


class Place(Frozen):
    """Where a value stands: file, line and column, both counted from 1; line 0 means the file as a whole."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


class Diagnostic(Frozen):
    """One problem: its code, its place, what was found and expected, and what to do."""

    code: str
    place: Place
    message: str
    hint: str = ""

    def __str__(self) -> str:
        line = f"{self.place}: {self.message} [{self.code}]"
        return f"{line}\n    {self.hint}" if self.hint else line


class Refused(Exception):
    """Input that cannot be used, with everything that is wrong with it. Nothing was done."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__("\n".join(str(d) for d in diagnostics))
        self.diagnostics = diagnostics


# code: (severity, what it means). tests/bad/ holds a file for each that raises it.
REGISTRY: dict[str, tuple[str, str]] = {
    # files
    "file-missing": ("error", "The file does not exist or cannot be read."),
    "file-is-directory": ("error", "A file was expected, a directory was named."),
    "file-too-large": ("error", "The file is larger than a case or law file can sensibly be."),
    "file-not-utf8": ("error", "The file is not text in UTF-8."),
    "file-has-nul": ("error", "The file holds NUL bytes, so it is not text."),
    "file-empty": ("error", "The file holds nothing."),
    "file-unreadable": ("error", "The table is damaged, or not of the kind that its name says."),
    "file-unwritable": ("error", "The output cannot be written; nothing stands under its name."),
    "syntax": ("error", "The file is not valid YAML, JSON or TOML."),
    "alias": ("error", "Anchors and aliases are not used in these files."),
    "too-deep": ("error", "Values are nested deeper than any case or law file needs."),
    "duplicate-key": ("error", "A key stands twice in one mapping."),
    # cases
    "case-shape": ("error", "A case is a mapping with jurisdiction, offense_date and facts."),
    "unknown-key": ("error", "The key is not one that is understood here."),
    "missing-key": ("error", "A required key is missing."),
    "unknown-fact": ("error", "The vocabulary has no fact of this name."),
    "wrong-type": ("error", "The value is not of the type that the fact or key has."),
    "bad-date": ("error", "The date is not a day of the calendar, written 2024-06-01."),
    "dates-reversed": ("error", "An interval ends before it begins."),
    "before-library": ("error", "The date lies before the library begins."),
    "unknown-jurisdiction": ("error", "No law is encoded for the jurisdiction."),
    "contradiction": ("error", "The facts of the case cannot hold together."),
    # tables of cases
    "unmapped-column": ("error", "A column is no fact of the vocabulary, and no mapping says what it is."),
    "missing-column": ("error", "A table lacks a column that every case needs."),
    "untypable-column": ("error", "No cell of a column can be read as the fact that it is to hold."),
    "unknown-format": ("error", "The file name says no format, dialect or engine that is known here."),
    # law files
    "law-shape": ("error", "A law file is not built as docs/law-format.md says."),
    "unknown-rule-kind": ("error", "The block has a key that is no rule kind."),
    "unknown-name": ("error", "An expression names no fact, term or output."),
    "expression-syntax": ("error", "The expression is not valid or uses a construct that rules may not use."),
    "expression-type": ("error", "The expression compares or joins values of different types."),
    "missing-cite": ("error", "A rule or row has no cite."),
    "unknown-cite": ("error", "A cite names no provision, act or decision of the library."),
    "unknown-act": ("error", "The act is not in the register of acts."),
    "act-date-mismatch": ("error", "The file's name and the register disagree on the act's effective date or name."),
    "empty-provision": ("error", "A provision has neither prose nor rules."),
    "unreachable-row": ("error", "A row can never prevail."),
    "definition-cycle": ("error", "Terms are defined by one another in a circle."),
    "double-definition": ("error", "Two provisions in force define one term or grade one offense."),
    "double-text": ("error", "One act gives one provision two texts."),
    "repeals-nothing": ("error", "A provision is repealed that no act wrote before, or that was repealed already."),
    "unresolved-conflict": ("error", "Two acts rewrote one provision for one day and no conflict rule names a canon."),
    "offense-without-grade": ("error", "An offense in force has no grade table."),
    "preference-contradicts-dates": ("error", "A conflict prefers the act that the register dates earlier."),
    "unknown-confidence": ("error", "Confidence is primary, secondary or unverified."),
    "case-expectation": ("error", "A law test expects something that an answer cannot hold."),
}


def nearest(name: str, names: list[str] | tuple[str, ...], many: int = 3) -> list[str]:
    """The names most like the given one, the likeliest first."""
    from difflib import get_close_matches

    return get_close_matches(name, names, n=many, cutoff=0.5)


def did_you_mean(name: str, names: list[str] | tuple[str, ...]) -> str:
    """A sentence that offers the nearest names, or nothing."""
    near = nearest(name, names)
    return f"did you mean {' or '.join(near)}?" if near else ""
