"""Smallest cases for people: what differs from plain, and the whole as a case file."""

from __future__ import annotations

from inforce.diagram.smallest import Witness
from inforce.facts.phrases import value_phrase
from inforce.facts.vocabulary import Fact, Vocabulary
from inforce.law.cites import Codes, cite_of
from inforce.law.lowered import Code
from inforce.law.records import Record
from inforce.products.proving.cases import LawCase, WitnessFact

# A provision that no rule of the library counts, where a record must be of some provision.
ELSEWHERE = "a provision that no rule here names"


class Witnesses:
    """Renders the witnesses of one jurisdiction."""

    def __init__(self, code: Code, vocabulary: Vocabulary, plain: tuple[int, ...]) -> None:
        self.code, self.vocabulary, self.plain = code, vocabulary, plain

    def case(self, witness: Witness, date: str, moved: int = -1) -> LawCase:
        """A witness as a case of a date; `moved` is the variable that a move changes."""
        facts = self._facts(witness)
        away = tuple(WitnessFact(name, text) for name, text in facts.items() if text != self._plain_text(name))
        open_law = tuple(
            f"{opened.label}: {'yes' if witness.values[opened.variable] else 'no'}"
            for opened in self.code.opened
            if witness.values[opened.variable] != self.plain[opened.variable]
        )
        after: tuple[WitnessFact, ...] = ()
        if moved >= 0:
            values = [*witness.values]
            values[moved] = witness.after
            changed = self._facts(witness.replace(values=tuple(values)))
            after = tuple(WitnessFact(name, text) for name, text in changed.items() if text != facts[name])
        return LawCase(away, open_law, witness.away, witness.distance, after, self.document(witness, date))

    def document(self, witness: Witness, date: str, name: str = "smallest case") -> str:
        """The whole case as a file that `inforce assess` reads."""
        lines = [f"case: {name}", f"jurisdiction: {self.code.id}", f"offense_date: {date}", "facts:"]
        lines += [f"  {fact}: {text}" for fact, text in self._facts(witness).items()]
        return "\n".join(lines) + "\n"

    def _facts(self, witness: Witness) -> dict[str, str]:
        return {
            fact.id: self._text(fact, witness)
            for fact in self.vocabulary.facts.values()
            if fact.type != "records" or fact.id in self._counted
        }

    @property
    def _counted(self) -> set[str]:
        return {counted.list for counted in self.code.counted}

    def _plain_text(self, name: str) -> str:
        plain = Witness(self.plain, {}, 0, 0)
        return self._text(self.vocabulary.facts[name], plain)

    def _text(self, fact: Fact, witness: Witness) -> str:
        if fact.type == "records":
            records = witness.records.get(fact.id, ())
            return f"[{', '.join(self._record(fact, record) for record in records)}]" if records else "none"
        if fact.type == "set":
            held = [value for at, value in enumerate(fact.values) if witness.values[fact.first + at]]
            return f"[{', '.join(held)}]" if held else "none"
        return value_phrase(fact, witness.values[fact.first])

    def record(self, name: str, record: Record) -> str:
        """A record of a list as a case writes it."""
        return self._record(self.vocabulary.facts[name], record)

    def _record(self, fact: Fact, record: Record) -> str:
        fields = {field.id: field for field in fact.fields}
        parts = []
        for name, value in record.items():
            field = fields[name]
            if field.type == "provision":
                text = provision_text(value, self.code.codes)
            elif field.type == "bool":
                text = "yes" if value else "no"
            else:
                text = field.values[value] if field.values and isinstance(value, int) else str(value)
            parts.append(f"{name}: {text}")
        return "{" + ", ".join(parts) + "}"


def provision_text(value: object, codes: Codes) -> str:
    """A provision as a case writes it. A path that ends in a star is none of the parts that rules name, which a case
    must say as well: another section of the chapter, another subdivision of the section."""
    if not isinstance(value, tuple):
        return str(value)
    if value == ("*",):
        return ELSEWHERE
    if value[-1] != "*":
        return cite_of(value, codes)
    path = value[:-1]
    return cite_of((*path, f"{path[1]}.01") if len(path) == 2 else (*path, "(z)"), codes)
