"""Rules of layout: pages have the sizes of their format, and the text of the HTML is known."""

from __future__ import annotations

import pytest

from carepress.design.css import geometry_css
from carepress.diagnostics.model import BuildFailed
from carepress.typeset.layout import DEEPEST, Layout, lay_out
from carepress.typeset.tagged_pdf import write
from tests.support.composed import FORMATS
from tests.support.typesetting import laid_out, material

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>A dot</title></svg>'


def body_class(layout: Layout) -> str:
    return str(layout.document._html.etree_element.find("body").get("class"))


@pytest.mark.parametrize("paper", ["letter", "a4"])
@pytest.mark.parametrize("name", ["fact-sheet", "brochure"])
def test_pages_have_the_sizes_of_the_formats_row(name: str, paper: str) -> None:
    format_ = FORMATS[name]
    size, page = format_.papers[paper], '<p style="break-before: page">A</p>'
    flows = (f'<div class="{flow}">{page * len(format_.flow(flow))}</div>' for flow in format_.flows)
    layout = lay_out(f"<body>{''.join(flows) or 'A'}</body>", material(css=geometry_css(format_, size)))
    wanted = [size.widths[panel.name].mm for panel in format_.panels] or [size.width.mm]

    assert [round(page.width, 3) for page in layout.pages] == pytest.approx(wanted, abs=0.01)
    assert {round(page.height, 2) for page in layout.pages} == {round(size.height.mm, 2)}


def test_a_class_of_the_layout_stands_beside_those_of_the_template() -> None:
    html = '<html lang="en"><body class="fact-sheet">A</body></html>'

    assert body_class(lay_out(html, material(), body_class="roomy")) == "roomy fact-sheet"
    assert body_class(lay_out(html, material())) == "fact-sheet"


def test_the_text_of_a_page_is_its_words_and_not_the_titles_of_drawings() -> None:
    assert laid_out(f"<p>One</p> <p>{DRAWING}two</p>").text == " Onetwo"


def test_every_element_knows_what_it_stands_in() -> None:
    layout = laid_out("<ul><li>One <b>two</b></li></ul>")

    assert [(child.tag, parent.tag) for child, parent in layout.parents.items()] == [
        ("ul", "body"), ("li", "ul"), ("b", "li"),
    ]  # fmt: skip


@pytest.mark.parametrize("tag", ["div", "span", "ul", "section", "blockquote"])
def test_elements_may_be_as_deep_as_the_typesetter_can_go_and_no_deeper(tag: str) -> None:
    def nested(depth: int) -> str:
        return f"<html lang='en'><body>{f'<{tag}>' * depth}One{f'</{tag}>' * depth}</body>"

    pdf, warnings = write(lay_out(nested(DEEPEST - 1), material()), seed="deep")
    assert (pdf[:5], warnings) == (b"%PDF-", ())
    with pytest.raises(BuildFailed) as failure:
        lay_out(nested(DEEPEST), material())
    assert [fault.code for fault in failure.value.diagnostics] == ["template"]


@pytest.mark.parametrize("line", ["x", "-1", "", "1.5", "9" * 5000])
def test_a_line_that_is_no_number_counts_as_none(line: str) -> None:
    layout = laid_out(f'<p data-line="{line}">One</p><p data-line="3">Two</p>')

    assert [block.line for page in layout.pages for block in page.blocks] == [3]
