"""Entry text: a work as it stands in references.bib, in the layout of the file that carepress ships.

In:   a work and its key.
Out:  the lines of one entry, with its fields aligned and long values on several lines.
"""

from __future__ import annotations

import textwrap

from carepress.bibliography.importing.dates import MONTHS, NAMES
from carepress.bibliography.importing.model import ImportedWork

WIDTH = 120
TIE = "\x1f"  # a blank inside a name, which stays on its line


def entry_text(work: ImportedWork, key: str) -> str:
    """The entry, with a line end."""
    wide = max(map(len, work.fields), default=0)
    fields = [_field(f"  {name:<{wide}} = ", name, value) for name, value in work.fields.items()]
    return "\n".join([f"@{work.kind}{{{key},", *fields, "}", ""])


def _field(start: str, name: str, value: str) -> str:
    if name == "month" and NAMES.fullmatch(value) and value[:3].lower() in MONTHS:
        return f"{start}{value[:3].lower()},"
    whole = value.replace(" ", TIE).replace(f"and{TIE}", "and ") if name in ("author", "editor") else value
    wide = WIDTH - len(start) - len("{},")
    lines = textwrap.wrap(whole, wide, break_long_words=False, break_on_hyphens=False) or [""]
    return f"{start}{{" + ("\n" + " " * (len(start) + 1)).join(lines).replace(TIE, " ") + "},"
