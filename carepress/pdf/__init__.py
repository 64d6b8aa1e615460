"""PDF: finished pages are imposed on sheets, or become pictures.

    imposition  one small page a panel -> the duplex sheets of a folded format
    raster      pages -> PNG

In:   the bytes of a PDF, a Format and its Paper.
Out:  the bytes of a PDF, or of pictures.
Never: typesets, or reads a file.
"""
