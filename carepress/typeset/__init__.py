"""Typesetting: HTML and CSS become pages, and pages a tagged PDF. The one importer of weasyprint.

    fetch                   the files that a page may use
    log                     what WeasyPrint warns of
    caches                  faces, stylesheets, lines and drawings, made ready once
    measure                 what stands where on a page
    layout                  HTML -> Layout
    copyfit                 text meets its panels
    overflow                what did not fit, by how much
    vertical_justification  panels end on one line, feet stand on theirs
    shift                   blocks go down, without a second layout
    tagged_pdf              Layout -> PDF/UA-1 and PDF/A-2a in one file

In:   HTML, stylesheets, the geometry of a Format on a Paper, the project's files by their paths.
Out:  a Layout (pages and what was measured on them), then the bytes of a PDF.
Never: reaches the network or a file that it was not given. What WeasyPrint warns of is our bug or a designer's fault.
"""

from carepress.typeset.copyfit import fit
from carepress.typeset.layout import Layout, Material, lay_out
from carepress.typeset.measure import MM, BlockFacts, PageFacts, outermost
from carepress.typeset.shift import move_down, uncover
from carepress.typeset.tagged_pdf import write

__all__ = [
    "MM",
    "BlockFacts",
    "Layout",
    "Material",
    "PageFacts",
    "fit",
    "lay_out",
    "move_down",
    "outermost",
    "uncover",
    "write",
]
