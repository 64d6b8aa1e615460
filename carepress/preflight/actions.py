"""Preflight of actions: a finished PDF opens web pages, mail and telephone calls, and does nothing by itself.

What authors type is checked in `compose/links`. This is the last door: whatever a template, a drawing or a fault of
ours has put into the file, no PDF leaves that runs a script, starts a program or carries another file.

In:   Finished proofs.
Out:  Diagnostics.
Never: opens a link, or changes the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pikepdf
from pikepdf import Array, Dictionary, Object, Stream

from carepress.diagnostics.catalogue import rule
from carepress.diagnostics.model import Diagnostic
from carepress.preflight.proof import Finished

SCHEMES = ("https://", "http://", "mailto:", "tel:")
ALLOWED = {"/URI", "/GoTo"}  # actions; all others run something, or open or send a file
RUNS_BY_ITSELF = ("/OpenAction", "/AA")
FORMS = ("/AcroForm", "/Collection")
CARRIED = {"/EmbeddedFile", "/Filespec"}
OTHER = {"/W", "/W2", "/Widths", "/K", "/Kids", "/Nums", "/ParentTree", "/P", "/Parent"}  # long, and without actions
DEEPEST = 60


def check_finished(finished: Finished) -> Iterator[Diagnostic]:
    """Everything in the file that acts, but links to the web, to mail, to a telephone, and within the file."""
    file, name = finished.opened, finished.name
    items = tuple(_dictionaries(file))
    actions = tuple(_actions(items))
    if _has_script(file, actions):
        yield rule("unfit-file", "script").at(file=name)
    if _carries_files(file, items):
        yield rule("unfit-file", "carries").at(file=name)
    if any(note.get("/Subtype") != "/Link" for page in file.pages for note in page.get("/Annots", ())):
        yield rule("unfit-file", "annotation").at(file=name)
    for target in dict.fromkeys(_targets(actions)):
        if not target.lower().startswith(SCHEMES):
            yield rule("unfit-file", "link-target").at(file=name, target=target)


def _has_script(file: pikepdf.Pdf, actions: Sequence[Object]) -> bool:
    """Whether anything runs by itself, is a form, or is an action of another kind than a link."""
    roots = [file.Root, *(page.obj for page in file.pages)]
    return (
        any(key in root for root in roots for key in RUNS_BY_ITSELF)
        or any(key in file.Root for key in FORMS)
        or "/JavaScript" in file.Root.get("/Names", Dictionary())
        or any(str(action.get("/S")) not in ALLOWED or "/Next" in action for action in actions)
    )


def _carries_files(file: pikepdf.Pdf, items: Sequence[Object]) -> bool:
    named = "/EmbeddedFiles" in file.Root.get("/Names", Dictionary())
    return named or any(str(item.get("/Type")) in CARRIED for item in items)


def _targets(actions: Sequence[Object]) -> Iterator[str]:
    for action in actions:
        if action.get("/S") == "/URI":
            yield str(action.get("/URI", ""))


def _actions(items: Sequence[Object]) -> Iterator[Object]:
    """Every action in the file: of links, of bookmarks, and those that nothing seems to use."""
    for item in items:
        for action in (item.get("/A"), item if "/Type" in item and item["/Type"] == "/Action" else None):
            if isinstance(action, Dictionary) and "/S" in action:
                yield action


def _is_tag(item: Object) -> bool:
    """Whether it is an element of the structure, of which there are the most; they cannot act."""
    return isinstance(item, Dictionary) and item.get("/Type") == "/StructElem"


def _dictionaries(file: pikepdf.Pdf) -> Iterator[Object]:
    """Every dictionary, also those within others, and those of streams."""
    waiting = [(item, 0) for item in file.objects if not _is_tag(item)]
    while waiting:
        item, depth = waiting.pop()
        if isinstance(item, Array):
            inner = list(item)
        elif isinstance(item, Dictionary | Stream):
            yield item
            inner = [value for key, value in item.items() if key not in OTHER] if isinstance(item, Dictionary) else []
        else:
            continue
        direct = (one for one in inner if isinstance(one, Dictionary | Array) and not one.is_indirect)
        waiting += [(one, depth + 1) for one in direct if depth < DEEPEST]
