"""The impact of a change of law as a picture: who goes from which grade to which, and by which provision."""

from __future__ import annotations

import os
from html import escape
from typing import Any

import altair as alt
import vl_convert

from inforce.products.table_reports import UNDETERMINED, ImpactReport

INK, INK_2, LINE, PAPER = "#1b1e23", "#50555d", "#85817a", "#fbfaf7"
RAMP = ("#eef1f5", "#d3deea", "#9fb8d3", "#47698f", "#2b4868")  # by the share of the row; the stronger the more
ON_RAMP = (INK, INK, "#14202d", "#ffffff", "#ffffff")
SHARES = (0.03, 0.10, 0.20, 0.35)
ASK, ASK_LINE, ASK_WASH = "#7a4f00", "#b07a10", "#fdf3dd"
BAR = "#47698f"
FONT = "Public Sans, Liberation Sans, DejaVu Sans, Arial, sans-serif"
DIRECTIONS = {"up": "harsher", "down": "milder", "new": "newly covered", "gone": "no longer covered"}
MOST_CAUSES = 12
FOOTER = "Legal information computed from encoded law, not legal advice; it makes no claim about deterrence."


def write_impact_chart(report: ImpactReport, path: str) -> None:
    """Writes the chart as .svg, .png or .html, by the path's ending. No network is used."""
    ending = os.path.splitext(path)[1].lower()
    specification = _chart(report).to_dict()
    if ending == ".png":
        with open(path, "wb") as file:
            file.write(vl_convert.vegalite_to_png(specification, scale=2, allowed_base_urls=[]))
        return
    drawing = _described(report, vl_convert.vegalite_to_svg(specification, allowed_base_urls=[]))
    with open(path, "w", encoding="utf-8") as file:
        file.write(drawing if ending == ".svg" else _page(report, drawing))


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
    return (
        alt.vconcat(*charts, spacing=34, title=title, background=PAPER)
        .configure(font=FONT, padding=20)
        .configure_view(stroke=None)
        .configure_axis(labelColor=INK, titleColor=INK_2, domain=False, ticks=False, grid=False, labelFontSize=12)
        .configure_title(color=INK, font=FONT)
    )


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
        **size, title=_heading("From, to: cases and their share of the row; a dark edge: same grade")
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
    ).properties(width=380, height=alt.Step(24), title=_heading(f"Cases that move, by provision{more}"))


def _heading(text: str) -> alt.TitleParams:
    return alt.TitleParams(text, anchor="start", fontSize=14, color=INK, offset=10)


def _described(report: ImpactReport, drawing: str) -> str:
    """The drawing with its title and its text alternative."""
    head, mark, rest = drawing.partition(">")
    title = f"{report.before} against {report.after}"
    head = head.replace("<svg", '<svg role="img" aria-labelledby="impact-title impact-text"', 1)
    words = f'<title id="impact-title">{escape(title)}</title><desc id="impact-text">{escape(summary(report))}</desc>'
    return f"{head}{mark}{words}{rest}"


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
