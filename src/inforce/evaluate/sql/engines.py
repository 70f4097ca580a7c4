"""The engines by name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from inforce.evaluate.sql.duckdb_engine import DuckDB
from inforce.evaluate.sql.source import unreadable
from inforce.evaluate.sql.table import Engine
from inforce.facts.diagnostics import Diagnostic, Place, Refused, did_you_mean
from inforce.facts.headers import Headers

ENGINES = ("duckdb", "spark")


@contextmanager
def engine_for(name: str, parquet: str, headers: Headers, folder: str, place: Place) -> Iterator[Engine]:
    """The engine of a name, with the table open in it; closed afterwards. What fails in it is a refusal."""
    if name not in ENGINES:
        hint = did_you_mean(name, list(ENGINES)) or f"engines: {', '.join(ENGINES)}"
        raise Refused(Diagnostic("unknown-format", place, f"there is no engine {name!r}", hint))
    if name == "spark":
        from inforce.evaluate.sql.spark_engine import spark

        with spark(parquet, headers, folder, place) as held:
            yield held
        return
    try:
        engine = DuckDB(parquet, headers, folder)
        try:
            yield engine
        finally:
            engine.connection.close()
    except duckdb.OutOfMemoryException as problem:
        message = f"the engine ran out of memory or room on the disk: {str(problem).splitlines()[0]}"
        raise Refused(Diagnostic("file-unwritable", place, message, "nothing was written")) from None
    except duckdb.IOException as problem:
        message = str(problem).splitlines()[0].removeprefix("IO Error: ")
        raise Refused(Diagnostic("file-unwritable", place, message, "nothing was written")) from None
    except (duckdb.InterruptException, RuntimeError) as stopped:
        if "interrupted" not in str(stopped).lower():
            raise
        raise KeyboardInterrupt from None
    except duckdb.Error as problem:
        raise Refused(unreadable(place, problem)) from None
