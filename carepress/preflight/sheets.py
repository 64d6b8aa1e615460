"""Preflight of sheets: every panel stands where the paper folds.

`imposition` placed the panels; this reads back from the finished file where they stand.

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
from carepress.diagnostics.model import Diagnostic
from carepress.pdf.imposition import ImposedSide, Place, impose
from carepress.preflight.proof import Finished
from carepress.preflight.tags import NOT_THE_TEXT

PAINTED = "/Panel{}"  # by the number of its page, from 1
NEAR = 0.25  # mm: a tenth of what a folder misses by
POINT = 25.4 / 72  # mm

Matrix = tuple[float, ...]


def check_finished(finished: Finished) -> Iterator[Diagnostic]:
    """Each panel is on its side of the sheet, upright, in its own size, at its place between the folds."""
    if finished.edition is not Edition.PRINT:
        return
    sides = impose(finished.pages.context.format, finished.pages.paper)
    for side, page in zip_longest(sides, finished.opened.pages[: len(sides)]):
        painted = dict(_painted(page)) if page is not None else {}
        for place in side.places:
            said = _misplaced(place, painted.get(PAINTED.format(place.page + 1)), side)
            if said:
                message = f"{finished.name}: the panel `{place.panel}` {said}"
                yield Diagnostic(code="panel-place", message=message, help=NOT_THE_TEXT)


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


def _misplaced(place: Place, matrix: Matrix | None, side: ImposedSide) -> str:
    if matrix is None:
        return f"is not on the {side.name} side"
    if matrix[:4] != (1, 0, 0, 1):
        return "is turned or of another size"
    across, up = matrix[4] * POINT - place.left.mm, matrix[5] * POINT
    if max(abs(across), abs(up)) > NEAR:
        return f"stands {max(abs(across), abs(up)):.1f} mm off its place between the folds"
    return ""
