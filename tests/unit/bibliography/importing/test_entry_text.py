"""Rules of the text of an entry: the layout of the file that carepress ships."""

from __future__ import annotations

import re

from carepress.bibliography.importing.bib import read_bib
from carepress.bibliography.importing.entry_text import entry_text
from carepress.bibliography.importing.model import ImportedWork
from carepress.system.installation import INSTALL_ROOT


def test_the_shipped_works_are_written_as_they_stand() -> None:
    text = (INSTALL_ROOT / "content/references.bib").read_text(encoding="utf-8")
    shipped = re.sub(r"^%.*\n+", "", text, flags=re.MULTILINE)
    works = [work for work in read_bib(text) if isinstance(work, ImportedWork)]

    assert "\n".join(entry_text(work, work.key) for work in works) == shipped


def test_a_word_longer_than_a_line_stays_whole() -> None:
    url = "https://a.example/" + "x-" * 100
    work = ImportedWork(kind="online", line=1, fields={"url": url, "note": ""})

    assert entry_text(work, "k") == f"@online{{k,\n  url  = {{{url}}},\n  note = {{}},\n}}\n"
