"""Fitting: pages on which a text fits, and whose fault it is if the typesetter fails over them.

WeasyPrint raises an exception for some values that nobody meant, such as an endless margin. Whether a stylesheet of the
project or carepress itself is at fault shows only when the pages are laid out without that stylesheet.

In:   a page as HTML, its context, and what it is made of.
Out:  the HTML that fits, its Layout, and what does not fit.
Never: blames one of carepress's own stylesheets: they are carepress's fault.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from carepress.compose.page import PageContext, render_html
from carepress.design.templates import Templates
from carepress.diagnostics.catalogue import rule
from carepress.diagnostics.english import all_of
from carepress.diagnostics.model import BuildFailed, Diagnostics
from carepress.system.installation import INSTALL_ROOT
from carepress.typeset import Layout, Material, fit

Fitted = tuple[str, Layout, Diagnostics]


def fitted(html: str, context: PageContext, templates: Templates, material: Material) -> Fitted:
    """The HTML that fits, its Layout, and what does not fit. Raises BuildFailed for a faulty stylesheet."""

    def lay(material: Material) -> Fitted:
        return _fitted(html, context, templates, material)

    try:
        return lay(material)
    except BuildFailed:
        raise
    except Exception:
        if file := guilty_stylesheet(material, lay):
            raise BuildFailed(Diagnostics((rule("typesetter", "stylesheet").at(file=file),))) from None
        if files := _guilty_templates(context, templates, material):
            raise BuildFailed(Diagnostics((rule("typesetter", "template").at(files=all_of(files)),))) from None
        raise


def _fitted(html: str, context: PageContext, templates: Templates, material: Material) -> Fitted:
    """Where panels are too full, references are tried in their short form."""
    paper, source = context.format.papers[context.clinic.paper], context.composition.document.source
    layout, diagnostics = fit(html, material, context.format, paper, source)
    if diagnostics.errors and context.format.panels and context.composition.references and not context.brief:
        brief = replace(context, brief=True)
        briefly = _fitted(render_html(brief, templates), brief, templates, material)
        if not briefly[2].errors:
            return briefly
    return html, layout, diagnostics


def _guilty_templates(context: PageContext, templates: Templates, material: Material) -> list[str]:
    """The project's own templates, if carepress's own in their place can be laid out."""
    own = [name for name, text in templates.texts.items() if not _is_shipped(f"templates/{name}", text)]
    if not own:
        return []
    shipped = {name: _shipped(f"templates/{name}") for name in templates.texts}
    instead = Templates({name: text for name, text in shipped.items() if text})
    try:
        _fitted(render_html(context, instead), context, instead, material)
    except Exception:
        return []
    return [f"templates/{name}" for name in own]


def guilty_stylesheet(material: Material, lay: Callable[[Material], object]) -> str:
    """The first stylesheet of the project's own without which `lay` raises no exception; empty if there is none.

    Where carepress has a sheet of the same name, that one is laid out instead: the others need its variables.
    """
    own = [name for name, text in material.stylesheets.items() if not _is_shipped(name, text)]
    return next((name for name in own if _works(lay, _without(name, material))), "")


def _is_shipped(name: str, text: str) -> bool:
    return _shipped(name) == text


def _shipped(name: str) -> str:
    """The text of carepress's own file of this name; empty if it has none."""
    file = INSTALL_ROOT / name
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def _without(name: str, material: Material) -> Material:
    instead = {name: shipped} if (shipped := _shipped(name)) else {}
    rest = {other: css for other, css in material.stylesheets.items() if other != name}
    return replace(
        material, stylesheets={other: css for other in material.stylesheets if (css := (rest | instead).get(other))}
    )


def _works(lay: Callable[[Material], object], material: Material) -> bool:
    try:
        lay(material)
    except BuildFailed:  # with faults of another kind, which are told when this one is mended
        return True
    except Exception:
        return False
    return True
