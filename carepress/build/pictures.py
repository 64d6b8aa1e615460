"""Pictures of a document: each is decoded whole before it is used, and what is wrong with it is told where it is named.

In:   a Composition and the project; the files that the typesetter will get.
Out:  the orientation of every picture; Diagnostics.
Never: changes a picture.
"""

from __future__ import annotations

from collections.abc import Collection

from carepress.compose import Composition
from carepress.compose.picture_files import SUFFIXES
from carepress.design.images import orientation
from carepress.design.pictures import picture_fault
from carepress.diagnostics.catalogue import rule
from carepress.diagnostics.model import Diagnostic, Span
from carepress.project.files import ProjectFiles
from carepress.project.source import Source


def picture_shapes(composition: Composition, project: ProjectFiles) -> tuple[dict[str, str], list[Diagnostic]]:
    """The orientation of every picture in the text; a fault for every file that cannot be printed."""
    shapes, faults = {}, []
    for name in composition.pictures:
        if fault := _fault(name, composition.document.source, project):
            faults.append(fault)
            continue
        try:
            shapes[name] = orientation(project.bytes(name), name)
        except ValueError:
            file = name.rpartition("/")[2]
            faults.append(rule("picture-kind", "damaged").at(composition.document.source.find(file), file=file))
    return shapes, faults


def other_faults(files: Collection[str], composition: Composition, project: ProjectFiles) -> list[Diagnostic]:
    """A fault for every picture that stands elsewhere: on the cover, in the brand, in a stylesheet or a drawing."""
    others = [name for name in files if name.lower().endswith(SUFFIXES) and name in project.files]
    others = [name for name in others if name not in composition.pictures]
    return [fault for name in others if (fault := _fault(name, composition.document.source, project))]


def undrawable(name: str, source: Source) -> Diagnostic:
    """The fault of a drawing that is sound XML and cannot be drawn."""
    what = "a number, a transform or another value in it is wrong"
    return rule("picture-kind", "drawing").at(_span(name, source), file=name.rpartition("/")[2], what=what)


def _span(name: str, source: Source) -> Span | None:
    file = name.rpartition("/")[2]
    return source.find(file) if file in source.text else None


def _fault(name: str, source: Source, project: ProjectFiles) -> Diagnostic | None:
    """What is wrong with a picture, at the place where the manuscript names it, if it does."""
    fault = picture_fault(project.bytes(name), name)
    if fault is None:
        return None
    file, span = name.rpartition("/")[2], _span(name, source)
    match fault.case:
        case "other-kind":
            return rule("picture-kind", "other-kind").at(span, file=file, what=fault.what)
        case "colours":
            return rule("picture-kind", "colours").at(span, file=file, what=fault.what)
        case "drawing":
            return rule("picture-kind", "drawing").at(span, file=file, what=fault.what)
        case _:
            return rule("picture-kind", "damaged").at(span, file=file)
