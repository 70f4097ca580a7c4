"""Exposure as bars on one axis of years: floor to ceiling, life as a zone after a gap."""

from __future__ import annotations

from inforce.evaluate.explain.answer import OffenseAnswer
from inforce.facts.dates import term_days, term_words

YEAR = 365


def bars(offenses: list[OffenseAnswer], names: dict[str, str], width: int, unicode: bool) -> list[str]:
    """A bar for each offense and reading, with its ends in words, and the axis below."""
    rows = []
    for offense in offenses:
        sentences = [outcome.sentence for outcome in offense.outcomes]
        floor = min(sentences, key=lambda s: term_days(s.least))
        ceiling = max(sentences, key=lambda s: (s.life, term_days(s.most)))
        parts = [(offense.of or offense.cite).split("§")[-1].strip()]
        parts += [" + ".join(names.get(part, part) for part in offense.reading.split("+"))] if offense.reading else []
        label = f"{'attempt ' if offense.of else ''}{' '.join(parts)}"
        sure = len(sentences) == 1 and offense.verdict == "yes" and not sentences[0].unknown
        rows.append(
            (label, term_days(floor.least) if offense.verdict == "yes" else 0, floor, ceiling, sure, offense.preferred)
        )
    top = max((term_days(c.most) for _, _, _, c, _, _ in rows), default=YEAR) or YEAR
    life = any(c.life for _, _, _, c, _, _ in rows)
    label_width = max(len(row[0]) for row in rows)
    narrow = label_width + 34 > width  # then each bar stands below its label
    label_width = 5 if narrow else label_width
    wide = max(10, min(48, width - label_width - 34))
    full, other, unsure = ("█", "▒", "░") if unicode else ("#", "=", ".")
    lines = []
    for label, low, floor, ceiling, sure, preferred in rows:
        start = low * wide // top
        end = max(start + 1, -(-term_days(ceiling.most) * wide // top))
        fill = (full if preferred else other) if sure else unsure
        bar = " " * start + fill * (end - start) + " " * (wide - end)
        zone = f" {fill * 4 if ceiling.life else '    '}" if life else ""
        words = f"{term_words(floor.least) if low else '0'} to {'life' if ceiling.life else term_words(ceiling.most)}"
        if narrow:
            lines.append(f"  {label}")
            label = ""
        text = f"  {label.ljust(label_width)}  {bar}{zone}"
        lines += [f"{text}  {words}"] if len(text) + len(words) + 2 <= width else [text.rstrip(), f"    {words}"]
    axis = "0".ljust(wide - len(str(top // YEAR))) + str(top // YEAR)
    lines.append(f"  {'years'.ljust(label_width)}  {axis}{' life' if life else ''}")
    return lines
