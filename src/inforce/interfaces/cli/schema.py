"""`inforce schema`: JSON Schemas, made from the typed answers."""

from __future__ import annotations

import argparse
import json
import sys
import types
import typing

from inforce.facts.diagnostics import did_you_mean
from inforce.facts.frozen import Frozen


def schemas() -> dict[str, type[Frozen]]:
    """The record that each command prints with --json."""
    from inforce.products.assessment import AssessmentData
    from inforce.products.diff.report import DiffReport
    from inforce.products.facts import ShownFacts
    from inforce.products.law_test import TestReport
    from inforce.products.show import Shown
    from inforce.products.table_reports import BatchReport, ImpactReport, LawSql
    from inforce.products.timeline_report import TimelineReport
    from inforce.products.verify.findings import VerifyReport

    return {
        "assess": AssessmentData,
        "batch": BatchReport,
        "diff": DiffReport,
        "facts": ShownFacts,
        "impact": ImpactReport,
        "show": Shown,
        "sql": LawSql,
        "test": TestReport,
        "timeline": TimelineReport,
        "verify": VerifyReport,
    }


def run(arguments: argparse.Namespace) -> int:
    """Prints one schema, or the names."""
    known = schemas()
    if not arguments.name:
        print("\n".join(known))
        return 0
    if arguments.name not in known:
        hint = did_you_mean(arguments.name, list(known)) or f"known: {', '.join(known)}"
        print(f"inforce: no schema is called {arguments.name!r}\n    {hint}", file=sys.stderr)
        return 2
    print(json.dumps(schema_of(known[arguments.name]), indent=2))
    return 0


def schema_of(record: type[Frozen]) -> dict[str, object]:
    """The JSON Schema of a record, made by the library that also validates by it."""
    import msgspec

    made: dict[type[Frozen], type] = {}

    def struct(kind: type[Frozen]) -> type:
        if kind not in made:
            hints = typing.get_type_hints(kind)
            fields = [(field, convert(hints[field])) for field in kind._fields]
            made[kind] = msgspec.defstruct(
                kind.__name__, fields, forbid_unknown_fields=True, namespace={"__doc__": kind.__doc__}
            )
        return made[kind]

    def convert(hint: typing.Any) -> typing.Any:
        origin, inner = typing.get_origin(hint), typing.get_args(hint)
        if isinstance(hint, type) and issubclass(hint, Frozen):
            return struct(hint)
        if origin is tuple:
            if len(inner) == 2 and inner[1] is Ellipsis:
                return list[convert(inner[0])]  # type: ignore[misc]
            return tuple[tuple(convert(part) for part in inner)]  # type: ignore[misc]
        if origin in (typing.Union, types.UnionType):
            return typing.Union[tuple(convert(part) for part in inner)]  # noqa: UP007
        return hint

    return msgspec.json.schema(struct(record))
