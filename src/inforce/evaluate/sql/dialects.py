"""The few things in which the engines differ and that sqlglot leaves to whoever builds the tree."""

from __future__ import annotations

from sqlglot import exp

DIALECTS = ("duckdb", "spark", "postgres", "bigquery", "snowflake")
_FROM_ONE = ("duckdb", "postgres")  # engines whose arrays count from 1


def element(dialect: str, array: exp.Expr, index: exp.Expr) -> exp.Expr:
    """An element of an array by its index from 0."""
    first = int(dialect in _FROM_ONE)
    if first:
        index = exp.Add(this=index, expression=exp.Literal.number(1))
    return exp.Bracket(this=array, expressions=[index], offset=first)


def counted(dialect: str, array: exp.Expr, record: str, when: exp.Expr) -> exp.Expr:
    """How many elements of an array satisfy a condition on `record`; NULL where there is no array."""
    name = exp.to_identifier(record)
    if dialect != "postgres":
        test = exp.Lambda(this=when, expressions=[name])
        return exp.ArraySize(this=exp.ArrayFilter(this=array, expression=test))
    # PostgreSQL has no lambda; its arrays of records are read as a table of one row.
    rows = exp.Unnest(expressions=[array], alias=exp.TableAlias(this=name))
    count = exp.select(exp.Count(this=exp.Star())).from_(rows).where(when)
    given = exp.Not(this=exp.Is(this=array.copy(), expression=exp.Null()))
    return exp.Case(ifs=[exp.If(this=given, true=exp.Subquery(this=count))])


def contains(array: exp.Expr, member: exp.Expr) -> exp.Expr:
    """Whether an array holds a member; NULL where there is no array, which PostgreSQL would else call false."""
    given = exp.Not(this=exp.Is(this=array.copy(), expression=exp.Null()))
    return exp.Case(ifs=[exp.If(this=given, true=exp.ArrayContains(this=array, expression=member))])


def folded(dialect: str, how: str, array: exp.Expr, record: str, when: exp.Expr, value: exp.Expr) -> exp.Expr:
    """The sum, min or max of a value over the elements that satisfy a condition.

    NULL where there is no array; of no elements the sum is 0, the others NULL.
    """
    name = exp.to_identifier(record)
    given = exp.Not(this=exp.Is(this=array.copy(), expression=exp.Null()))
    total: exp.Expr
    if dialect == "postgres":
        rows = exp.Unnest(expressions=[array], alias=exp.TableAlias(this=name))
        total = exp.Subquery(this=exp.select(exp.func(how, value)).from_(rows).where(when))
    else:
        kept = exp.ArrayFilter(this=array, expression=exp.Lambda(this=when, expressions=[name]))
        values = exp.Transform(this=kept, expression=exp.Lambda(this=value, expressions=[name.copy()]))
        if dialect != "spark":
            total = exp.func(f"LIST_{how.upper()}", values)
        elif how == "sum":
            one, other = exp.to_identifier("total"), exp.to_identifier("one")
            plus = exp.Lambda(this=exp.Add(this=one, expression=other), expressions=[one.copy(), other.copy()])
            total = exp.func("AGGREGATE", values, exp.cast(exp.Literal.number(0), "bigint"), plus)
        else:
            total = exp.func(f"ARRAY_{how.upper()}", values)
    if how != "sum":
        return total
    return exp.Case(ifs=[exp.If(this=given, true=exp.func("COALESCE", total, exp.Literal.number(0)))])


def series(dialect: str, low: exp.Expr, high: exp.Expr) -> exp.Expr:
    """A row for each whole number from low to high, in the select list."""
    numbers = exp.GenerateSeries(start=low, end=high)
    return numbers if dialect == "postgres" else exp.Explode(this=numbers)
