"""In Force: the criminal law in force, computed.

>>> import inforce
>>> law = inforce.load()
>>> case = {"jurisdiction": "us-tx", "offense_date": "2024-06-01", "facts": {"possesses": "no", "accesses": "no"}}
>>> law.assess(case).offenses[0].verdict
'no'
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from inforce.interfaces.python import Law

__version__ = "0.1.0"
__all__ = ["__version__", "load"]


def load(path: str = "") -> Law:
    """The law library, ready to answer: the one that came with the package, or the one below a folder.

    Raises inforce.facts.diagnostics.Refused with every error of the library's files.
    """
    from inforce.interfaces.python import Law

    return Law(path)
