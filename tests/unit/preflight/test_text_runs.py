"""Rules of text runs: where text stands on a finished page, and the page with and without it."""

from __future__ import annotations

import pypdfium2
import weasyprint
from PIL import ImageChops

from carepress.preflight.text_runs import Box, Ink, picture_of, picture_without, runs_of, words_of

CSS = "@page { size: 200pt 100pt; margin: 0 } p { position: absolute; margin: 0; font: 20pt/20pt serif }"


def page_of(left: int) -> pypdfium2.PdfPage:
    texts = f'<p style="left: 40pt; top: 30pt">No gap</p><p style="left: {left}pt; top: 70pt">Low</p>'
    return pypdfium2.PdfDocument(weasyprint.HTML(string=f"<style>{CSS}</style>{texts}").write_pdf())[0]


def test_a_run_knows_where_its_letters_stand_in_pixels_from_the_top() -> None:
    first, _ = runs_of(page_of(40))

    assert 38 <= first.bounds.left <= 41
    assert 30 <= first.bounds.top < first.letters.bottom < first.bounds.bottom <= 52
    assert first.letters.top == first.bounds.top


def test_text_outside_the_page_has_no_pixels() -> None:
    assert [run.letters.is_empty for run in runs_of(page_of(300))] == [False, True]
    assert (Box(3, 4, 3, 9).is_empty, Box(3, 4, 5, 9).is_empty) == (True, False)


def test_a_page_without_its_text_is_blank_and_the_text_comes_back() -> None:
    page = page_of(40)
    shown, blank, again = picture_of(page), picture_without(runs_of(page), page), picture_of(page)

    assert blank.getcolors() == [(200 * 100, (255, 255, 255))]
    assert ImageChops.difference(shown, again).getbbox() is None
    assert ImageChops.difference(shown, blank).getbbox() is not None


def test_words_have_the_spaces_between_them() -> None:
    page = page_of(40)

    assert words_of(runs_of(page)[:1], page) == "No gap"


def test_ink_is_where_text_has_changed_the_page() -> None:
    page = page_of(40)
    runs = runs_of(page)
    ink = Ink.between(picture_without(runs, page), picture_of(page))
    first = ink.columns(runs[0].bounds)

    assert (len(first), any(first)) == (runs[0].bounds.width, True)
    assert ink.columns(Box(0, 0, 200, 20)) == bytes(200)
    assert ink.columns(Box(3, 3, 3, 9)) == b""
