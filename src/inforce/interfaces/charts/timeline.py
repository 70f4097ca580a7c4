"""A timeline as a picture: the range of the sentence in each span of days between two flips, one panel a conduct."""

from __future__ import annotations

from math import sqrt
from typing import Any

import altair as alt

from inforce.facts.dates import LIFE, term_days, term_words
from inforce.interfaces.charts.style import (
    ASK,
    ASK_LINE,
    ASK_WASH,
    BAR,
    INK,
    INK_2,
    PAPER,
    RAMP,
    heading,
    styled,
    write_chart,
)
from inforce.products.timeline_report import TimelineRange, TimelineReport, TimelineSpan

LEGEND = "Years, on a root scale. Dashed: the text that is not preferred. Yellow: only bounds are known."
FOOTER = "Legal information computed from encoded law, not legal advice."
LIFE_AT = 110  # years: where life is drawn, above every term
YEARS = (0, 2, 5, 10, 20, 40, LIFE_AT)
WIDTH = 178  # of a span of days


def write_timeline_chart(report: TimelineReport, path: str) -> None:
    """Writes the chart as .svg or .png, by the path's ending."""
    title = f"{report.case}: {report.jurisdiction}, by the day of the offense"
    write_chart(styled(_chart(report, title)), path, title, summary(report))


def summary(report: TimelineReport) -> str:
    """The picture in words."""
    told = []
    for span in _bands(report):
        shown = [f"{_name(part)}{f' [{part.reading}]' if part.reading else ''}: {_words(part)}" for part in span.ranges]
        told.append(f"{_days(span, ' ')}: {'; '.join(shown) or 'no offense'}")
    return ". ".join(told) + ". " + FOOTER


def _bands(report: TimelineReport) -> list[TimelineSpan]:
    """The spans, with neighbors that come to the same made one."""
    found: list[TimelineSpan] = []
    for span in report.spans:
        if found and found[-1].ranges == span.ranges:
            found[-1] = found[-1].replace(until=span.until)
        else:
            found.append(span)
    return found


def _days(span: TimelineSpan, between: str) -> str:
    return f"{span.begins}{between}to {span.until}" if span.until else f"{span.begins}{between}on"


def _chart(report: TimelineReport, title: str) -> Any:
    bands = _bands(report)
    days = [_days(span, "\n") for span in bands]
    names = list(dict.fromkeys(_name(part) for span in bands for part in span.ranges)) or ["no offense"]
    panels = []
    for name in names:
        boxes = []
        for span, label in zip(bands, days, strict=True):
            own = [part for part in span.ranges if _name(part) == name]
            boxes += [_box(label, part, slot, len(own)) for slot, part in enumerate(own)]
        panels.append(_panel(name, boxes, days))
    head = alt.TitleParams(
        title,
        subtitle=[LEGEND, FOOTER],
        anchor="start",
        fontSize=18,
        subtitleFontSize=12,
        subtitleColor=INK_2,
        offset=16,
    )
    return alt.vconcat(*panels, spacing=26, title=head, background=PAPER)


def _name(part: TimelineRange) -> str:
    return f"attempted {part.conduct}" if part.attempt else part.conduct


def _box(days: str, part: TimelineRange, slot: int, slots: int) -> dict[str, object]:
    floor, ceiling = _years(part.floor), _years(part.ceiling)
    preferred = part.preferred != "no"
    width = WIDTH - 12
    left = -width / 2 + slot * width / slots
    label = [part.reading] if part.reading else []
    return {
        "days": days,
        "floor": floor,
        "ceiling": ceiling,
        "middle": ((sqrt(floor) + sqrt(ceiling)) / 2) ** 2,
        "width": width / slots - 4,
        "center": left + width / slots / 2,
        "label": "\n".join([*(part.grades[0].split() if len(part.grades) == 1 else ["several", "grades"]), *label]),
        "fill": (ASK_WASH if part.bounds else RAMP[1]) if preferred else PAPER,
        "edge": ASK_LINE if part.bounds else BAR,
        "ink": ASK if part.bounds else INK,
        "preferred": preferred,
    }


def _panel(name: str, boxes: list[dict[str, object]], days: list[str]) -> Any:
    axis = alt.Axis(
        values=list(YEARS), grid=True, gridColor="#e7e3da", labelExpr=f"datum.value == {LIFE_AT} ? 'life' : datum.value"
    )
    layers = []
    for box in boxes:
        # Each box is its own layer, since the place within a band is no channel of a rectangle.
        base = alt.Chart(alt.InlineData(values=[box])).encode(
            x=alt.X("days:N", sort=days, title=None, scale=alt.Scale(domain=days), axis=_bottom()),
            y=alt.Y("floor:Q", title=None, scale=alt.Scale(type="sqrt", domain=[0, LIFE_AT]), axis=axis),
        )
        center, width = float(str(box["center"])), float(str(box["width"]))
        layers.append(
            base.encode(y2="ceiling:Q").mark_bar(
                strokeWidth=1.5,
                cornerRadius=2,
                fill=str(box["fill"]),
                stroke=str(box["edge"]),
                strokeDash=[1, 0] if box["preferred"] else [4, 3],
                width=width,
                xOffset=center,
            )
        )
        layers.append(
            base.encode(y=alt.Y("middle:Q", axis=axis), text=alt.Text("label:N")).mark_text(
                fontSize=11,
                lineBreak="\n",
                color=str(box["ink"]),
                dx=center,
                dy=-6.5 * str(box["label"]).count("\n"),
                baseline="middle",
            )
        )
    empty = alt.Chart(alt.InlineData(values=[{"days": day} for day in days])).mark_point(opacity=0)
    layers.append(empty.encode(x=alt.X("days:N", sort=days, title=None, axis=_bottom())))
    return alt.layer(*layers).properties(width=alt.Step(WIDTH), height=210, title=heading(name))


def _bottom() -> alt.Axis:
    return alt.Axis(labelAngle=0, labelExpr="split(datum.label, '\\n')", labelPadding=8, labelFontSize=12)


def _years(term: str) -> float:
    return LIFE_AT if term == LIFE else term_days(term) / 365


def _words(part: TimelineRange) -> str:
    low = "no term" if part.floor == "P0D" else term_words(part.floor)
    return f"{' or '.join(part.grades)}, {low} to {term_words(part.ceiling)}"
