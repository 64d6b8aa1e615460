"""Editions: what a file is for.

Pure: names.
"""

from __future__ import annotations

from enum import StrEnum


class Edition(StrEnum):
    """What a file is for: `screen` in reading order, `print` imposed for the office printer."""

    SCREEN = "screen"
    PRINT = "print"
