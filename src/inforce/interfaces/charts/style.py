"""What every chart has in common: ink, paper, type, the text alternative, and how it is written."""

from __future__ import annotations

import os
from collections.abc import Callable
from html import escape
from typing import Any

import altair as alt
import vl_convert

INK, INK_2, LINE, PAPER = "#1b1e23", "#50555d", "#85817a", "#fbfaf7"
RAMP = ("#eef1f5", "#d3deea", "#9fb8d3", "#47698f", "#2b4868")  # the stronger the more
ASK, ASK_LINE, ASK_WASH = "#7a4f00", "#b07a10", "#fdf3dd"
BAR = "#47698f"
FONT = "Public Sans, Liberation Sans, DejaVu Sans, Arial, sans-serif"


def styled(chart: Any) -> dict[str, Any]:
    """The specification of a chart, in the common style."""
    styled_chart = (
        chart.configure(font=FONT, padding=20)
        .configure_view(stroke=None)
        .configure_axis(labelColor=INK, titleColor=INK_2, domain=False, ticks=False, grid=False, labelFontSize=12)
        .configure_title(color=INK, font=FONT)
    )
    found: dict[str, Any] = styled_chart.to_dict()
    return found


def heading(text: str) -> alt.TitleParams:
    """The title of one part of a chart."""
    return alt.TitleParams(text, anchor="start", fontSize=14, color=INK, offset=10)


def write_chart(
    specification: dict[str, Any], path: str, title: str, text: str, page: Callable[[str], str] | None = None
) -> None:
    """Writes a chart as .svg or .png by the path's ending, or with `page` as .html. No network is used.

    `text` is what the picture says, for those who do not see it.
    """
    ending = os.path.splitext(path)[1].lower()
    if ending == ".png":
        with open(path, "wb") as file:
            file.write(vl_convert.vegalite_to_png(specification, scale=2, allowed_base_urls=[]))
        return
    drawing = _described(title, text, vl_convert.vegalite_to_svg(specification, allowed_base_urls=[]))
    with open(path, "w", encoding="utf-8") as file:
        file.write(page(drawing) if page and ending == ".html" else drawing)


def _described(title: str, text: str, drawing: str) -> str:
    """The drawing with its title and its text alternative."""
    head, mark, rest = drawing.partition(">")
    head = head.replace("<svg", '<svg role="img" aria-labelledby="chart-title chart-text"', 1)
    words = f'<title id="chart-title">{escape(title)}</title><desc id="chart-text">{escape(text)}</desc>'
    return f"{head}{mark}{words}{rest}"
