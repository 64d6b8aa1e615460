"""Styling: the part of the CSS that is made from values: faces, colours, page sizes, margins.

In:   a Brand and its font files; a Format on a Paper.
Out:  CSS.
Pure: no stylesheet is read.
"""

from __future__ import annotations

from collections.abc import Mapping

from carepress.design.brand import Brand
from carepress.design.formats import Format, Length, Margins, Paper


def brand_css(brand: Brand, fonts: Mapping[tuple[str, int], str]) -> str:
    """@font-face rules for the brand's families, its colours, and the roles that the stylesheets name."""
    rules = [
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; src: url("/{path}") }}'
        for (family, weight), path in fonts.items()
    ]
    roles = {"font-text": brand.text_family, "font-heading": brand.heading_family, "font-title": brand.title_family}
    tokens = [f"--{name}: {value};" for name, value in brand.tokens.items()]
    tokens += [f'--{role}: "{family}";' for role, family in roles.items()]
    return "\n".join([*rules, ":root {", *tokens, "}"])


def geometry_css(format_: Format, paper: Paper) -> str:
    """Page sizes, margins and sizes, made from the format's file so that CSS cannot disagree with it.

    A format with panels gets a named page for every flow and a size for every panel; `--NAME-left` is the panel's
    distance from the left edge of its side, by which a drawing runs on from panel to panel.
    """
    properties = {"sheet-width": paper.width, "sheet-height": paper.height}
    pages, rules = [], []
    if not format_.panels:
        pages.append(f"@page {{ size: {paper.width} {paper.height}; {_margin(format_.margins)} }}")
        properties |= _margins("margin", format_.margins)
    for flow in format_.flows:
        margins, panels = format_.margins_of(flow), format_.flow(flow)
        pages.append(f"@page {flow} {{ size: {paper.widths[panels[-1].name]} {paper.height}; {_margin(margins)} }}")
        properties |= _margins(f"{flow}-margin", margins)
        for at, panel in enumerate(panels, start=1):
            rules.append(f"@page :nth({at} of {flow}) {{ size: {paper.widths[panel.name]} {paper.height} }}")
            properties[f"{panel.name}-left"] = format_.left(panel.name, paper)
            properties[f"{panel.name}-width"] = paper.widths[panel.name]
        rules.append(f".{flow} {{ page: {flow} }}")
    roots = (f"--{name}: {value};" for name, value in {**properties, **format_.sizes}.items())
    return "\n".join([*pages, *rules, ":root {", *roots, "}"])


def _margin(margins: Margins) -> str:
    return f"margin: {margins.top} {margins.sides} {margins.bottom}"


def _margins(name: str, margins: Margins) -> dict[str, Length]:
    return {f"{name}-top": margins.top, f"{name}-sides": margins.sides, f"{name}-bottom": margins.bottom}
