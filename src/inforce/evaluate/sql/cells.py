"""A cell's text as a value: what each text means was read before, and becomes a CASE here."""

from __future__ import annotations

from sqlglot import exp

from inforce.evaluate.sql.expressions import Sql, text
from inforce.evaluate.sql.table import DIGITS

LINEAR = 32  # texts are compared one after another up to this many, and by halves beyond


def digits_in(cell: Sql) -> Sql:
    """The number that a text is; NULL for one that is none."""
    is_digits = exp.RegexpLike(this=cell, expression=text(DIGITS))
    return exp.Case(ifs=[exp.If(this=is_digits, true=exp.cast(exp.Trim(this=cell.copy()), "bigint"))])


def looked_up(cell: Sql, values: dict[str, Sql]) -> Sql:
    """The value of a text among others; NULL for a text that is not among them."""
    known = [(text_, value) for text_, value in values.items() if not isinstance(value, exp.Null)]
    return _looked_up(cell, known if len(known) <= LINEAR else sorted(known, key=lambda pair: pair[0]))


def _looked_up(cell: Sql, known: list[tuple[str, Sql]]) -> Sql:
    if not known:
        return exp.Null()
    if len(known) > LINEAR:
        half = len(known) // 2
        below = exp.LT(this=cell.copy(), expression=text(known[half][0]))
        first = exp.If(this=below, true=_looked_up(cell, known[:half]))
        return exp.Case(ifs=[first], default=_looked_up(cell, known[half:]))
    by_value: dict[str, tuple[Sql, list[str]]] = {}
    for text_, value in known:
        by_value.setdefault(value.sql(), (value, []))[1].append(text_)
    ifs = []
    for value, texts in by_value.values():
        found: Sql = exp.EQ(this=cell.copy(), expression=text(texts[0]))
        if len(texts) > 1:
            found = exp.In(this=cell.copy(), expressions=[text(text_) for text_ in texts])
        ifs.append(exp.If(this=found, true=value.copy()))
    return exp.Case(ifs=ifs)
