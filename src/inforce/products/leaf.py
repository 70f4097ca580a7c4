"""A leaf of the law's decision trees by the number that tables of answers keep: what decided, and what follows."""

from __future__ import annotations

from inforce.evaluate.explain.answer import leaf_of, row_sets
from inforce.facts.diagnostics import Diagnostic, Place, Refused, did_you_mean
from inforce.facts.frozen import Frozen
from inforce.law.lowered import Sentence
from inforce.law.numbering import Numbering
from inforce.products.assess import Assessor


class ExpandedLeaf(Frozen):
    """A leaf: the offense and reading, the versions that have it, the row and steps that gave it, and the sentence.

    `decided_by` pairs each cite with what it sets.
    """

    jurisdiction: str
    number: int
    offense: str
    of: str
    name: str
    reading: str
    begins: str
    decided_by: tuple[tuple[str, str], ...]
    sentence: Sentence
    confidence: str
    library: str


def expand_leaf(assessor: Assessor, jurisdiction: str, number: int) -> ExpandedLeaf:
    """What a leaf's number means in this edition of the library. Raises Refused for one that it does not have."""
    known = [name for name, _ in assessor.image.edition.jurisdictions]
    if jurisdiction not in known:
        hint = did_you_mean(jurisdiction, known) or f"encoded: {', '.join(known)}"
        message = f"no law is encoded for the jurisdiction {jurisdiction!r}"
        raise Refused(Diagnostic("unknown-jurisdiction", Place("leaf"), message, hint))
    code = assessor.image.code(jurisdiction)
    versions = tuple(assessor.image.version(jurisdiction, at) for at in range(len(code.dates)))
    leaves = Numbering(versions).leaves
    found = leaves[number] if 0 < number < len(leaves) else None
    if found is None:
        message = f"the law of {code.name} has no leaf {number}"
        hint = f"leaves go from 1 to {len(leaves) - 1} in the library {assessor.image.edition.digest}"
        raise Refused(Diagnostic("unknown-name", Place("leaf"), message, hint))
    version = versions[found.version]
    offense = version.offenses[found.offense]
    leaf = leaf_of(offense, found.code)
    row = offense.default if leaf.row < 0 else offense.rows[leaf.row]
    steps = [offense.steps[trail.step] for trail in leaf.trail if trail.applied]
    return ExpandedLeaf(
        jurisdiction, number, offense.cite, offense.of, offense.name, offense.reading, version.begins,
        tuple((part.cite, row_sets(part)) for part in (row, *steps)), offense.sentences[leaf.sentence],
        found.confidence, assessor.image.edition.digest,
    )  # fmt: skip
