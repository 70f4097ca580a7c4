"""Plain values: what a case looks like where nothing is said, for witnesses only. No answer ever rests on one."""

from __future__ import annotations

from inforce.facts.diagnostics import Place
from inforce.facts.documents import Scalar
from inforce.facts.values import single
from inforce.facts.vocabulary import Vocabulary
from inforce.law.lowered import Code


def plain_values(code: Code, vocabulary: Vocabulary) -> tuple[int, ...]:
    """A value for each variable of a jurisdiction: facts as the vocabulary says, no record, open questions by default.

    Sets and lists are empty. Raises ValueError where a fact has no plain value; the vocabulary's tests see to that.
    """
    opened = {o.variable: o for o in code.opened}
    found = []
    for at, variable in enumerate(code.variables):
        if variable.kind == "fact":
            fact = vocabulary.facts[variable.fact]
            value = single(fact, Scalar(fact.plain, Place("vocabulary")), [])
            if value is None:
                raise ValueError(f"{fact.id} has no plain value")
            found.append(value[0])
        else:
            found.append(int(variable.kind == "open" and opened[at].default == "yes"))
    return tuple(found)
