"""Proofs: what there is to check of a document, at three moments.

    Written    the whole text as the author wrote it, before it is adapted to a format
    Pages      laid out in one format: boxes that can be measured
    Finished   the bytes of one edition: what a patient's printer, telephone or screen reader gets

In:   what the stages have made so far.
Out:  values that every check of the preflight takes.
Pure: opens the PDF once for all checks, and changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from io import BytesIO

import pikepdf
import pypdfium2

from carepress.bibliography.works import Bibliography
from carepress.compose.page import PageContext
from carepress.content.check_settings import CheckSettings
from carepress.content.document import Document
from carepress.content.manuscript import Manuscript
from carepress.design.edition import Edition
from carepress.design.formats import Paper
from carepress.typeset import Layout


@dataclass(frozen=True, kw_only=True)
class Written:
    """A document as written: its manuscript, the Document made of it, works, the clinic's settings, and today."""

    manuscript: Manuscript
    document: Document
    bibliography: Bibliography
    checks: CheckSettings
    today: date


@dataclass(frozen=True, kw_only=True)
class Pages:
    """A document laid out in one format. `fonts` are the font files by family and weight."""

    written: Written
    context: PageContext
    layout: Layout
    paper: Paper
    fonts: Mapping[tuple[str, int], bytes]


@dataclass(frozen=True, kw_only=True)
class Finished:
    """One edition as bytes. `name` is its file below output/."""

    pages: Pages
    edition: Edition
    name: str
    pdf: bytes

    @cached_property
    def opened(self) -> pikepdf.Pdf:
        """The file's objects."""
        return pikepdf.open(BytesIO(self.pdf))

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The text of every page as a PDF reader extracts it."""
        with pypdfium2.PdfDocument(self.pdf) as document:
            return tuple(page.get_textpage().get_text_range() for page in document)
