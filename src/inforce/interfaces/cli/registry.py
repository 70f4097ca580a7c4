"""The commands: name, what each is for, its options and an example. Help and documentation are made from this."""

from __future__ import annotations

from inforce.facts.frozen import Frozen


class Option(Frozen):
    """An option or argument, in argparse's words."""

    flags: tuple[str, ...]
    help: str
    settings: dict[str, object]


class Command(Frozen):
    """One command. `module` holds its `run(arguments) -> exit code`."""

    name: str
    summary: str
    teaches: str
    options: tuple[Option, ...]
    module: str
    extra: str = ""  # of pyproject.toml, which the command needs beyond the core


_JSON = Option(("--json",), "print the whole answer as JSON (see: inforce schema)", {"action": "store_true"})

COMMANDS = (
    Command(
        "assess",
        "facts and dates in; the offenses that fit, with grade, range, readings and proof, out",
        """A case file (YAML, JSON or TOML) states a jurisdiction, an offense date and facts:

  case: a number and a date
  jurisdiction: us-tx
  offense_date: 2024-06-01
  facts:
    possesses: yes
    depictions: 499
    youngest_age: 10 to 17

A fact that is left out is unknown. It never gets a default: the answer is then every outcome that remains possible,
each with its condition, and the questions that would narrow it. `inforce facts --for us-tx` lists the facts.

Conduct over several days: offense_date: {from: 2023-08-01, to: 2023-10-01}. Several cases may stand in one file.

exit codes: 0 answered; 2 the case or the library cannot be used (standard error says what and where)""",
        (
            Option(("case",), "case file, or - for standard input", {"metavar": "CASE"}),
            Option(
                ("--jurisdiction",), "answer under these instead of the case's own, as us-tx,us", {"metavar": "A,B"}
            ),
            Option(("--why",), "show the proof: each row of the law, and what decided it", {"action": "store_true"}),
            Option(("--csv",), "print the flat rows only (docs/rows.md)", {"action": "store_true"}),
            _JSON,
        ),
        "inforce.interfaces.cli.assess",
    ),
    Command(
        "facts",
        "the vocabulary: every fact, its type, its question, and the terms it feeds",
        """Facts are neutral: no law's term of art is among them. What a law's terms mean is written in the law, as an
expression over these facts. Give a name for one fact in full.

exit codes: 0 printed; 2 no such fact or jurisdiction""",
        (
            Option(("fact",), "one fact, in full", {"nargs": "?", "metavar": "FACT"}),
            Option(
                ("--for",),
                "only what this jurisdiction's rules use",
                {"dest": "jurisdiction", "metavar": "JURISDICTION"},
            ),
            Option(
                ("--template",),
                "write an Excel sheet for cases, with drop-downs and definitions, for inforce batch",
                {"metavar": "FILE.xlsx"},
            ),
            _JSON,
        ),
        "inforce.interfaces.cli.facts",
        extra="sql",
    ),
    Command(
        "show",
        "a section as it stood on a date: text, rules, versions, sources",
        """Prints the provisions in force on a date, consolidated from the acts, in our own plain words beside the rules
that are computed from. Where acts conflict, each text is shown with its act.

  inforce show "Tex. Penal Code § 43.26(d)" --on 2024-06-01

exit codes: 0 printed; 2 no such provision or date""",
        (
            Option(("cite",), "a section or provision, such as 'Tex. Penal Code § 43.26'", {"metavar": "CITE"}),
            Option(("--on",), "the date, such as 2024-06-01", {"required": True, "metavar": "DATE"}),
            _JSON,
        ),
        "inforce.interfaces.cli.show",
    ),
    Command(
        "test",
        "the law's own cases, with coverage of its rows",
        """Runs cases.yaml beside each section and reports which rows some case fires and some other case refuses. Rows
whose text nobody has seen stand in law/unknown-text.txt, which may only shrink.

exit codes: 0 all hold; 1 a case fails, a row is uncovered, or a law file has errors; 2 usage""",
        (
            Option(("path",), "a folder or cases.yaml; by default all", {"nargs": "?", "metavar": "PATH"}),
            Option(
                ("--gaps",),
                "print a case for every row that no case fires or refuses, ready to paste",
                {"action": "store_true"},
            ),
            Option(("--law",), "a law library's folder instead of the one installed", {"metavar": "FOLDER"}),
            _JSON,
        ),
        "inforce.interfaces.cli.law_test",
    ),
    Command(
        "batch",
        "assess a table of cases: Parquet, CSV, JSON Lines or Excel",
        """One row is one case. Columns are facts of the vocabulary (`inforce facts`), beside case (the key),
jurisdiction and offense_date, or offense_from and offense_to. A blank cell is unknown. Prior convictions are a nested
list, or columns that count records of one kind:

  priors: provision = Tex. Penal Code § 43.26(a), disposition = conviction

A mapping file renames headers and words:

  columns:
    Image count: depictions
    County: ignore
    Possessed: {fact: possesses, values: {Y: yes, N: no}}

OUT is .parquet, .csv, .jsonl or .xlsx (docs/rows.md). A row that cannot be read goes to OUT.rejects.csv, with the
column and the reason, and stops nothing. OUT appears only when it is whole.

--engine spark runs the same query on Spark, on this machine or on the cluster that INFORCE_SPARK_MASTER names.

  inforce batch examples/caseload.csv -o rows.parquet

exit codes: 0 done, whether rows were rejected or not; 2 the table as a whole cannot be read or written""",
        (
            Option(("table",), "the table of cases", {"metavar": "IN"}),
            Option(("-o", "--output"), "where the rows go", {"required": True, "metavar": "OUT"}),
            Option(("--mapping",), "what the table's headers and words mean", {"metavar": "FILE"}),
            Option(("--jurisdiction",), "of every row, where the table has no such column", {"metavar": "A"}),
            Option(("--engine",), "duckdb (default) or spark", {"default": "duckdb", "metavar": "NAME"}),
            Option(
                ("--exact",),
                "settle what the query leaves undetermined, as assess would",
                {"action": "store_true"},
            ),
            _JSON,
        ),
        "inforce.interfaces.cli.batch",
        extra="sql",
    ),
    Command(
        "impact",
        "what another version of the law, or a bill, would change for a caseload",
        """Answers every case of a table as if its conduct fell under either text, and counts who moves from which
grade to which, by which provision. What the facts do not determine has a row and a column of its own. It says nothing
about deterrence.

  inforce impact examples/caseload.csv --from 2025-08-31 --to 2025-09-01
  inforce impact examples/caseload.csv --draft law/drafts/us-tx.example-possession-steps.md --chart impact.svg

A draft is a law file whose front matter has `draft: {name: ..., effective: DATE, says: ...}` (docs/law-format.md).

exit codes: 0 compared; 2 the table, a date or the draft cannot be used""",
        (
            Option(("table",), "the table of cases (see: inforce batch --help)", {"metavar": "IN"}),
            Option(("--from",), "the law of this day", {"dest": "before", "metavar": "DATE"}),
            Option(("--to",), "against the law of this day", {"metavar": "DATE"}),
            Option(("--draft",), "against a bill", {"metavar": "FILE"}),
            Option(("--jurisdiction",), "us-tx (default)", {"default": "us-tx", "metavar": "A"}),
            Option(("--mapping",), "what the table's headers and words mean", {"metavar": "FILE"}),
            Option(("--engine",), "duckdb (default) or spark", {"default": "duckdb", "metavar": "NAME"}),
            Option(("--csv",), "print the transition matrix as rows: before, after, cases", {"action": "store_true"}),
            Option(("--chart",), "draw it: .svg, .png or .html", {"metavar": "FILE"}),
            _JSON,
        ),
        "inforce.interfaces.cli.impact",
        extra="sql",
    ),
    Command(
        "sql",
        "the law as one readable SQL query, with its cites",
        """Prints the query that decides every case of a table: three-valued, in steps that can be read from top to
bottom, with the cites of each test and each outcome. The head of the query says which columns it reads.

  inforce sql us-tx --dialect postgres

exit codes: 0 printed; 2 no such jurisdiction or dialect""",
        (
            Option(("jurisdiction",), "such as us-tx", {"metavar": "JURISDICTION"}),
            Option(
                ("--dialect",),
                "duckdb (default), spark, postgres, bigquery or snowflake",
                {"default": "duckdb", "metavar": "NAME"},
            ),
            _JSON,
        ),
        "inforce.interfaces.cli.sql",
        extra="sql",
    ),
    Command(
        "timeline",
        "the outcome of a case as the offense date moves over every version of the law",
        """The same facts on every day that the library covers: the range on each, the days on which the outcome flips,
the acts that did it, and the facts that each flip hangs on, of which one alone, were it otherwise, would leave the
outcome as it was. The dates are the law's own; nothing is sampled.

  inforce timeline examples/texas/499-depictions-2024.yaml --chart timeline.svg

exit codes: 0 answered; 2 the case or the library cannot be used""",
        (
            Option(("case",), "case file, or - for standard input", {"metavar": "CASE"}),
            Option(
                ("--jurisdiction",), "answer under these instead of the case's own, as us-tx,us", {"metavar": "A,B"}
            ),
            Option(("--csv",), "print the flat rows of each span of days", {"action": "store_true"}),
            Option(("--chart",), "draw it: .svg or .png", {"metavar": "FILE"}),
            _JSON,
        ),
        "inforce.interfaces.cli.timeline",
    ),
    Command(
        "diff",
        "what two days' texts of a provision say differently, and the smallest case that shows it",
        """Lists the edits (rows, steps, elements, definitions: changed, moved, inserted, removed) and, for each outcome
that becomes another one, the smallest case that shows it: fewest facts away from plain, then numbers nearest to
plain, found by decision diagrams and proved minimal by the solver. Every reading is compared; --all prints those
that are not preferred, too.

  inforce diff "Tex. Penal Code § 43.26" 2023-08-31 2023-09-01
  inforce diff "Tex. Penal Code § 43.26" --draft law/drafts/us-tx.example-possession-steps.md

exit codes: 0 compared; 1 a change was not settled in time; 2 a date, the cite or the draft cannot be used""",
        (
            Option(("cite",), "a section or provision, such as 'Tex. Penal Code § 43.26'", {"metavar": "CITE"}),
            Option(
                ("dates",), "two days, the earlier first; with --draft one or none", {"nargs": "*", "metavar": "DATE"}
            ),
            Option(("--draft",), "against what this bill would make of it", {"metavar": "FILE"}),
            Option(("--all",), "print also what changes under texts that are not preferred", {"action": "store_true"}),
            Option(("--timeout",), "seconds for one question (default 10)", {"default": "10", "metavar": "SECONDS"}),
            _JSON,
        ),
        "inforce.interfaces.cli.diff",
        extra="smt",
    ),
    Command(
        "verify",
        "proofs about the law itself, with the smallest case of whatever is not so",
        """Asks of each section, version and reading, by two provers that must agree:

  overlap     where rows of a table hold together, the one that sets most prevails
  dead        every row, step, element and defense comes into play in some case
  offenses    the same facts are not two completed offenses
  monotone    an aggravating fact never lowers the exposure
  perverse    the graver conduct is not punished less than the lesser on the same facts
  readings    texts that compete for the same days agree
  continuity  what is an offense on one day is one on the next; no provision has days without a text
  forks       every conflict of acts has a canon in force
  cites       every cite of an answer names a provision in force, and its act is in the register

What is not so is a finding about the law, with cites and the smallest case that shows it: fewest facts away from
plain, then numbers nearest to plain, proved minimal. Findings that were looked at stand in
law/reviewed-findings.yaml; whatever is new stands out. What was proved of a text is not asked again while the text
and this program stay as they are (--again asks it).

  inforce verify us-tx
  inforce verify --draft law/drafts/us-tx.example-possession-steps.md

exit codes: 0 everything proved or reviewed; 1 a finding is not reviewed, a review is out of date, a question was not
settled in time, or a law file has errors; 2 usage""",
        (
            Option(
                ("where",),
                "a jurisdiction, or a folder or file of the law library; by default all",
                {"nargs": "?", "metavar": "JURISDICTION|PATH"},
            ),
            Option(("--draft",), "the law as if this bill were law", {"metavar": "FILE"}),
            Option(("--all",), "print also the facts that need no review", {"action": "store_true"}),
            Option(
                ("--review",),
                "print what nobody has reviewed as entries for law/reviewed-findings.yaml",
                {"action": "store_true"},
            ),
            Option(("--sarif",), "write the findings as SARIF 2.1.0", {"metavar": "FILE"}),
            Option(("--junit",), "write the findings as JUnit XML", {"metavar": "FILE"}),
            Option(("--timeout",), "seconds for one question (default 10)", {"default": "10", "metavar": "SECONDS"}),
            Option(("--again",), "ask also what was proved before", {"action": "store_true"}),
            Option(("--law",), "a law library's folder instead of the one installed", {"metavar": "FOLDER"}),
            _JSON,
        ),
        "inforce.interfaces.cli.verify",
        extra="smt",
    ),
    Command(
        "schema",
        "the JSON Schema of an output",
        """Prints the JSON Schema of what a command prints with --json. Without a name, lists the names.

exit codes: 0 printed; 2 no such schema""",
        (
            Option(
                ("name",),
                "assess, batch, diff, facts, impact, show, sql, test, timeline or verify",
                {"nargs": "?", "metavar": "NAME"},
            ),
        ),
        "inforce.interfaces.cli.schema",
    ),
)
