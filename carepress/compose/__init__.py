"""Prose: the document's text made ready for the page: HTML with numbered citations.

    composition   what comes out: sections, parts, entries
    pictures      which file a picture is, and its words
    citations     numbers in the order of first citation, and the lists that they lead to
    inline        words, stress, links
    blocks        paragraphs, lists, tables, components; `compose` puts it all together

In:   a Document as one format shows it, the Bibliography, the Words of its language.
Out:  a Composition, or Diagnostics.
Never: knows a panel's size, a colour or a template. Only this package and `qr` make Markup.
"""

from carepress.compose.blocks import compose
from carepress.compose.model import BlockHtml, ComposedSection, Composition, ListItem, Picture, ReferenceEntry

__all__ = ["BlockHtml", "ComposedSection", "Composition", "ListItem", "Picture", "ReferenceEntry", "compose"]
