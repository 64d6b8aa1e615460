"""Rules of the caches: pages are the same with them and without, whatever the process made before."""

from __future__ import annotations

import os
from inspect import signature
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import fontpkg
import pydyf
import pytest
import weasyprint
from weasyprint.layout import inline, preferred
from weasyprint.svg import TAGS
from weasyprint.svg.path import path as read_path
from weasyprint.svg.utils import size
from weasyprint.text import line_break

from carepress.design.brand import Brand
from carepress.typeset import Material, write
from carepress.typeset.caches import FontSet, cached_svg_paths
from carepress.typeset.layout import lay_out

ATKINSON, SERIF = "Atkinson Hyperlegible", "DM Serif Text"
WORDS = "Asthma makes the airways narrow. <b>An inhaler</b> opens them again within some minutes. " * 6
BODY = f"<p class='two'>{WORDS}</p><p>{WORDS}</p><img src='/content/a.svg' alt='A dot'>"
CSS = "@page { size: 90mm 90mm } body { font: 10pt var(--font-text) } .two { columns: 2 } p { color: var(--teal) }"
FACE = "@font-face { font-family: Own; src: url(/own.ttf) } body { font: 10pt Own }"
CURVES = "M1 1h3v2q1,1 2-2t1 1A2 1 0 014 5c1 1,2 2 3 3s.5.5 1 0z m1 1L3 4"
FAULTY = ("M1 1 L 5", "M1 x", "M 10% 5", "M 1em 5", "1 1", "", "M1 1 A 1 1 0 7 1 2 2")


def material(font: str = ATKINSON, teal: str = "#0F5E6B", css: str = CSS, path: str = CURVES) -> Material:
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="{path}"/></svg>'
    face = fontpkg.path(font, 400).read_bytes()
    return Material(
        files={"fonts/text.ttf": face, "content/a.svg": drawing.encode(), "own.ttf": face},
        stylesheets={"page.css": css},
        fonts={(ATKINSON, 400): "fonts/text.ttf"},
        brand=Brand(tokens={"teal": teal}),
    )


def test_the_replaced_insides_are_those_of_weasyprint_70() -> None:
    """With another version, measure whether cached_line_breaks and cached_svg_paths are still worth their cost."""
    assert weasyprint.__version__.split(".")[0] == "70"
    assert inline.split_first_line is preferred.split_first_line is line_break.split_first_line
    assert list(signature(line_break.split_first_line).parameters) == [
        "text", "style", "context", "max_width", "justification_spacing", "is_line_start", "minimum",
    ]  # fmt: skip
    assert list(signature(read_path).parameters) == ["svg", "node", "font_size"]


def built(material_: Material) -> tuple[bytes, tuple[str, ...]]:
    layout = lay_out(f'<html lang="en"><head><title>A</title></head><body>{BODY}</body></html>', material_)
    pdf, warnings = write(layout, seed="x")
    return pdf, layout.warnings + warnings


def test_documents_of_one_process_do_not_mix(monkeypatch: pytest.MonkeyPatch) -> None:
    kinds = [
        material(),
        material(font=SERIF),  # another file under the same name
        material(teal="#5B2A6E"),
        material(path="M0 0h9v9z"),
        material(css=FACE),
        material(font=SERIF, css=FACE),
        material(css=f"{CSS} p {{ margin: much }}"),
    ]
    cached = [built(kind) for kind in (*kinds, *kinds)]
    monkeypatch.setenv("CAREPRESS_DISABLE", "gc, reuse")
    uncached = [built(kind) for kind in kinds]

    assert cached == [*uncached, *uncached]
    assert len({pdf for pdf, _ in uncached[:-1]}) == len(kinds) - 1
    assert [len(warnings) for _, warnings in uncached] == [0] * (len(kinds) - 1) + [1]


def drawn(path: str) -> tuple[list[bytes], list[Any]]:
    drawing = SimpleNamespace(stream=pydyf.Stream(), point=lambda x, y, em: (size(x, em, 100), size(y, em, 100)))
    node = SimpleNamespace(get={"d": path}.get, vertices=[])
    try:
        TAGS["path"](drawing, node, 16)
    except Exception as fault:
        node.vertices.append(type(fault))
    return b"\n".join(drawing.stream.stream).split(b"\n"), node.vertices


@pytest.mark.parametrize("path", [CURVES, *FAULTY])
def test_a_path_is_drawn_as_weasyprint_draws_it_and_a_faulty_one_as_far(path: str) -> None:
    with cached_svg_paths():
        cached = [drawn(path), drawn(path)]

    assert TAGS["path"] is read_path
    assert cached == [drawn(path)] * 2


def test_a_fork_does_not_delete_the_fonts_of_its_parent(tmp_path: Path) -> None:
    folder, font_set = tmp_path / "fonts", FontSet()
    folder.mkdir()
    font_set._folder, font_set.owner = folder, os.getppid()
    font_set.__del__()

    assert folder.exists()
    font_set.owner = os.getpid()
    del font_set
    assert not folder.exists()
