"""The impact of a change of law as a picture: who goes from which grade to which, and by which provision."""

from __future__ import annotations

from html import escape
from typing import Any

import altair as alt

from inforce.interfaces.charts.style import (
    ASK,
    ASK_LINE,
    ASK_WASH,
    BAR,
    FONT,
    INK,
    INK_2,
    LINE,
    PAPER,
    RAMP,
    heading,
    styled,
    write_chart,
)
from inforce.products.table_reports import UNDETERMINED, ImpactReport

ON_RAMP = (INK, INK, "#14202d", "#ffffff", "#ffffff")
SHARES = (0.03, 0.10, 0.20, 0.35)
DIRECTIONS = {"up": "harsher", "down": "milder", "new": "newly covered", "gone": "no longer covered"}
MOST_CAUSES = 12
FOOTER = "Legal information computed from encoded law, not legal advice; it makes no claim about deterrence."


def write_impact_chart(report: ImpactReport, path: str) -> None:
    """Writes the chart as .svg, .png or .html, by the path's ending. No network is used."""
    title = f"{report.before} against {report.after}"
    write_chart(styled(_chart(report)), path, title, summary(report), lambda drawing: _page(report, drawing))


def summary(report: ImpactReport) -> str:
    """The picture in a sentence or two."""
    moved = report.harsher + report.milder + report.newly_covered + report.no_longer_covered
    open_ = sum(move.cases for move in report.moves if UNDETERMINED in (move.before, move.after))
    return (
        f"Of {report.cases:,} cases, {moved:,} have another outcome under {report.after} than under {report.before}: "
        f"{report.harsher:,} harsher, {report.milder:,} milder, {report.newly_covered:,} newly covered, "
        f"{report.no_longer_covered:,} no longer covered; {open_:,} are undetermined under one text or both."
    )


def _chart(report: ImpactReport) -> Any:
    title = alt.TitleParams(
        f"{report.cases:,} cases: {report.before} against {report.after}",
        subtitle=[summary(report).split(": ", 1)[1], FOOTER],
        anchor="start",
        fontSize=20,
        subtitleFontSize=12,
        subtitleColor=INK_2,
        offset=18,
    )
    charts: list[Any] = [_matrix(report)]
    if report.causes:
        charts.append(_causes(report))
    return alt.vconcat(*charts, spacing=34, title=title, background=PAPER)


def _matrix(report: ImpactReport) -> Any:
    totals: dict[str, int] = {}
    for move in report.moves:
        totals[move.before] = totals.get(move.before, 0) + move.cases
    counts = {(move.before, move.after): move.cases for move in report.moves}
    cells = []
    for before in report.ladder:
        if before not in totals:
            continue
        for after in report.ladder:
            cases = counts.get((before, after), 0)
            share = cases / totals[before]
            step = sum(share >= limit for limit in SHARES)
            is_open = UNDETERMINED in (before, after)
            cells.append(
                {
                    "before": before,
                    "after": after,
                    "cases": f"{cases:,}",
                    "share": "" if not cases else f"{share:.0%}" if share >= 0.01 else "under 1%",
                    "fill": PAPER if not cases else ASK_WASH if is_open else RAMP[step],
                    "ink": LINE if not cases else ASK if is_open else ON_RAMP[step],
                    "edge": PAPER if not cases else ASK_LINE if is_open else RAMP[step],
                    "same": before == after and bool(cases),
                    "dash": [4, 3] if is_open and cases else [1, 0],
                }
            )
    rows = [grade for grade in report.ladder if grade in totals]
    columns = alt.Axis(orient="top", labelAngle=0, labelLimit=134, titleAnchor="start", titleFontSize=12)
    lines = alt.Axis(labelLimit=200, titleAngle=0, titleAnchor="end", titleAlign="right", titleY=-12, titleX=-8)
    base = alt.Chart(alt.InlineData(values=cells)).encode(
        x=alt.X("after:N", sort=list(report.ladder), title=f"law of {report.after}", axis=columns),
        y=alt.Y("before:N", sort=rows, title=f"law of {report.before}", axis=lines),
    )
    boxes = base.mark_rect(strokeWidth=1, xOffset=1, yOffset=1, x2Offset=-1, y2Offset=-1).encode(
        fill=alt.Fill("fill:N", scale=None),
        stroke=alt.Stroke("edge:N", scale=None),
        strokeDash=alt.StrokeDash("dash:N", scale=None),
    )
    same = base.transform_filter(alt.datum["same"]).mark_rect(
        fill=None, stroke=INK, strokeWidth=2, xOffset=1, yOffset=1, x2Offset=-1, y2Offset=-1
    )
    ink = alt.Color("ink:N", scale=None)
    number = base.mark_text(fontSize=14, fontWeight="bold", dy=-7).encode(text="cases:N", color=ink)
    share = base.mark_text(fontSize=11, dy=10).encode(text="share:N", color=ink)
    size = {"width": alt.Step(136), "height": alt.Step(46)}
    return alt.layer(boxes, same, number, share).properties(
        **size, title=heading("From, to: cases and their share of the row; a dark edge: same grade")
    )


def _causes(report: ImpactReport) -> Any:
    shown = report.causes[:MOST_CAUSES]
    bars = [
        {"label": f"{cause.cite}: {DIRECTIONS[cause.direction]}", "cases": cause.cases, "text": f"{cause.cases:,}"}
        for cause in shown
    ]
    rest = len(report.causes) - len(shown)
    base = alt.Chart(alt.InlineData(values=bars)).encode(
        y=alt.Y("label:N", sort=[str(bar["label"]) for bar in bars], title=None, axis=alt.Axis(labelLimit=460)),
        x=alt.X("cases:Q", axis=None),
    )
    more = f"; {rest} more in the table" if rest else ""
    return alt.layer(
        base.mark_bar(color=BAR, height=14),
        base.mark_text(align="left", dx=6, color=INK, fontSize=12, fontWeight="bold").encode(text="text:N"),
    ).properties(width=380, height=alt.Step(24), title=heading(f"Cases that move, by provision{more}"))


def _page(report: ImpactReport, drawing: str) -> str:
    """A page that needs nothing else: the drawing, and the same numbers as tables."""
    moves = "".join(
        f"<tr><td>{escape(m.before)}</td><td>{escape(m.after)}</td><td>{m.cases:,}</td></tr>" for m in report.moves
    )
    causes = "".join(
        f"<tr><td>{escape(c.cite)}</td><td>{DIRECTIONS[c.direction]}</td><td>{c.cases:,}</td></tr>"
        for c in report.causes
    )
    notes = "".join(f"<li>{escape(note)}</li>" for note in report.notes)
    return f"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>{escape(report.before)} against {escape(report.after)}</title>
<style>
body {{ font: 1rem/1.5 {FONT}; color: {INK}; background: {PAPER} }}
body {{ max-width: 78rem; margin: 2rem auto; padding: 0 1rem }}
svg {{ max-width: 100%; height: auto }}
table {{ border-collapse: collapse; font-variant-numeric: tabular-nums; margin: 1rem 0 }}
th, td {{ text-align: left; padding: 0.25rem 1rem 0.25rem 0; border-bottom: 1px solid #dcd8cf }}
td:last-child, th:last-child {{ text-align: right }}
</style>
<p>{escape(summary(report))}</p>
{drawing}
<table><caption>Cases by grade before and after</caption>
<tr><th scope="col">{escape(report.before)}</th><th scope="col">{escape(report.after)}</th>
<th scope="col">cases</th></tr>
{moves}</table>
<table><caption>Cases that move, by provision</caption>
<tr><th scope="col">provision</th><th scope="col">direction</th><th scope="col">cases</th></tr>
{causes}</table>
<ul>{notes}</ul>
<p>{FOOTER} Law {report.library}.</p>
</html>
"""
