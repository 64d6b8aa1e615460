"""New files for authors: a clinic's folder, a document, a format, a component. All of them build as they are.

What is written stands in templates/starters/: for each kind of document one complete example and the works that it
cites; what else a clinic's folder holds; the files of a format and of a component.

In:   the project and its templates/starters/; a document's name, kind and languages.
Out:  the names of the new files.
Never: touches a file that exists, but for new works at the end of references.bib.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from carepress.bibliography.bibtex import BibFile
from carepress.cli.arguments import UsageError, known_names, no_such
from carepress.content.document import ADAPTATIONS
from carepress.content.front_matter import LANGUAGES, LONGEST_NAME, NAME
from carepress.diagnostics.model import Diagnostic
from carepress.project import paths
from carepress.project.files import ProjectFolder
from carepress.project.paths import REFERENCES, STARTERS, locale_files
from carepress.project.source import Source
from carepress.project.write import append, write_new

WORKS, ENGLISH = "references.bib", "en"
CRLF = "\r\n"
PLACES = {"clinic.yaml": "content/clinic.yaml", "_brand.yml": "content/_brand.yml", "gitignore": ".gitignore"}
"""Where a file of templates/starters/ goes in a clinic's folder, if not to its top."""

TITLE = re.compile(r"^title: (.+)$", re.MULTILINE)
ADDRESS = re.compile(r"(?:doi|url)\s*=\s*\{([^}]+)\}")
ENTRY = re.compile(r"^@\w+\{([^,\s]+),.*?(?=^@|\Z)", re.MULTILINE | re.DOTALL)


def init(project: ProjectFolder, kind: str) -> list[str]:
    """Make a clinic's folder with one example document. Returns the names of its files."""
    manuscript = _starter(project, kind, ENGLISH)
    name = re.sub(r"[^a-z0-9]+", "-", _title(manuscript).lower()).strip("-")
    starters = [name for name in project.below(STARTERS) if name.count("/") == STARTERS.count("/") + 1]
    files = {PLACES.get(Path(name).name, Path(name).name): _text_of(project, name) for name in starters}
    files = {name: text.replace("\n", CRLF) if name.endswith(".bat") else text for name, text in files.items()}
    files |= {REFERENCES: _text(project, f"{kind}/{WORKS}"), f"content/{name}/{ENGLISH}.md": manuscript}
    return _written(project, {**files, **_pictures(project, kind, name)})


def new_document(project: ProjectFolder, name: str, kind: str, languages: Sequence[str]) -> list[str]:
    """Start a document in each language. Works that its example cites join references.bib. Returns the new files."""
    if name == "clinics":
        raise UsageError("content/clinics/ is for the files of the clinics; choose another name")
    _check_name(name, "document")
    for lang in languages:
        _check_language(lang)
    title = f"title: {name.replace('-', ' ').capitalize()}"
    texts = {lang: TITLE.sub(title, _starter(project, kind, lang), count=1) for lang in languages}
    files = {f"content/{name}/{lang}.md": text for lang, text in texts.items()} | _pictures(project, kind, name)
    works = _text(project, f"{kind}/{WORKS}")
    if REFERENCES not in project.files:
        return _written(project, {**files, REFERENCES: works})
    files, new = _joined(files, works, project, name)
    written = _written(project, files)
    if new:
        append(project.root, REFERENCES, new)
    return written


def _joined(files: Mapping[str, str], works: str, project: ProjectFolder, document: str) -> tuple[dict[str, str], str]:
    """The files, and those of their works that references.bib lacks.

    Where the clinic uses a key for another work, the example's work gets one of its own, in the files too.
    """
    existing = _source(project, REFERENCES)
    keys = BibFile(existing).places.keys()
    joined, new = dict(files), []
    for work in ENTRY.finditer(works):
        entry, key = work[0], work[1]
        if key.lower() in keys:
            if ADDRESS.search(entry)[1] in existing.text:  # type: ignore[index]  # every work has one
                continue
            own = f"{key}-{document}"
            entry = entry.replace(f"{{{key},", f"{{{own},", 1)
            joined = {name: re.sub(rf"@{re.escape(key)}(?![\w-])", f"@{own}", text) for name, text in joined.items()}
        new.append(entry)
    return joined, "".join(new)


def new_design(project: ProjectFolder, what: str, name: str) -> list[str]:
    """Start a `format`, a `component` or a `locale` that works as it is. Returns the names of its files.

    Where carepress has one of this name, its own files are copied, to be changed. Else they come from
    templates/starters/, where they stand as in a project, with NAME in place of the name.
    """
    _check_name(name, what)
    folder = f"{STARTERS}/{what}/"
    starters = {file.removeprefix(folder): _text_of(project, file) for file in project.below(folder.rstrip("/"))}
    starters = starters or {locale_files("NAME")[0]: _text_of(project, paths.ENGLISH)}
    own = {file.replace("NAME", name) for file in starters} & project.files.keys()
    if own:
        return _written(project, {file: _text_of(project, file) for file in sorted(own)})
    return _written(
        project, {file.replace("NAME", name): text.replace("NAME", name) for file, text in starters.items()}
    )


def _check_language(lang: str) -> None:
    if lang.split("-", maxsplit=1)[0] not in LANGUAGES or not NAME.fullmatch(lang):
        raise UsageError(f"`{lang}` is not the code of a language, such as en or es")


def _check_name(name: str, what: str) -> None:
    if what == "locale":
        _check_language(name)
    if what == "component" and name in ADAPTATIONS:
        raise UsageError(f"`{name}` cannot be the name of a component; `::: {name}` adapts a text to a format")
    if not NAME.fullmatch(name) or len(name) > LONGEST_NAME:
        rule = f"use lower-case letters, digits and hyphens, at most {LONGEST_NAME}"
        raise UsageError(f"`{name}` cannot be the name of a {what}; {rule}")


def _starter(project: ProjectFolder, kind: str, lang: str) -> str:
    """The example of a kind in a language, or in English."""
    if kind not in (known := list(known_names(project)["kind"]())):
        raise UsageError(no_such("kind", kind, known))
    name = f"{kind}/{lang}.md"
    return _text(project, name if f"{STARTERS}/{name}" in project.files else f"{kind}/{ENGLISH}.md")


def _pictures(project: ProjectFolder, kind: str, document: str) -> dict[str, str]:
    folder = f"{STARTERS}/{kind}"
    return {
        f"content/{document}/{Path(name).name}": _text_of(project, name)
        for name in project.below(folder)
        if name.endswith(".svg")
    }


def _title(manuscript: str) -> str:
    return TITLE.search(manuscript)[1]  # type: ignore[index]  # every example has one


def _text(project: ProjectFolder, starter: str) -> str:
    return _text_of(project, f"{STARTERS}/{starter}")


def _text_of(project: ProjectFolder, name: str) -> str:
    return _source(project, name).text


def _source(project: ProjectFolder, name: str) -> Source:
    source = project.source(name)
    if isinstance(source, Diagnostic):
        raise UsageError(source.message)
    return source


def _written(project: ProjectFolder, files: Mapping[str, str]) -> list[str]:
    try:
        existing = write_new(project.root, files)
    except OSError as fault:
        raise UsageError(
            f"nothing can be written in {project.root}: {(fault.strerror or str(fault)).lower()}"
        ) from None
    if existing:
        raise UsageError(f"{existing} exists already; nothing was written")
    return list(files)
