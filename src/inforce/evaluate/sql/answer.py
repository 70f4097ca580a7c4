"""Packed numbers unpacked into the row that every evaluator shares (docs/rows.md), by shift, mask and short lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sqlglot import exp

from inforce.evaluate.sql.dialects import element
from inforce.evaluate.sql.expressions import Sql, column, named, number, text
from inforce.evaluate.sql.packing import NO, UNDETERMINED, YES, Packing, field
from inforce.evaluate.sql.shape import Shape
from inforce.law.lowered import CONFIDENCE, Sentence
from inforce.law.numbering import NOTHING, ceiling

ROW_COLUMNS = (  # docs/rows.md
    "case", "jurisdiction", "offense", "of", "count", "reading", "preferred", "when", "verdict", "grade", "mode", "min",
    "max", "mandatory_min", "terms", "fine_max", "currency", "defenses", "decided_by", "confidence", "leaf",
    "undetermined",
)  # fmt: skip
VERDICTS = ("no", "yes", "undetermined")
STATES = ("not made out", "made out", "undetermined")


class Unpacking:
    """The last two steps of a query: first the cites behind the numbers, then the row."""

    def __init__(self, packing: Packing, shape: Shape, dialect: str) -> None:
        self.packing, self.shape, self.dialect = packing, shape, dialect
        self.numbering = packing.numbering

    def cited(self) -> list[Sql]:
        """The cites that decided an answer, and those of each further reading that agrees (NULL without one)."""
        reasons = ["; ".join(cites) for cites in self.packing.cites]
        own = named(self.of("reason", reasons), "cited")
        others = [
            named(self.of(field(self.packing, other, "reason"), reasons), f"cited_{at}")
            for at, other in enumerate(self._others())
        ]
        return [own, *others]

    def columns(self, keys: tuple[str, ...]) -> list[Sql]:
        """The columns of the output, in the order of docs/rows.md, then those that only tables have."""
        entries = self.numbering.entries
        open_grade = exp.and_(
            exp.NEQ(this=column("verdict"), expression=number(NO)),
            exp.EQ(this=column("sentence"), expression=number(0)),
        )
        undetermined = exp.or_(exp.EQ(this=column("verdict"), expression=number(UNDETERMINED)), open_grade.copy())
        columns: dict[str, Sql] = {
            **{key: column(key) for key in keys if key != "case"},
            "case": column("case"),
            "jurisdiction": text(self.shape.code.id),
            "offense": self.of("entry", [entry.offense for entry in entries]),
            "of": self.of("entry", [entry.of for entry in entries]),
            "count": text(""),
            "reading": self._reading(),
            "preferred": self._preferred(),
            "when": _case((undetermined, text("undetermined")), default=text("")),
            "verdict": self.of("verdict", list(VERDICTS)),
            "grade": self._sentence(lambda s: s.grade),
            "mode": self._sentence(lambda s: s.mode),
            "min": self._term(lambda s: s.least or NOTHING, "floor", self.numbering.floors),
            "max": self._term(ceiling, "ceiling", self.numbering.ceilings),
            "mandatory_min": self._sentence(lambda s: s.minimum),
            "terms": text(""),
            "fine_max": self._sentence(lambda s: s.fine),
            "currency": self._sentence(lambda s: s.currency),
            "defenses": self._defenses(),
            "decided_by": self._decided_by(),
            "confidence": self._confidence(),
            "leaf": self._leaf(),
            "undetermined": self._open(open_grade),
        }
        assert tuple(name for name in columns if name in ROW_COLUMNS) == ROW_COLUMNS
        return [named(value, name) for name, value in columns.items()]

    def of(self, index: str | Sql, values: list[str]) -> Sql:
        """A text by its number."""
        if len(set(values)) == 1:
            return text(values[0])
        array = exp.Array(expressions=[text(value) for value in values])
        return element(self.dialect, array, column(index) if isinstance(index, str) else index)

    def _sentence(self, of: Callable[[Sentence], str]) -> Sql:
        values = ["", *(of(sentence) for sentence in self.numbering.sentences if sentence)]
        return self.of("sentence", values)

    def _term(self, of: Callable[[Sentence], str], bound: str, terms: list[str]) -> Sql:
        """A term of the sentence, or its bound; none where the elements are not met."""
        return _case(
            (exp.EQ(this=column("verdict"), expression=number(NO)), text("")),
            (exp.GT(this=column("sentence"), expression=number(0)), self._sentence(of)),
            default=self.of(bound, terms),
        )

    def _reading(self) -> Sql:
        own = self.of("entry", [entry.reading for entry in self.numbering.entries])
        if not self.shape.days:
            return own
        law = self.of("version", [f"law-of-{version.begins}" for version in self.packing.versions])
        joined = _case(
            (exp.EQ(this=own.copy(), expression=text("")), law),
            default=_concat(law.copy(), text("+"), own.copy()),
        )
        return _case((column("straddles"), joined), default=own)

    def _preferred(self) -> Sql:
        own = self.of("entry", [entry.preferred for entry in self.numbering.entries])
        if not self.shape.days:
            return own
        governs = exp.EQ(this=column("version"), expression=column("first_version"))
        other = exp.NEQ(this=own.copy(), expression=text("no"))
        law = _case((exp.and_(governs, other), text("yes")), default=text("no"))
        return _case((column("straddles"), law), default=own)

    def _defenses(self) -> Sql:
        """Every defense with its state, where the elements are or may be met."""
        by_cites: dict[tuple[str, ...], list[int]] = {}
        for number_, entry in enumerate(self.numbering.entries):
            by_cites.setdefault(entry.defenses, []).append(number_)
        ifs: list[tuple[Sql, Sql]] = [(exp.EQ(this=column("verdict"), expression=number(NO)), text(""))]
        for cites, entries in by_cites.items():
            parts: list[Sql] = []
            for at, cite in enumerate(cites):
                state = exp.BitwiseAnd(
                    this=exp.paren(exp.BitwiseRightShift(this=column("defenses"), expression=number(2 * at))),
                    expression=number(3),
                )
                parts += [
                    self.of(exp.paren(state), list(STATES)),
                    text(f": {cite}" + ("; " if at + 1 < len(cites) else "")),
                ]
            ifs.append((_one_of("entry", entries), _concat(*parts) if parts else text("")))
        return _case(*ifs[:-1], default=ifs[-1][1])

    def _decided_by(self) -> Sql:
        """The cites of the row and the steps, then of the punishment, then of the rows of readings that agree."""
        own = column("cited")
        punishment = self._sentence(lambda s: s.cite)
        has_both = exp.and_(
            exp.NEQ(this=punishment, expression=text("")), exp.NEQ(this=own.copy(), expression=text(""))
        )
        found = _concat(own, _case((has_both, text("; ")), default=text("")), punishment.copy())
        for at in range(self.packing.others):
            theirs = column(f"cited_{at}")
            apart = exp.NEQ(this=theirs, expression=own.copy())
            extra: list[Sql] = []
            for part in range(1, self.packing.most_cites + 1):
                cite = exp.SplitPart(this=theirs.copy(), delimiter=text("; "), part_index=number(part))
                known = exp.StrPosition(this=_concat(own.copy(), text(";")), substr=_concat(cite.copy(), text(";")))
                new = exp.and_(exp.NEQ(this=cite.copy(), expression=text("")), exp.EQ(this=known, expression=number(0)))
                extra.append(_case((new, _concat(text("; "), cite.copy())), default=text("")))
            found = _concat(found, _case((apart, _concat(*extra)), default=text("")))
        return found

    def _confidence(self) -> Sql:
        """The weakest that decided; of readings that agree, the best supported one's."""
        own: Sql = exp.Greatest(this=column("confidence"), expressions=[column("lowered")], ignore_nulls=False)
        for other in self._others():
            theirs = exp.Greatest(
                this=field(self.packing, other.copy(), "confidence"),
                expressions=[field(self.packing, other.copy(), "lowered")],
                ignore_nulls=False,
            )
            best = exp.Least(this=own, expressions=[theirs], ignore_nulls=False)
            own = _case(
                (exp.Is(this=other.copy(), expression=exp.Null()), own.copy()),
                default=best,
            )
        return self.of(own, list(CONFIDENCE))

    def _others(self) -> list[Sql]:
        return [column(f"other_{at}") for at in range(self.packing.others)]

    def _leaf(self) -> Sql:
        """The leaf's number, where one is certain."""
        certain = exp.and_(
            exp.EQ(this=column("verdict"), expression=number(YES)),
            exp.GT(this=column("reason"), expression=number(0)),
        )
        return _case((certain, column("reason")), default=exp.cast(exp.Null(), "bigint"))

    def _open(self, open_grade: Sql) -> Sql:
        """What the facts do not determine: elements, grade, reason, defenses."""
        no = exp.EQ(this=column("verdict"), expression=number(NO))
        odd = sum(2 << (2 * at) for at in range(self.packing.width["defenses"] // 2))
        reasons = [column("reason"), *(field(self.packing, other, "reason") for other in self._others())]
        reason = exp.and_(
            exp.GT(this=column("sentence"), expression=number(0)),
            exp.or_(*(exp.EQ(this=one, expression=number(0)) for one in reasons)),
        )
        defenses = exp.GT(
            this=exp.paren(exp.BitwiseAnd(this=column("defenses"), expression=number(odd))), expression=number(0)
        )
        elements = exp.EQ(this=column("verdict"), expression=number(UNDETERMINED))
        marks = [(elements, "elements "), (open_grade.copy(), "grade "), (reason, "reason "), (defenses, "defenses ")]
        found = _concat(*(_case((test, text(word)), default=text("")) for test, word in marks))
        return _case((no, text("")), default=exp.Trim(this=found))


def _case(*branches: tuple[Sql, Sql], default: Sql) -> Sql:
    return exp.Case(ifs=[exp.If(this=test, true=value) for test, value in branches], default=default)


def _concat(*parts: Sql) -> Sql:
    found = parts[0]
    for part in parts[1:]:
        found = exp.DPipe(this=found, expression=part, safe=True)
    return found


def _one_of(name: str, numbers: Iterable[int]) -> Sql:
    return exp.In(this=column(name), expressions=[number(n) for n in numbers])
