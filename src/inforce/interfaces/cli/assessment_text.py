"""An assessment for reading: verdict first, then exposure, reasons, readings, questions, and notices last."""

from __future__ import annotations

from inforce.evaluate.explain.answer import OffenseAnswer, Outcome
from inforce.facts.dates import day_before, term_days, term_words
from inforce.interfaces.cli.exposure import bars
from inforce.interfaces.cli.paper import Paper
from inforce.law.lowered import Fork, Sentence
from inforce.products.assess import Assessment
from inforce.products.assessment import VersionAnswer

MOST_QUESTIONS = 8


def write(paper: Paper, answer: Assessment, why: bool) -> None:
    """Writes one assessment."""
    data = answer.versions
    _title(paper, answer)
    for version in data:
        shown = [offense for offense in version.offenses if offense.verdict != "no"]
        if len(data) > 1:
            _version_heading(paper, version)
        if not shown:
            paper.text("No offense of the encoded law fits these facts.", style="bold")
        for group in grouped(shown):
            _verdict(paper, group, {c.reading: c.act for fork in version.forks for c in fork.choices})
        if shown:
            paper.heading("Exposure")
            groups = grouped(shown)
            drawn = [one for g in groups for one in ([g[0].replace(reading="")] if agree(g) else g)]
            for line in bars(drawn, acts(version), paper.width, paper.unicode):
                paper.line(line)
        for group in grouped(shown):
            _offense(paper, group, version, why)
        for fork in version.forks:
            if any(fork.name in offense.fork.split("; ") for offense in shown):
                _fork(paper, fork)
        unmet = [offense for offense in version.offenses if offense.verdict == "no"]
        if unmet:
            _unmet(paper, unmet)
    _governing(paper, answer)
    _questions(paper, answer)
    paper.heading("Notices")
    for notice in answer.notices:
        paper.text(notice)
    paper.text(f"Library {answer.assessor.image.edition.digest}.", style="dim")


def grouped(offenses: list[OffenseAnswer]) -> list[list[OffenseAnswer]]:
    """The readings of each offense together."""
    groups: dict[tuple[str, str], list[OffenseAnswer]] = {}
    for offense in offenses:
        groups.setdefault((offense.cite, offense.of), []).append(offense)
    return list(groups.values())


def agree(group: list[OffenseAnswer]) -> bool:
    """Whether readings give the same outcomes under the same conditions."""
    return len({tuple((o.when, o.sentence.replace(cite="")) for o in offense.outcomes) for offense in group}) == 1


def short(cite: str, home: str) -> str:
    """A cite without the name of the code where the offense's own cite has said it."""
    return cite.removeprefix(home.split("§")[0])


def acts(version: VersionAnswer) -> dict[str, str]:
    """The act that each reading follows."""
    return {choice.reading: choice.act for fork in version.forks for choice in fork.choices}


def range_words(sentence: Sentence) -> str:
    """`2 to 20 years`, `5 to 99 years or life`, `up to 1 year`."""
    if not sentence.most:
        return "no confinement"
    most = term_words(sentence.most)
    least = term_words(sentence.least)
    if not least:
        text = f"up to {most}"
    elif least.split()[-1].rstrip("s") == most.split()[-1].rstrip("s"):
        text = f"{least.split()[0]} to {most}"
    else:
        text = f"{least} to {most}"
    return f"{text} or life" if sentence.life else text


def sentence_words(sentence: Sentence) -> str:
    """Grade and range in words."""
    if sentence.unknown:
        most = "life" if sentence.life else term_words(sentence.most)
        return f"grade not known; from {term_words(sentence.least) or 'no minimum'} to {most}"
    return f"{sentence.grade}, {range_words(sentence)}"


def full_name(offense: OffenseAnswer) -> str:
    """The offense by its cite."""
    return f"{offense.cite} of {short(offense.of, offense.cite)}" if offense.of else offense.cite


def _title(paper: Paper, answer: Assessment) -> None:
    case = answer.case
    day = case.begins if case.begins == case.ends else f"{case.begins} to {case.ends}"
    paper.text(f"{case.name} · {answer.code.name} · {day}", 0, style="dim")


def _version_heading(paper: Paper, version: VersionAnswer) -> None:
    until = f" to {day_before(version.ends)}" if version.ends else " on"
    label = "governs by the savings clauses" if version.governs else "the later law, for comparison"
    paper.line()
    paper.text(f"Under the text in force from {version.begins}{until} ({label})", 0, style="bold")


def _verdict(paper: Paper, group: list[OffenseAnswer], names: dict[str, str]) -> None:
    same = agree(group)
    for offense in group[:1] if same else group:
        paper.text(_summary(offense), 0, 2, "bold")
        if same:
            note = "both readings agree" if len(group) > 1 else ""
        else:
            note = f"{_reading_name(offense, names)}{', preferred' if offense.preferred else ', the other text'}"
        state = "" if offense.verdict == "yes" else "; elements not all settled"
        made = [d.cite for d in offense.defenses if d.state == "made out"]
        defense = f"; defense made out on these facts: {', '.join(made)}" if made else ""
        paper.text(" · ".join(part for part in (full_name(offense), note) if part) + state + defense, 2, style="dim")


def _summary(offense: OffenseAnswer) -> str:
    """All outcomes in one line: from the mildest to the harshest."""
    sentences = [outcome.sentence for outcome in offense.outcomes]
    if len(sentences) == 1:
        text = sentence_words(sentences[0])
    else:
        known = [sentence for sentence in sentences if not sentence.unknown]
        grades = list(dict.fromkeys(sentence.grade for sentence in (known[-1:] + known[:1])))
        floor = min((s.least for s in sentences), key=term_days)
        ceiling = max(sentences, key=lambda s: (s.life, term_days(s.most)))
        most = "life" if ceiling.life else term_words(ceiling.most)
        text = f"{' to '.join(grades) or 'grade not known'}, {term_words(floor) or 'no minimum'} to {most}"
        if len(known) < len(sentences):
            text += ", in part not known"
    if offense.verdict != "yes":
        text = f"if the elements are met: {text}"
    return text[0].upper() + text[1:]


def _reading_name(offense: OffenseAnswer, names: dict[str, str]) -> str:
    return " + ".join(names.get(part, part) for part in offense.reading.split("+"))


def _offense(paper: Paper, group: list[OffenseAnswer], version: VersionAnswer, why: bool) -> None:
    names = acts(version)
    first = group[0]
    paper.heading(f"{first.name[0].upper()}{first.name[1:]}, {full_name(first)}")
    if first.met_when:
        paper.text(f"The elements are met if {first.met_when}.", 2)
    for element in first.elements:
        mark = {"met": "met", "not met": "not met", "undetermined": "?"}[element.state]
        paper.columns(f"{element.kind}: {mark}", f"{element.says} [{short(element.cite, first.cite)}]", 18)
        if why or element.state == "undetermined":
            paper.text("because " + "; ".join(element.because), 22)
        if why:
            for label, cite in element.terms:
                paper.text(f"{label}: {short(cite, first.cite)}", 22, style="dim")
    if why and first.elements:
        burden = first.elements[0].burden
        paper.text(f"Each element: burden on the {burden.on}, {burden.standard} [{short(burden.cite, first.cite)}].")
    same = agree(group) and not why
    for offense in group[:1] if same else group:
        if offense.reading and not same:
            paper.text(f"{_reading_name(offense, names)}:", 2, style="bold")
        _outcomes(paper, offense, why)
    for defense in first.defenses:
        if why or defense.state != "not made out":
            bears = f"burden: {defense.burden.on}, {defense.burden.standard}"
            paper.columns(
                defense.kind, f"{defense.state}: {defense.says} [{short(defense.cite, first.cite)}]; {bears}", 20
            )
            if why:
                paper.text("because " + "; ".join(defense.because), 24)
    if not why and first.defenses and all(d.state == "not made out" for d in first.defenses):
        paper.text(
            f"Defenses considered and not made out: {', '.join(short(d.cite, first.cite) for d in first.defenses)}."
        )
    for presumption in first.presumptions:
        paper.text(
            f"Presumption [{short(presumption.cite, first.cite)}]: {presumption.says} It settles no fact here.", 2, 2
        )
    for note in dict.fromkeys(note for offense in group for note in offense.notes):
        lead = "Note" if note.confidence == "primary" else f"Doubt ({note.confidence})"
        paper.text(f"{lead} [{short(note.cite, first.cite)}]: {note.says}", 2, 2)


def _outcomes(paper: Paper, offense: OffenseAnswer, why: bool) -> None:
    for outcome in offense.outcomes:
        sentence = outcome.sentence
        lead = sentence_words(sentence)
        if sentence.minimum:
            lead += f" (minimum raised to {term_words(sentence.minimum)})"
        if sentence.fine:
            lead += f", fine up to {money(sentence.fine, sentence.currency)}"
        _lead(paper, lead, outcome.when)
        cites = ", ".join(short(cite, offense.cite) for cite in outcome.decided_by)
        paper.text(f"decided by {cites}; confidence {outcome.confidence}", 6, style="dim")
        for reason in outcome.unknown:
            paper.text(f"Not known: {reason}", 6, 2)
        if why:
            _proof(paper, offense, outcome)


def _proof(paper: Paper, offense: OffenseAnswer, outcome: Outcome) -> None:
    """Each row and step: what decided, then why not harsher, why not milder."""
    parts = (("", ""), ("why not harsher", "harsher"), ("why not milder", "milder"))
    for heading, side in parts:
        rows = [row for row in outcome.rows if row.side == side]
        if heading and rows:
            paper.text(heading, 6)
        for row in rows:
            because = f" ({'; '.join(row.because)})" if row.because else ""
            mark = "" if row.confidence == "primary" else f"; {row.confidence}"
            text = f"{row.state}: {row.sets} [{short(row.cite, offense.cite)}]{because}{mark}"
            paper.text(text, 8 if heading else 6, 2)


def _lead(paper: Paper, lead: str, when: str) -> None:
    """An outcome and its condition; alternatives one below the other, as a statute would list them."""
    if when in ("", "otherwise"):
        paper.text(f"{lead}{when and ', otherwise'}", 4, 2)
        return
    alternatives = when.split("; or ")
    if len(alternatives) == 1:
        paper.text(f"{lead}, if {when}", 4, 2)
        return
    paper.text(f"{lead}, if", 4, 2)
    for alternative in alternatives:
        paper.text(f"- {alternative}", 6, 2)


def money(amount: str, currency: str) -> str:
    """An amount with its currency."""
    return f"{'$' if currency == 'USD' else currency + ' '}{int(amount):,}"


def _fork(paper: Paper, fork: Fork) -> None:
    paper.heading(f"Two texts in force together: {fork.section}{', '.join(fork.over)}")
    for choice in fork.choices:
        word = "preferred" if choice.reading == fork.preferred else "the other text"
        paper.columns(f"{choice.act}, {word}", f"{choice.law}. {choice.enacted}", 26)
    paper.text(f"Canon: {fork.canon}. {fork.because[0].upper()}{fork.because[1:]} ({fork.confidence}).")
    paper.text(f"Against it: {fork.against}.")


def _unmet(paper: Paper, unmet: list[OffenseAnswer]) -> None:
    paper.heading("Offenses considered, elements not met")
    for group in grouped(unmet):
        offense = group[0]
        lacking = "; ".join(
            f"{e.kind} [{short(e.cite, offense.cite)}]" for e in offense.elements if e.state == "not met"
        )
        paper.text(f"{full_name(offense)}: {lacking}", 2, 2)


def _governing(paper: Paper, answer: Assessment) -> None:
    paper.heading("Which text governs")
    for reason in answer.governing:
        cite = f" [{reason.cite}]" if reason.cite else ""
        mark = "" if reason.confidence == "primary" else f" ({reason.confidence})"
        paper.text(f"{reason.says}{cite}{mark}", 2, 2)


def _questions(paper: Paper, answer: Assessment) -> None:
    if answer.questions:
        paper.heading("What would narrow it")
        for question in answer.questions[:MOST_QUESTIONS]:
            moves = []
            if question.ceiling[0]:
                moves.append(f"ceiling between {question.ceiling[0]} and {question.ceiling[1]}")
            if question.floor[0]:
                moves.append(f"floor between {question.floor[0]} and {question.floor[1]}")
            if question.defense:
                moves.append("a defense")
            paper.columns(question.fact, f"{question.question} Moves: {'; '.join(moves)}.", 24)
        left = answer.questions[MOST_QUESTIONS:]
        if left:
            paper.text(f"Also open: {', '.join(q.fact for q in left)}.")
    for opened in answer.open_questions:
        paper.text(f"Left open by the law [{opened.cite}]: {opened.says}", 2, 2)
