"""Rules of a document's pictures: a fault is told where the picture is named. tests/faults/test_pictures.py builds."""

from __future__ import annotations

from pathlib import Path

from carepress.build.pictures import other_faults, picture_shapes
from tests.support.composed import composed
from tests.support.proofs import MANUSCRIPT, put

BODY = "\n\n## A\n\n![Open airways](scan.png)\n"


def test_a_fault_stands_where_the_text_names_the_picture(tmp_path: Path) -> None:
    composition, _ = composed(BODY)
    project = put(tmp_path, {MANUSCRIPT: BODY, "content/asthma/scan.png": b"GIF89a"})
    shapes, (fault,) = picture_shapes(composition, project)

    assert shapes == {}
    assert (fault.code, fault.span and fault.span.text) == ("picture-kind", "![Open airways](scan.png)")


def test_a_picture_that_no_text_names_has_no_place(tmp_path: Path) -> None:
    composition, _ = composed("\n\n## A\n\nText.\n")
    project = put(tmp_path, {"content/logo.svg": "<svg"})
    (fault,) = other_faults(["content/logo.svg", "fonts/a.ttf"], composition, project)

    assert (fault.message, fault.span) == ("`logo.svg` is damaged, or not a picture", None)
