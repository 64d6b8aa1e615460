"""Dependencies: the files that the pages of one task use, and no others.

What is collected is all that the typesetter gets, so it is also what a handout depends on: a change of another file
cannot change it.

In:   a PageContext and its HTML, the shared inputs, the project.
Out:  the Material of the pages, and the task's Dependencies.
Never: gives a document the pictures of another one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePosixPath
from urllib.parse import quote

from carepress.build.inputs import ClinicInputs, work_part
from carepress.build.plan import Dependencies, Task
from carepress.compose import BlockHtml
from carepress.compose.page import Artwork, PageContext
from carepress.compose.picture_files import SUFFIXES
from carepress.content.document import Document
from carepress.design.images import themed
from carepress.design.metadata import strip_metadata
from carepress.project.files import ProjectFiles
from carepress.project.paths import BRAND, COMPONENT_STYLES, ENGLISH, REFERENCES, TOKENS, format_file, locale_files
from carepress.project.recorded import RecordedFiles
from carepress.project.source import Source
from carepress.typeset import Material

BAND = "band"  # a strip of a page: no place for a whole picture


def collect(
    task: Task, context: PageContext, html: str, inputs: ClinicInputs, project: RecordedFiles
) -> tuple[Material, Dependencies]:
    """What the pages are made of, and the names of all that they depend on."""
    sheets = _stylesheets(context, html, inputs, project)
    texts = {name: source.text for name in sheets if isinstance(source := project.source(name), Source)}
    pictures = _pictures(context, "\n".join((html, *texts.values())), project)
    files = {name: _ready(name, project.bytes(name), context) for name in pictures}
    fonts = {}
    for (family, weight), font in inputs.fonts.items():
        path = f"fonts/{family.replace(' ', '-')}-{weight}.ttf"
        files[path] = font
        fonts[family, weight] = path
    material = Material(files=files, stylesheets=texts, fonts=fonts, brand=context.brand)
    return material, _dependencies(task, context, (*sheets, *pictures), inputs, project)


def _stylesheets(context: PageContext, html: str, inputs: ClinicInputs, project: ProjectFiles) -> list[str]:
    """In the order of the cascade; that of a component only if its name is in the HTML."""
    common, folder = inputs.common_stylesheets, COMPONENT_STYLES
    components = [
        name
        for name in project.below(folder[:-1])
        if name in common or (name.endswith(".css") and name[len(folder) : -len(".css")] in html)
    ]
    return ["styles/tokens.css", "styles/base.css", *components, f"styles/{context.format.stylesheet}"]


def _pictures(context: PageContext, text: str, project: ProjectFiles) -> list[str]:
    """The pictures that HTML and stylesheets name, and those that these drawings name."""
    usable = [name for name in project.files if name.lower().endswith(SUFFIXES) and _may_show(context, name)]
    used = {name for name in usable if name in text or quote(name) in text}
    new = set(used)
    while new:
        drawn = b"\n".join(project.bytes(name) for name in sorted(new) if name.lower().endswith(".svg"))
        new = {name for name in usable if PurePosixPath(name).name.encode() in drawn} - used
        used |= new
    return sorted(used)


def _may_show(context: PageContext, name: str) -> bool:
    """Whether the document may show a picture: those of styles/, those of its own folder, and the logo."""
    own = name.startswith(f"{context.composition.document.folder}/") or name == f"content/{context.brand.logo}"
    return own or not name.startswith("content/")


def _ready(name: str, picture: bytes, context: PageContext) -> bytes:
    return themed(picture, context.brand) if name.lower().endswith(".svg") else strip_metadata(picture)


def artwork(document: Document, project: ProjectFiles) -> dict[str, Artwork]:
    """The drawing for every place: the document's own, made for the place or fitted to it, or that of styles/art/."""
    cover = f"{document.folder}/{document.front.cover_image}"
    drawings = {}
    for place, own in _own_art(document, project).items():
        if own in project.files:
            drawings[place] = Artwork(url=f"/{own}", fit="made")
        elif document.front.cover_image and place != BAND and cover in project.files:
            drawings[place] = Artwork(url=f"/{cover}", fit="fitted")
        else:
            drawings[place] = Artwork(url=f"/styles/art/{place}.svg", fit="made")
    return drawings


def _own_art(document: Document, project: ProjectFiles) -> dict[str, str]:
    """The names that the document's own drawing for each place would have; empty without a cover image."""
    places = [name.removeprefix("styles/art/").removesuffix(".svg") for name in project.below("styles/art")]
    stem, _, suffix = document.front.cover_image.rpartition(".")
    return {place: f"{document.folder}/{stem}.{place}.{suffix}" if stem else "" for place in places}


def _dependencies(
    task: Task, context: PageContext, used: Sequence[str], inputs: ClinicInputs, project: RecordedFiles
) -> Dependencies:
    composition, document = context.composition, context.composition.document
    components = {name for section in composition.sections for name in _components(section.blocks)}
    templates = inputs.templates.needed(
        [context.format.template, *(f"components/{name}.html.j2" for name in components)]
    )
    cited = sorted(document.cited_keys)
    cover = f"{document.folder}/{document.front.cover_image}" if document.front.cover_image else ""
    fonts = (f"content/{face.file}" for face in context.brand.faces)
    own_art = _own_art(document, project).values()
    wanted = {
        task.manuscript, project.clinics[task.clinic], BRAND, format_file(task.format), *locale_files(task.lang),
        ENGLISH, TOKENS, *used, cover, *composition.pictures, *own_art, *fonts,
        *(f"templates/{name}" for name in templates), *(f"{COMPONENT_STYLES}{name}.css" for name in components),
        *([REFERENCES] if cited else []),
    } - {""}  # fmt: skip
    files = sorted(wanted & project.files.keys())
    parts = {**dict.fromkeys(map(work_part, cited), ""), **inputs.parts(cited)}
    return Dependencies(
        files={name: inputs.digests.get(name) or project.digest(name) for name in files},
        parts=dict(sorted(parts.items())),
        sought=sorted(wanted - project.files.keys()),
    )


def _components(blocks: Iterable[BlockHtml]) -> Iterator[str]:
    for block in blocks:
        yield from [block.component] if block.component else []
        yield from _components(block.blocks)
