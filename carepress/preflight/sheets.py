"""Preflight of sheets: every panel stands where the paper folds.

`imposition` places the panels; here their places are read back from the finished file.

In:   Finished, of an edition whose panels are imposed.
Out:  Diagnostics.
Never: moves a panel.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

import pikepdf

from carepress.design.edition import Edition
from carepress.diagnostics.catalogue import rule
from carepress.diagnostics.model import Diagnostic
from carepress.pdf.imposition import impose
from carepress.preflight.proof import Finished

FORM = "/Panel{}"  # by the number of its page, from 1
TOLERANCE = 0.25  # mm: a tenth of what a folder misses by
POINT = 25.4 / 72  # mm

Matrix = tuple[float, ...]


def check_finished(finished: Finished) -> Iterator[Diagnostic]:
    """Each panel is on its side of the sheet, upright, in its own size, at its place between the folds."""
    if finished.edition is not Edition.PRINT:
        return
    file, sides = finished.name, impose(finished.pages.context.format, finished.pages.paper)
    for side, page in zip_longest(sides, finished.opened.pages[: len(sides)]):
        painted = dict(_painted(page)) if page is not None else {}
        for place in side.places:
            matrix = painted.get(FORM.format(place.page + 1))
            if matrix is None:
                yield rule("panel-place", "missing").at(file=file, panel=place.panel, side=side.name)
            elif matrix[:4] != (1, 0, 0, 1):
                yield rule("panel-place", "turned").at(file=file, panel=place.panel)
            elif (distance := _distance(matrix, place.left.mm)) > TOLERANCE:
                yield rule("panel-place").at(file=file, panel=place.panel, distance=distance)


def _painted(page: pikepdf.Page) -> Iterator[tuple[str, Matrix]]:
    """Every form that a page paints, with the matrix that places it (ISO 32000-1, 8.10.1)."""
    matrix: Matrix = ()
    for instruction in pikepdf.parse_content_stream(page, "cm Do"):
        operands: list[Any] = list(instruction.operands)
        if str(instruction.operator) == "cm":
            matrix = tuple(float(number) for number in operands)
        elif matrix:
            yield str(operands[0]), matrix
            matrix = ()


def _distance(matrix: Matrix, left: float) -> float:
    """How far a panel stands from its place, in mm, across or up."""
    return max(abs(matrix[4] * POINT - left), abs(matrix[5] * POINT))
