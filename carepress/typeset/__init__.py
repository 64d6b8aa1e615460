"""Typeset: HTML and CSS become pages, and pages a tagged PDF. The one importer of weasyprint.

    fetch                   the files that a page may use
    log                     the warnings of WeasyPrint
    caches                  fonts, stylesheets, line breaks and paths that are worked out once
    measure                 what stands where on a page
    layout                  HTML -> Layout
    copyfit                 copyfitting: the text is made to fit its panels or pages
    overflow                what does not fit, and by how much
    vertical_justification  feathering: panels end on the same line
    shift                   blocks move down without a second layout
    tagged_pdf              Layout -> one file that is PDF/UA-1 and PDF/A-2a

In:   HTML, stylesheets, the geometry of a Format on a Paper, the project's files by their paths.
Out:  a Layout (pages and what was measured on them), then the bytes of a PDF.
Never: reaches the network, or a file that it was not given.
"""

from carepress.typeset.copyfit import fit
from carepress.typeset.layout import Layout, Material
from carepress.typeset.log import undrawn_file
from carepress.typeset.measure import MM, PageFacts
from carepress.typeset.tagged_pdf import write

__all__ = ["MM", "Layout", "Material", "PageFacts", "fit", "undrawn_file", "write"]
