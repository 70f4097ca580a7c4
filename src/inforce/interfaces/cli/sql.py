"""`inforce sql`: the law as a query."""

from __future__ import annotations

import argparse
import sys

from inforce.interfaces.cli.paper import in_ascii, print_json, takes_unicode
from inforce.law.edition import open_image
from inforce.products.assess import Assessor
from inforce.products.law_sql import law_as_sql


def run(arguments: argparse.Namespace) -> int:
    """Prints the query, or the query with its columns as JSON."""
    found = law_as_sql(Assessor(open_image()), arguments.jurisdiction, arguments.dialect)
    if arguments.json:
        print_json(found)
    else:
        sys.stdout.write(found.sql if takes_unicode() else in_ascii(found.sql))
    return 0
