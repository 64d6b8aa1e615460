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

from carepress.cli.arguments import UsageError, known_names, no_such
from carepress.content.front_matter import LANGUAGES, LONGEST_NAME, NAME
from carepress.diagnostics.model import Diagnostic
from carepress.project import paths
from carepress.project.files import ProjectFolder
from carepress.project.paths import REFERENCES, STARTERS
from carepress.project.write import append, write_new

WORKS, ENGLISH = "references.bib", "en"
LOCALE = "templates/locales/NAME.yaml"
RESERVED = ("only", "not")  # boxes that adapt a text to a format
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
        if lang.split("-")[0] not in LANGUAGES or not NAME.fullmatch(lang):
            raise UsageError(f"`{lang}` is not the code of a language, such as en or es")
    title = f"title: {name.replace('-', ' ').capitalize()}"
    texts = {lang: TITLE.sub(title, _starter(project, kind, lang), count=1) for lang in languages}
    files = {f"content/{name}/{lang}.md": text for lang, text in texts.items()} | _pictures(project, kind, name)
    works = _text(project, f"{kind}/{WORKS}")
    if REFERENCES not in project.files:
        return _written(project, {**files, REFERENCES: works})
    known, new = _text_of(project, REFERENCES), dict[str, str]()
    for work in ENTRY.finditer(works):
        key, entry = work[1], work[0]
        if re.search(rf"@\w+\s*\{{\s*{re.escape(key)}\s*,", known, re.IGNORECASE):
            if ADDRESS.search(entry)[1] in known:  # type: ignore[index]  # every work has one
                continue
            key = f"{key}-{name}"  # the clinic's own work of this key is another one
            entry = entry.replace(f"{{{work[1]},", f"{{{key},", 1)
            files = {file: re.sub(rf"@{re.escape(work[1])}(?![\w-])", f"@{key}", text) for file, text in files.items()}
        new[key] = entry
    written = _written(project, files)
    if new:
        append(project.root, REFERENCES, "".join(new.values()))
    return written


def new_design(project: ProjectFolder, what: str, name: str) -> list[str]:
    """Start a `format`, a `component` or a `locale` that works as it is. Returns the names of its files.

    Where carepress has one of this name, its own files are copied, to be changed. Else they come from
    templates/starters/, where they stand as in a project, with NAME in place of the name.
    """
    _check_name(name, what)
    folder = f"{STARTERS}/{what}/"
    starters = {file.removeprefix(folder): _text_of(project, file) for file in project.below(folder.rstrip("/"))}
    starters = starters or {LOCALE: _text_of(project, paths.ENGLISH)}
    own = {file.replace("NAME", name) for file in starters} & project.files.keys()
    if own:
        return _written(project, {file: _text_of(project, file) for file in sorted(own)})
    return _written(
        project, {file.replace("NAME", name): text.replace("NAME", name) for file, text in starters.items()}
    )


def _check_name(name: str, what: str) -> None:
    if what == "locale" and name.split("-", maxsplit=1)[0] not in LANGUAGES:
        raise UsageError(f"`{name}` is not the code of a language, such as en or es")
    if what == "component" and name in RESERVED:
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
    source = project.source(name)
    if isinstance(source, Diagnostic):
        raise UsageError(source.message)
    return source.text


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
