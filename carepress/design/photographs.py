"""Photographs: without what cameras and programs have noted in them.

A photograph from a telephone knows where it was taken, when, and on whose telephone. A handout goes to anybody.

In:   the bytes of a JPEG file.
Out:  the same picture, dot for dot, with its colour profile and its turn, and no other note.
Never: changes a dot, or raises for a file that is damaged or of another kind: it comes back as it was.
"""

from __future__ import annotations
