"""Rules of blocks: every block keeps its line, tables their headers, pictures their captions."""

from __future__ import annotations

import re

import pytest
from markupsafe import Markup

from carepress.compose import Picture
from carepress.diagnostics.model import Diagnostics
from tests.support.composed import NBSP, composed, html


@pytest.mark.parametrize(("body", "printed"), [
    ("One *two*.\n", '<p data-line="5">One <em>two</em>.</p>'),
    ("### One\n", '<h3 data-line="5">One</h3>'),
    ("- One\n- Two\n", '<ul data-line="5"><li>One</li><li>Two</li></ul>'),
    ("3. One\n4. Two\n", '<ol style="counter-reset: list-item 2" data-line="5"><li>One</li><li>Two</li></ol>'),
    ("- One\n\n  Two\n", '<ul data-line="5"><li><p>One</p><p>Two</p></li></ul>'),
    ("> One\n", '<blockquote data-line="5"><p>One</p></blockquote>'),
    ("```\n<b>\n```\n", '<pre data-line="5">&lt;b&gt;</pre>'),
    ("---\n", '<hr data-line="5">'),
])  # fmt: skip
def test_a_block_is_one_element_that_knows_its_line(body: str, printed: str) -> None:
    assert html(body) == printed


def test_the_headers_of_a_table_say_that_they_head_columns() -> None:
    assert re.findall("<t[hd][ >].*?</t[hd]>", html("| A |\n|---|\n| b |\n")) == [
        '<th scope="col">A</th>',
        "<td>b</td>",
    ]


def test_a_picture_on_its_own_is_a_figure_with_its_caption() -> None:
    composition, diagnostics = composed('![Two lungs](lungs.svg "In an attack.")\n')
    picture = Picture(file="content/asthma/lungs.svg", alt="Two lungs", caption=Markup(f"In an{NBSP}attack."))
    (figure,) = composition.sections[0].blocks

    assert (diagnostics, composition.pictures) == (Diagnostics(), (picture.file,))
    assert (figure.component, [block.picture for block in figure.blocks]) == ("figure", [picture])


def test_a_picture_in_a_box_is_a_figure_only_if_it_has_a_caption() -> None:
    bare, captioned = (composed(f"::: callout\n![Lungs](lungs.svg{title})\n:::\n")[0] for title in ("", ' "Two."'))

    assert [block.component for block in bare.sections[0].blocks[0].blocks] == [""]
    assert [block.component for block in captioned.sections[0].blocks[0].blocks] == ["figure"]
