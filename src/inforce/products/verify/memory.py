"""What was proved before of texts that have not changed since: kept by a hash of their content, in the user's cache."""

from __future__ import annotations

import hashlib
import marshal
import os

from inforce.facts.frozen import from_plain, to_plain
from inforce.facts.vocabulary import Vocabulary
from inforce.law.edition import cache_folder
from inforce.law.lowered import Code
from inforce.products.verify.answers import SubjectAnswers
from inforce.products.verify.subjects import Subject


class Memory:
    """Answers about subjects, by a hash of everything they rest on: the texts, the vocabulary, and this program."""

    def __init__(self, path: str, vocabulary: Vocabulary, use: bool) -> None:
        self.path = path
        self._known: dict[str, object] = _read(path) if use else {}
        self._kept: dict[str, object] = {}
        self._all = _program() + marshal.dumps(to_plain(vocabulary), 2)

    def key(self, property: str, subject: Subject, code: Code) -> str:
        """The hash of a question's content."""
        # The last day of a subject is no part of what was proved of it.
        about = (
            property,
            to_plain(subject.replace(ends="")),
            *map(to_plain, (code.variables, code.counted, code.opened, code.musts, code.codes)),
        )
        # Version 2 of the format holds no references, so that equal content is equal bytes.
        return hashlib.sha256(self._all + marshal.dumps(about, 2)).hexdigest()

    def get(self, key: str) -> SubjectAnswers | None:
        """What is known under a key."""
        if key not in self._known:
            return None
        self._kept[key] = self._known[key]
        found = from_plain(self._known[key])
        assert isinstance(found, SubjectAnswers)
        return found

    def put(self, key: str, answers: SubjectAnswers) -> None:
        """Keeps answers that settle everything; anything else is asked again."""
        if not answers.unsettled and not answers.disagreements:
            self._kept[key] = to_plain(answers)

    def save(self) -> None:
        """Writes what this run used, whole or not at all; a cache that cannot be written is no error."""
        temporary = f"{self.path}.{os.getpid()}"
        try:
            os.makedirs(os.path.dirname(self.path), exist_ok=True)
            with open(temporary, "wb") as file:
                file.write(marshal.dumps({**self._known, **self._kept} if len(self._known) < 20_000 else self._kept))
            os.replace(temporary, self.path)
        except OSError:
            pass


def memory_path() -> str:
    """Where it is kept."""
    return os.path.join(cache_folder(), "verified.memory")


def _read(path: str) -> dict[str, object]:
    try:
        with open(path, "rb") as file:
            found = marshal.loads(file.read())
        return found if isinstance(found, dict) else {}
    except (OSError, ValueError, EOFError, TypeError):
        return {}


def _program() -> bytes:
    """A hash of the code that proves, and of the solver's version."""
    from inforce.evaluate.smt.answer import solver_version

    package = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    whole = hashlib.sha256(solver_version().encode())
    for part in ("facts", "law", "diagram", "evaluate/explain", "evaluate/smt", "products"):
        for folder, _, names in sorted(os.walk(os.path.join(package, part))):
            for name in sorted(names):
                if name.endswith(".py"):
                    with open(os.path.join(folder, name), "rb") as file:
                        whole.update(name.encode() + b"\0" + file.read() + b"\0")
    return whole.digest()
