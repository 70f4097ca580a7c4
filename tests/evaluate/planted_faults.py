"""Faults that a hurried change could bring into the SQL evaluator; the differential tests must catch each of them."""

from __future__ import annotations

from typing import NamedTuple


class Fault(NamedTuple):
    """A line of a file of the evaluator, and what it becomes."""

    name: str
    file: str
    good: str
    bad: str


FAULTS = (
    Fault(
        "a bound moves by one",
        "expressions.py",
        "bounds.append(exp.LT(this=column.copy(), expression=number(high)))",
        "bounds.append(exp.LTE(this=column.copy(), expression=number(high)))",
    ),
    Fault(
        "a range is inside by its low end alone",
        "expressions.py",
        "inside.append(exp.LTE(this=shape.high(held), expression=number(high)))",
        "inside.append(exp.LT(this=shape.low(held), expression=number(high)))",
    ),
    Fault(
        "an alternative is lost",
        "expressions.py",
        "made = [exp.Null() if part is None else part for part in left]",
        "made = [exp.Null() if part is None else part for part in left[:2]]",
    ),
    Fault(
        "unknown becomes false in a tree",
        "trees.py",
        "ifs.append(exp.If(this=sql_of(negation(test.copy())), true=no))",
        "ifs.append(exp.If(this=exp.true(), true=no))",
    ),
    Fault(
        "unknown becomes false in a verdict",
        "trees.py",
        "this=sql_of(negation(met.copy()))",
        "this=sql_of(negation(exp.func('COALESCE', met.copy(), exp.false())))",
    ),
    Fault(
        "a bound forgets that a test may hold",
        "trees.py",
        "true=_number(no))], default=_number(yes))",
        "true=_number(yes))], default=_number(no))",
    ),
    Fault(
        "a defense that may be made out is not",
        "trees.py",
        "return exp.Case(ifs=ifs, default=number(2 * unit))",
        "return exp.Case(ifs=ifs, default=number(0))",
    ),
    Fault(
        "notes no longer lower the confidence",
        "trees.py",
        "notes = [note for note in self.offense.notes if note.lowers]",
        "notes = [note for note in self.offense.notes if False]",
    ),
    Fault(
        "readings that differ are merged",
        "query.py",
        'compared = self.packing.mask("verdict", "sentence", "defenses")',
        'compared = self.packing.mask("verdict", "defenses")',
    ),
    Fault(
        "the other reading is preferred",
        "answer.py",
        "[entry.preferred for entry in self.numbering.entries]",
        '[entry.preferred.replace("yes", "no") for entry in self.numbering.entries]',
    ),
    Fault(
        "a sentence is another leaf's",
        "packing.py",
        "return self._sentence(known.sentence, known.confidence) + leaf * self.unit",
        "return self._sentence(max(1, known.sentence - 1), known.confidence) + leaf * self.unit",
    ),
    Fault(
        "a floor stands where the ceiling should",
        "trees.py",
        'exp.Mul(this=_operand(high), expression=number(self.packing.unit("ceiling")))',
        'exp.Mul(this=_operand(low), expression=number(self.packing.unit("ceiling")))',
    ),
    Fault(
        "an element that fails is not named",
        "trees.py",
        "default=number(unit << at)",
        "default=number(0 if at == 1 else unit << at)",
    ),
)
