"""Looks for a difference between the evaluators, between the provers, or from the law's own cases.

Run as a program on a copy of the source, with the library's folder and the names of what is to look: prints what
notices a difference, and exits 1. Each fault of `code_faults` is searched for with it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from tests.evaluate.solved import solver_differences
from tests.evaluate.test_smt import same_kinds
from tests.library.test_agreement import Texts
from tests.library.test_cases import _cases

from inforce.law.edition import Image, build
from inforce.law.load.library import load_library
from inforce.products.assess import Assessor
from inforce.products.law_test import run_law_tests
from inforce.products.verify.run import run_verify


class Search:
    """A library opened with the program as it is on the path."""

    def __init__(self, root: str) -> None:
        self.root = root
        segments, problems = build(root)
        assert not problems
        self.image = Image(segments)
        self.assessor = Assessor(self.image)

    def cases(self) -> bool:
        """Whether the law fails its own cases."""
        return not run_law_tests(self.assessor, self.root).passed

    def solver(self) -> bool:
        """Whether the solver and the explainer differ on some case."""
        return any(solver_differences(self.assessor, case) for case in _cases(self.assessor)[::4])

    def text(self) -> bool:
        """Whether the text and the explainer differ on some case."""
        texts = Texts(load_library(self.root))
        cases = [case for case in _cases(self.assessor) if "material" not in case.records]
        return any(texts.differences(self.assessor, case) for case in cases)

    def kinds(self) -> bool:
        """Whether the solver finds other kinds of record than the law layer lists."""
        return not same_kinds(self.assessor)

    def provers(self) -> bool:
        """Whether the diagrams and the solver differ on a question about the law, or find what nobody reviewed."""
        loaded = load_library(self.root)
        report = run_verify(self.image, loaded, self.root, milliseconds=20_000, again=True)
        return bool(report.disagreements) or not report.passed


if __name__ == "__main__":
    search = Search(sys.argv[1])
    looks: dict[str, Callable[[], bool]] = {
        "cases": search.cases,
        "solver": search.solver,
        "text": search.text,
        "kinds": search.kinds,
        "provers": search.provers,
    }
    found = [name for name in sys.argv[2:] or looks if looks[name]()]
    print("noticed by:", *found)
    sys.exit(1 if found else 0)
