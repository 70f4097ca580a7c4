"""The command `inforce`: finds the command, runs it, and turns refusals into messages and exit codes."""

from __future__ import annotations

import argparse
import gc
import os
import sys

from inforce.facts.diagnostics import Diagnostic, Refused
from inforce.interfaces.cli.registry import COMMANDS, Command

MOST_SHOWN = 11  # a message must fit on one screen, and most have two lines


def parser(wanted: str = "") -> argparse.ArgumentParser:
    """The argument parser, made from the registry; where the command is known, with that command only."""
    from inforce import __version__

    top = argparse.ArgumentParser(
        prog="inforce",
        description="In Force: the criminal law in force, computed. Legal information, not legal advice.",
        epilog="inforce COMMAND --help explains a command. "
        "Start with: inforce assess examples/texas/499-depictions-2024.yaml",
        formatter_class=_formatter,
    )
    top.add_argument("--version", action="version", version=f"inforce {__version__}")
    # A given prog keeps argparse from formatting a usage line at every start.
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True, prog="inforce")
    named = [command for command in COMMANDS if command.name == wanted]
    for command in named or COMMANDS:
        _add(commands, command)
    return top


def _formatter(prog: str) -> argparse.HelpFormatter:
    # A given width keeps argparse from importing what finds one, at every start.
    columns = os.environ.get("COLUMNS", "")
    width = int(columns) - 2 if columns.isdigit() else 98
    return argparse.RawDescriptionHelpFormatter(prog, width=max(40, width))


def _add(commands: argparse._SubParsersAction[argparse.ArgumentParser], command: Command) -> None:
    sub = commands.add_parser(
        command.name,
        help=command.summary,
        description=f"{command.summary[0].upper()}{command.summary[1:]}.",
        epilog=command.teaches,
        formatter_class=_formatter,
    )
    for option in command.options:
        sub.add_argument(*option.flags, help=option.help, **option.settings)  # type: ignore[arg-type]


def main(arguments: list[str] | None = None) -> int:
    """Runs one command and returns its exit code: 0 done, 1 a check found something, 2 bad input or usage."""
    # One answer makes few objects that need collecting, and looking for them often costs a tenth of its time; a file
    # of many cases makes many, so that looking never stops.
    gc.set_threshold(50_000)
    given = sys.argv[1:] if arguments is None else arguments
    try:
        parsed = parser(given[0] if given else "").parse_args(given)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 2
    command = next(c for c in COMMANDS if c.name == parsed.command)
    try:
        module = __import__(command.module, fromlist=["run"])
        code: int = module.run(parsed)
        sys.stdout.flush()
        return code
    except Refused as refusal:
        report(refusal.diagnostics)
        return 2
    except ModuleNotFoundError as missing:
        # Installed without the extra that the command needs; in a clone ./inforce installs it.
        if not command.extra or (missing.name or "").startswith("inforce"):
            raise
        print(f"inforce: {command.name} needs {missing.name}: pip install 'inforce[{command.extra}]'", file=sys.stderr)
        return 2
    except BrokenPipeError:
        # The reader has gone; there is nobody left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as problem:
        # Files are read where a missing one is refused; what is left is the output.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        print(
            f"inforce: the answer could not be written: {(problem.strerror or str(problem)).lower()}", file=sys.stderr
        )
        return 2
    except KeyboardInterrupt:
        return 130


def report(diagnostics: tuple[Diagnostic, ...], most: int = MOST_SHOWN) -> None:
    """Prints problems to standard error: place, what is wrong, what to do."""
    for diagnostic in diagnostics[:most]:
        print(f"inforce: {diagnostic}", file=sys.stderr)
    if len(diagnostics) > most:
        print(f"inforce: and {len(diagnostics) - most} more", file=sys.stderr)
