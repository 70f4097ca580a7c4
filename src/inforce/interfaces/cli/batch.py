"""`inforce batch`: a table of cases in, a table of rows out."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from inforce.facts.documents import as_text, parse, read_bytes
from inforce.facts.headers import Headers, read_headers
from inforce.interfaces.cli.paper import print_json
from inforce.law.edition import open_image
from inforce.products.assess import Assessor
from inforce.products.batch import NO_HEADERS, Progress, run_batch
from inforce.products.table_reports import BatchReport


def run(arguments: argparse.Namespace) -> int:
    """Assesses the table and says what was done; on a terminal, with a bar meanwhile."""
    assessor = Assessor(open_image())
    stop_tidily()
    with bar() as progress:
        report = run_batch(
            assessor,
            arguments.table,
            arguments.output,
            headers=headers_of(arguments.mapping),
            jurisdiction=arguments.jurisdiction or "",
            engine=arguments.engine,
            exact=arguments.exact,
            progress=progress,
        )
    if arguments.json:
        print_json(report)
    else:
        print("\n".join(_lines(report)), file=sys.stderr)
    return 0


def stop_tidily() -> None:
    """Makes a request to end be what an interrupt is, so that what was half written is taken away."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)


def headers_of(path: str | None) -> Headers:
    """The mapping file's headers; without one, the table's own."""
    return read_headers(parse(as_text(read_bytes(path), path), path)) if path else NO_HEADERS


def _lines(report: BatchReport) -> list[str]:
    lines = [f"{report.answered:,} of {report.cases:,} cases answered, {report.rows:,} rows in {report.output}"]
    if report.rejected:
        lines.append(f"{report.rejected:,} cases rejected: row, column and reason in {report.rejects}")
    if report.settled:
        lines.append(f"{report.settled:,} undetermined rows settled exactly")
    return [*lines, f"law {report.library}. Legal information computed from encoded law, not legal advice."]


@contextmanager
def bar() -> Iterator[Progress | None]:
    """A bar on standard error, if that is a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    done = threading.Event()
    threads: list[threading.Thread] = []

    def watch(share: Callable[[], float]) -> None:
        def draw() -> None:
            while not done.wait(0.2):
                part = max(0.0, min(1.0, share()))
                print(f"\r{'█' * int(part * 40):░<40} {part:4.0%}", end="", file=sys.stderr, flush=True)
            print("\r" + " " * 46 + "\r", end="", file=sys.stderr, flush=True)

        threads.append(threading.Thread(target=draw, daemon=True))
        threads[-1].start()

    try:
        yield watch
    finally:
        done.set()
        for thread in threads:
            thread.join()
