"""Small pages for tests: one font, a few lines of CSS and formats with round measurements.

`laid_out` gives pages of 60 x 80 mm with margins of 10 mm. `card` and `sheet_of` are copyfitted: five panels of
60 x 100 mm, or pages of that size, also with margins of 10 mm and a line height of 5 mm.
"""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO

import fontpkg
from PIL import Image

from carepress.design.brand import Brand
from carepress.design.formats import Format, Length, Margins, Panel, Paper, Takes
from carepress.diagnostics.model import Diagnostics
from carepress.project.source import Source
from carepress.typeset import Layout, Material, fit
from carepress.typeset.layout import lay_out

FAMILY = "Atkinson Hyperlegible"
FONT = fontpkg.path(FAMILY, 400).read_bytes()
CSS = "@page { size: 60mm 80mm; margin: 10mm } body { margin: 0; font: 10pt var(--font-text) } p { margin: 0 }"
CARD_CSS = """@page { margin: 10mm } html, body, h2, p, div, li, ul { margin: 0; padding: 0 } h2 { break-after: avoid }
body { font: 10pt/5mm var(--font-text) } h2 { font: 10pt/10mm var(--font-text) } .roomy { font-size: 12pt }"""
NAMES = ("cover", "flap", "inside-1", "inside-2", "inside-3")
TAKES = {"cover": Takes.NOTHING, "flap": Takes.NAMED}
SOURCE = Source(file="content/asthma/en.md", text="\n".join(f"line {number}" for number in range(1, 100)))
ROOM = 80  # mm, the height of a panel's text area


def png() -> bytes:
    file = BytesIO()
    Image.new("RGB", (8, 8), "#0F5E6B").save(file, "PNG")
    return file.getvalue()


def material(files: Mapping[str, bytes] = {}, css: str = CSS) -> Material:
    fonts = {(FAMILY, 400): "fonts/text.ttf"}
    return Material(files={"fonts/text.ttf": FONT, **files}, stylesheets={"page.css": css}, fonts=fonts, brand=Brand())


def laid_out(body: str, files: Mapping[str, bytes] = {}, css: str = CSS) -> Layout:
    return lay_out(
        f'<html lang="en"><head><title>Asthma</title></head><body>{body}</body></html>', material(files, css)
    )


def block(line: int, height: float, tag: str = "p") -> str:
    return f'<{tag} data-line="{line}" style="height: {height}mm">Text {line}</{tag}>'


def section(line: int, *heights: float) -> str:
    """A heading of 10 mm and blocks of these heights (mm), on consecutive lines starting at `line`."""
    blocks = (block(line + at, height, "div") for at, height in enumerate(heights, start=1))
    return f'<section><h2 data-line="{line}">Head</h2>{"".join(blocks)}</section>'


MARGINS = Margins(top=Length(10.0), sides=Length(10.0), bottom=Length(10.0))


def folded() -> Format:
    """A cover without text, a flap for sections that name it and three inside panels."""
    return Format(
        name="card", label="The card", template="", stylesheet="", margins=MARGINS,
        **{"further-reading-in": "fact-sheet"},
        papers={"a4": Paper(width="300mm", height="100mm", widths=dict.fromkeys(NAMES, Length(60.0)))},
        panels=tuple(
            Panel(name=name, label=f"Panel {name}", flow=name.partition("-")[0], takes=TAKES.get(name, Takes.REST))
            for name in NAMES
        ),
    )  # fmt: skip


def sheet(most_pages: int = 2) -> Format:
    paper = Paper(width="60mm", height="100mm")
    row = {"label": "The sheet", "template": "", "stylesheet": "", "papers": {"a4": paper}, "most-pages": most_pages}
    return Format.model_validate({**row, "margins": MARGINS})


def fitted(body: str, format_: Format) -> tuple[Layout, Diagnostics]:
    html = f'<html lang="en"><head><title>A</title></head><body class="card">{body}</body></html>'
    return fit(html, material(css=CARD_CSS), format_, format_.papers["a4"], SOURCE)


def card(
    inside: str, cover: str = "<p>Asthma</p>", flap: str = block(2, 60), format_: Format | None = None
) -> tuple[Layout, Diagnostics]:
    flows = {"cover": cover, "flap": flap, "inside": inside}
    return fitted("".join(f'<div class="{flow}">{text}</div>' for flow, text in flows.items()), format_ or folded())
