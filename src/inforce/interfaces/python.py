"""The library as Python objects."""

from __future__ import annotations

import os
from collections.abc import Mapping as Facts

from inforce.facts.case import Case
from inforce.facts.diagnostics import Place, Refused
from inforce.facts.documents import Mapping, Node, Scalar, Sequence, as_text, parse, read_bytes
from inforce.facts.vocabulary import Vocabulary
from inforce.law.edition import Image, library_root, open_image, open_with_draft
from inforce.law.load.library import load_library
from inforce.products.assess import Assessment, Assessor
from inforce.products.show import Shown, show

TYPE_CHECKING = False
if TYPE_CHECKING:
    from inforce.products.diff.report import DiffReport
    from inforce.products.leaf import ExpandedLeaf
    from inforce.products.table_reports import BatchReport, ImpactReport
    from inforce.products.timeline_report import TimelineReport
    from inforce.products.verify.findings import VerifyReport

SECONDS = 10.0  # for one question to the solver


class Law:
    """The law library. Made by `inforce.load()`."""

    def __init__(self, path: str = "") -> None:
        self._path = path
        self.image: Image = open_image(path)
        self._assessor = Assessor(self.image)

    @property
    def digest(self) -> str:
        """The library's content hash, twelve hexadecimal digits of SHA-256; every answer carries it."""
        return self.image.edition.digest

    @property
    def vocabulary(self) -> Vocabulary:
        """The facts that a case may give."""
        return self.image.edition.vocabulary

    def cases(self, source: str | Facts[str, object]) -> list[Case]:
        """The cases of a file (a path), of YAML or JSON text (with a line break), or of a mapping.

        Raises Refused with everything that is wrong with them.
        """
        if isinstance(source, str):
            is_path = "\n" not in source and "{" not in source
            name = os.path.normpath(source) if is_path else "case"
            data = read_bytes(source) if is_path else source.encode()
            return self._assessor.read(parse(as_text(data, name), name))
        return self._assessor.read([_node(source, "case")])

    def assess(self, case: Case | str | Facts[str, object], jurisdiction: str = "") -> Assessment:
        """The assessment of one case; of a source with several cases, of the first.

        Unknown facts may be left out: the answer is then the set of outcomes, each with its condition. Raises
        Refused where the case cannot be read, its facts contradict, or no law is encoded for its date and place.
        """
        return self._assessor.assess(case if isinstance(case, Case) else self.cases(case)[0], jurisdiction)

    def batch(self, table: str, output: str, *, jurisdiction: str = "", exact: bool = False) -> BatchReport:
        """Assesses a table of cases into another; see `inforce batch --help`. Needs the extra `sql`."""
        from inforce.products.batch import run_batch

        return run_batch(self._assessor, table, output, jurisdiction=jurisdiction, exact=exact)

    def impact(
        self, table: str, before: str = "", after: str = "", *, jurisdiction: str, draft: str = ""
    ) -> ImpactReport:
        """What the law of another day, or a bill, changes for a table of cases. Needs the extra `sql`."""
        from inforce.products.impact import run_impact

        return run_impact(self._assessor, table, before, after, jurisdiction=jurisdiction, draft=draft)

    def leaf(self, jurisdiction: str, number: int) -> ExpandedLeaf:
        """What the column `leaf` of a batch means: the row and steps that decided, and the sentence."""
        from inforce.products.leaf import expand_leaf

        return expand_leaf(self._assessor, jurisdiction, number)

    def timeline(self, case: Case | str | Facts[str, object], jurisdiction: str = "") -> TimelineReport:
        """A case on every day of the library: the days on which the outcome flips, by which acts, on which facts.

        Raises Refused as `assess` does, except that the case's own date does not matter.
        """
        from inforce.products.timeline import run_timeline

        known = case if isinstance(case, Case) else self.cases(case)[0]
        return run_timeline(self._assessor, known, jurisdiction)

    def diff(
        self, cite: str, before: str = "", after: str = "", *, draft: str = "", seconds: float = SECONDS
    ) -> DiffReport:
        """What two days' texts of a cite say differently, or what the file of a bill would make of it, with the
        smallest case of each outcome that changes. `seconds` are for each question to the solver.

        Raises Refused where a date, the cite or the draft cannot be used. Needs the extra `smt`.
        """
        from inforce.products.diff.run import run_diff

        root = self._path or library_root()
        image, name = open_with_draft(draft, root) if draft else (self.image, "")
        loaded = load_library(root, draft)
        return run_diff(image, loaded, cite, before, after, name, milliseconds=int(seconds * 1000))

    def verify(self, where: str = "", *, draft: str = "", seconds: float = SECONDS) -> VerifyReport:
        """What can be proved of the library (or a jurisdiction or folder of it), and the findings; with the file of a
        bill, as if it were law. `seconds` are for each question to the solver.

        Raises Refused where `where` names nothing or the draft cannot be used. Needs the extra `smt`.
        """
        from inforce.products.verify.run import run_verify

        root = self._path or library_root()
        image = open_with_draft(draft, root)[0] if draft else self.image
        return run_verify(image, load_library(root, draft), root, where, milliseconds=int(seconds * 1000))

    def show(self, cite: str, on: str) -> Shown:
        """A section or provision on a date: its provisions and rules in plain words, under every reading."""
        return show(load_library(self._path or library_root()), cite, on)

    def __repr__(self) -> str:
        names = ", ".join(name for _, name in self.image.edition.jurisdictions)
        return f"<In Force: {names}; library {self.digest}>"


def _node(value: object, name: str) -> Node:
    place = Place(name)
    if isinstance(value, Facts):
        return Mapping(tuple((Scalar(str(k), place), _node(v, name)) for k, v in value.items()), place)
    if isinstance(value, (list, tuple)):
        return Sequence(tuple(_node(item, name) for item in value), place)
    if isinstance(value, bool):
        return Scalar("yes" if value else "no", place)
    return Scalar("" if value is None else str(value), place)


__all__ = ["Law", "Refused"]
