"""Preflight of file names: what somebody has put into content/ and no handout uses.

A misnamed manuscript gives no handout and, without this, no message either. Pictures may wait to be used; what is
meant to be read by carepress may not.

In:   the names of a project's files, and the names of its documents' folders.
Out:  Diagnostics.
Never: opens a file; needs more than the standard library, so that a build with nothing to do starts at once.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from posixpath import basename, dirname

from carepress.diagnostics.catalogue import rule
from carepress.diagnostics.model import MANUSCRIPT, Diagnostic
from carepress.project.paths import BRAND, CLINIC, CLINICS, FONTS, REFERENCES

CONTENT = "content/"
LANGUAGE = re.compile(r"[a-z]{2,3}(?:[-_][a-z]{2,4})?", re.IGNORECASE)
TEXT = re.compile(r".+\.(?:md|markdown|mdown|mkdn?|mdx|qmd|rmd)(?:\.(?:txt|docx?|html?|rtf))?", re.IGNORECASE)
WRITTEN = re.compile(rf"{LANGUAGE.pattern}\.(?:txt|docx?|odt|rtf|pages|html?)", re.IGNORECASE)
"""A document of another program that is named after a language, as a manuscript is."""

BINARY = re.compile(r"\.(?:docx?|odt|rtf|pages|html?)$", re.IGNORECASE)
SETTINGS = re.compile(r".+\.(?:ya?ml|bib|bibtex|nbib|ris)(?:\.(?:txt|docx?|rtf))?", re.IGNORECASE)
FOR_PEOPLE = re.compile(r"(?:readme|license|licence|notes?|changelog)\b.*", re.IGNORECASE)

LOCK = "~$"  # begins the file that Word keeps while a document is open


def check_names(files: Collection[str], folders: Collection[str], explained: Sequence[str]) -> Iterator[Diagnostic]:
    """Files in content/ that look as if they were meant to be read, and folders without a manuscript.

    `folders` are the names of the folders in content/, such as `asthma`; `explained` the files that the brand names and
    those of which something else is told. Where there is no manuscript at all, another message says so.
    """
    own = [name for name in files if name.startswith(CONTENT)]
    odd = {name: fault for name in own if not _is_used(name) and (fault := _unused(name))}
    yield from odd.values()
    manuscripts = list(filter(MANUSCRIPT.fullmatch, own))
    known = {_folder(name) for name in (*manuscripts, *odd, *explained, CLINICS, FONTS)}
    filled = {folder for name in own if (folder := _folder(name))}
    for folder in sorted(set(folders) - known) if manuscripts else ():
        is_filled = folder in filled
        broken = rule("unused-file", "folder") if is_filled else rule("unused-file", "empty-folder")
        yield broken.at(folder=folder)


def _folder(name: str) -> str:
    """The folder in content/ in which a file is, at whatever depth; empty if it is in none."""
    return name.removeprefix(CONTENT).rpartition("/")[0].partition("/")[0]


def _is_used(name: str) -> bool:
    is_clinic = name.startswith(CLINICS) and name.endswith(".yaml")
    is_manuscript = MANUSCRIPT.fullmatch(name) and not name.startswith(CLINICS)
    return bool(is_clinic or is_manuscript or name in {CLINIC, BRAND, REFERENCES} or name.startswith(FONTS))


def _unused(name: str) -> Diagnostic | None:
    file, folder = basename(name), dirname(name)
    if FOR_PEOPLE.fullmatch(file) or file.startswith(LOCK):
        return None
    is_text = TEXT.fullmatch(file) or (folder.count("/") and WRITTEN.fullmatch(file))
    if is_text and not name.startswith(CLINICS):
        broken = rule("unused-file", "document") if BINARY.search(file) else rule("unused-file")
        return broken.at(file=name, right=_right(name))
    return rule("unused-file", "settings").at(file=name) if is_text or SETTINGS.fullmatch(file) else None


def _right(name: str) -> str:
    """The name that a manuscript of this name was probably meant to have."""
    parts = name.removeprefix(CONTENT).split("/")
    stem = parts[-1].partition(".")[0].lower()
    document = parts[0].lower() if len(parts) > 1 else stem
    return f"{CONTENT}{document}/{stem if LANGUAGE.fullmatch(stem) and len(parts) > 1 else 'en'}.md"
