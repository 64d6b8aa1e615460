"""Compose: a document, the works that it cites, a clinic and a format become HTML.

    model           what a composed document is made of: sections, blocks, entries
    picture_files   which file of the project a picture's name means
    citations       numbers in the order of first citation, and the two lists of works
    inline          words, emphasis, links
    blocks          paragraphs, lists, tables, components; `compose` puts all together
    bands           sections of a page format, grouped by layout
    qr_code         the QR code of the contact form
    page            the HTML, by the format's template

In:   a Document as one format shows it, the Bibliography, the Clinic, the Locale of its language, the templates.
Out:  a Composition and Diagnostics, then HTML.
Never: typesets anything. Only this package makes Markup.
"""

from carepress.compose.blocks import compose
from carepress.compose.model import BlockHtml, ComposedSection, Composition, ListItem, Picture, ReferenceEntry

__all__ = ["BlockHtml", "ComposedSection", "Composition", "ListItem", "Picture", "ReferenceEntry", "compose"]
