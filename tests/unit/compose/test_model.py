"""Rules of the composed document: sections of blocks, boxes of blocks, lists of items; each with its line."""

from __future__ import annotations

from markupsafe import Markup

from carepress.compose import BlockHtml, ComposedSection, ListItem
from tests.support.composed import composed


def test_a_document_becomes_sections_of_blocks() -> None:
    body = "One.\n\n## Signs {panel=flap}\n\n::: callout\n### Call us\n\n- Wheezing {icon=hand}\n:::\n"
    items = (ListItem(content=Markup("Wheezing"), icon="hand"),)
    wheezing = BlockHtml(line=12, items=items, markup=Markup('<ul data-line="12"><li>Wheezing</li></ul>'))
    heading = BlockHtml(line=10, markup=Markup('<h3 data-line="10">Call us</h3>'))

    assert composed(body)[0].sections == (
        ComposedSection(
            heading=Markup(""),
            line=5,
            panel="",
            blocks=(BlockHtml(line=5, markup=Markup('<p data-line="5">One.</p>')),),
        ),
        ComposedSection(
            heading=Markup("Signs"),
            line=7,
            panel="flap",
            blocks=(BlockHtml(line=9, component="callout", blocks=(heading, wheezing), titled=True),),
        ),
    )
