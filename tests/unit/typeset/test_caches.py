"""Rules of reuse: pages are the same with it and without, whatever the process made before."""

from __future__ import annotations

import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import fontpkg
import pydyf
import pytest
from weasyprint.svg import TAGS
from weasyprint.svg.path import path as read_path
from weasyprint.svg.utils import size

from carepress.design.brand import HOUSE, Brand
from carepress.typeset import Material, lay_out, write
from carepress.typeset.caches import FontSet, cached_svg_paths

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
        stylesheets=[css],
        fonts={(ATKINSON, 400): "fonts/text.ttf"},
        brand=Brand(tokens=HOUSE | {"teal": teal}),
    )


def made(of: Material) -> tuple[bytes, tuple[str, ...]]:
    layout = lay_out(f'<html lang="en"><head><title>A</title></head><body>{BODY}</body></html>', of)
    pdf, complaints = write(layout, seed="x")
    return pdf, layout.complaints + complaints


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
    reused = [made(of) for of in (*kinds, *kinds)]
    monkeypatch.setenv("CAREPRESS_DISABLE", "gc, reuse")
    stock = [made(of) for of in kinds]

    assert reused == [*stock, *stock]
    assert len({pdf for pdf, _ in stock[:-1]}) == len(kinds) - 1
    assert [len(complaints) for _, complaints in stock] == [0] * (len(kinds) - 1) + [1]


def drawn(path: str) -> tuple[list[bytes], list[Any]]:
    drawing = SimpleNamespace(stream=pydyf.Stream(), point=lambda x, y, em: (size(x, em, 100), size(y, em, 100)))
    node = SimpleNamespace(get={"d": path}.get, vertices=[])
    try:
        TAGS["path"](drawing, node, 16)
    except Exception as fault:
        node.vertices.append(type(fault))
    return b"\n".join(drawing.stream.stream).split(b"\n"), node.vertices


@pytest.mark.parametrize("path", [CURVES, *FAULTY])
def test_an_outline_is_drawn_as_the_typesetter_draws_it_and_a_faulty_one_as_far(path: str) -> None:
    with cached_svg_paths():
        reused = [drawn(path), drawn(path)]

    assert TAGS["path"] is read_path
    assert reused == [drawn(path)] * 2


def test_a_fork_leaves_the_files_of_its_parents_faces_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, faces = tmp_path / "faces", FontSet()
    folder.mkdir()
    faces._folder = folder
    with monkeypatch.context() as fork:
        fork.setattr(os, "getpid", lambda: 0)
        faces.__del__()

    assert folder.exists()
    del faces
    assert not folder.exists()
