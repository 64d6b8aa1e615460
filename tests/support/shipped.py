"""What comes with carepress: its formats, colours and brand."""

from __future__ import annotations

import re
from pathlib import Path

from carepress.design.brand import own_brand
from carepress.design.formats import read_formats
from carepress.design.tokens import read_tokens
from carepress.project.files import ProjectFolder
from carepress.project.paths import TOKENS
from carepress.project.source import Source

ROOT = Path(__file__).resolve().parents[2]
PROJECT = ProjectFolder(ROOT, ROOT)
FORMATS = read_formats(PROJECT)[0]
TOKENS_FILE = PROJECT.source(TOKENS)
assert isinstance(TOKENS_FILE, Source)
COLOURS = read_tokens(TOKENS_FILE)[0]
BRAND = own_brand(COLOURS)
LENGTH = re.compile(r"(?<![\w.#-])-?(?:\d+(?:\.\d+)?|\.\d+)(?:mm|cm|in|pt|pc|px|q|r?em|r?ex|ch|vw|vh)\b", re.IGNORECASE)
"""A raw length in CSS: a number and a unit."""
