"""Styling: the part of the CSS that is made from values: faces, tokens, page sizes.

In:   a Brand and its font files; a Format on a Paper.
Out:  CSS.
Pure: no stylesheet is read.
"""

from __future__ import annotations

from collections.abc import Mapping

from carepress.design.brand import Brand
from carepress.design.formats import Format, Paper


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
    """The page sizes, made from the format's row so that CSS cannot disagree with it.

    A format with panels gets a named page for every flow and a size for every panel; `--NAME-left` is the panel's
    distance from the left edge of its side, by which a drawing runs on from panel to panel.
    """
    if not format_.panels:
        return f"@page {{ size: {paper.width} {paper.height} }}\n:root {{ --sheet-width: {paper.width} }}"
    rules, roots = [], [f"--sheet-width: {paper.width};", f"--sheet-height: {paper.height};"]
    for flow in format_.flows:
        for at, panel in enumerate(format_.flow(flow), start=1):
            rules.append(f"@page :nth({at} of {flow}) {{ size: {paper.widths[panel.name]} {paper.height} }}")
            roots.append(f"--{panel.name}-left: {format_.left(panel.name, paper)};")
            roots.append(f"--{panel.name}-width: {paper.widths[panel.name]};")
        rules.append(f".{flow} {{ page: {flow} }}")
        last = format_.flow(flow)[-1]
        rules.insert(0, f"@page {flow} {{ size: {paper.widths[last.name]} {paper.height} }}")
    return "\n".join([*rules, ":root {", *roots, "}"])
