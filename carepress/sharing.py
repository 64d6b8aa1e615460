"""Sharing: pages that clinics have in common are laid out and drawn once.

What clinics print differs on few panels: name, address, code, imprint. The text of a manuscript fills the others, and
they are the same for every clinic whose HTML says the same there. So the text's pages are kept, and for the next
clinic only the panels that take no text are typeset. All is put together as if it had been laid out whole: a file has
the same bytes either way. Whatever is unusual is laid out whole.

In:   the same as `fitting`: HTML and a Material, a Format on a Paper, the manuscript's Source.
Out:  the same as `fitting`: a Layout and Diagnostics.
Never: decides how text fits: `fitting` does; or keeps the pages of more than a few documents.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from itertools import groupby
from xml.etree.ElementTree import Element

from carepress.diagnostics import Diagnostic, Report, Severity
from carepress.fitting import ROOMY, arrange, finish, is_sparse, panel_faults
from carepress.fitting import fit as whole
from carepress.formats import Format, Paper, Takes
from carepress.source import Source
from carepress.typesetting import (
    Layout,
    Material,
    Memory,
    flow_of,
    gathered,
    geometry_css,
    lay_out,
    only,
    parsed,
    remember_drawings,
    remember_pages,
    spelled,
)

MOST_KEPT = 2  # documents a process: work comes document by document, and pages are large
ACROSS = re.compile(
    r"""@page[^{};]*:(?:first|left|right|blank|nth\([^)o]*\))   # where a page stands in the whole
    | :has\( | \bcounter\(\s*pages?\b | \bstring\( | \belement\( | \btarget-\w+\( | \bfootnote\b
    | \bbreak-(?:before|after)\s*:\s*(?:left|right|recto|verso)
    | (?:^|[\s,}])(?:body|html|:root)\b[^{};]*\{[^}]*\bcounter-(?:reset|set|increment)""",
    re.VERBOSE,
)
"""What makes a page depend on other flows. Stylesheets that say so get whole layouts."""

Faults = Mapping[str, Sequence[Diagnostic]]


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A whole layout whose pages of text serve other clinics too, and what there was to say of them, by flow."""

    layout: Layout
    is_roomy: bool
    faults: Faults
    drawings: dict[str, Memory] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Work:
    """What is to be laid out. `own` are the flows that take no text."""

    tree: Element
    material: Material
    format: Format
    paper: Paper
    source: Source
    own: Collection[str]

    @property
    def texts(self) -> Collection[str]:
        """The flows that the manuscript fills."""
        return [flow for flow in self.format.flows if flow not in self.own]

    @property
    def digest(self) -> str:
        """Of all that the pages of text depend on."""
        material = self.material
        parts = [
            *(part for name, data in material.files.items() for part in (name.encode(), data)),
            *(text.encode() for text in material.stylesheets),
            repr((material.brand, material.fonts, self.format, self.paper, self.source)).encode(),
            spelled(only(self.tree, self.texts, self.format.flows)),
        ]
        digest = sha256()
        for part in parts:
            digest.update(len(part).to_bytes(8) + part)
        return digest.hexdigest()


@lru_cache(maxsize=MOST_KEPT)
def _place(_digest: str) -> list[Kept]:
    """Where the layout with these pages of text is kept; empty until there is one."""
    return []


def fit(html: str, material: Material, format_: Format, paper: Paper, source: Source) -> tuple[Layout, Report]:
    """What `fitting.fit` gives, from pages that are there already where that can be."""
    own = [flow for flow in format_.flows if all(panel.takes is Takes.NOTHING for panel in format_.flow(flow))]
    if not 0 < len(own) < len(format_.flows):
        return whole(html, material, format_, paper, source)
    work = Work(tree=parsed(html), material=material, format=format_, paper=paper, source=source, own=own)
    place = _place(work.digest) if _can_be_shared(work) else None
    if place and (fitted := _fitted_in(place[0], work)):
        return fitted
    layout, report = arrange(html, material, format_, paper, source)
    if report.errors:
        return layout, report
    is_new = place is not None and not place and not layout.complaints and _is_settled(layout, format_)
    faults = _faults(layout, work, work.texts) if is_new else {}
    layout = finish(layout, format_)
    if place is not None and is_new:
        place.append(_kept(layout, faults, work))
    return layout, report


def _can_be_shared(work: Work) -> bool:
    """Whether flows stand one after another, and none can know of the others."""
    body = work.tree.find("body")
    children = list(body) if body is not None else []
    order = [flow_of(child, work.format.flows) for child in children]
    bare = [body.text if body is not None else "", *(child.tail for child in children)]
    return (
        next(work.tree.iter("base"), None) is None
        and tuple(name for name, _ in groupby(order)) == tuple(work.format.flows)
        and not any((text or "").strip() for text in bare)
        and not any(_looks_across(text) for text in work.material.stylesheets)
    )


@lru_cache(maxsize=64)
def _looks_across(stylesheet: str) -> bool:
    return ACROSS.search(stylesheet) is not None


def _is_settled(layout: Layout, format_: Format) -> bool:
    """Whether the pages of text alone decide the size of their type: a short text may stay small for other reasons."""
    return ROOMY in layout.body_classes or not is_sparse(layout, format_)


def _kept(layout: Layout, faults: Faults, work: Work) -> Kept:
    """A finished layout whose pages from now on remember how they are drawn."""
    kept = Kept(layout=layout, is_roomy=ROOMY in layout.body_classes, faults=faults)
    remember_pages(layout, work.texts)
    remember_drawings(layout, kept.drawings)
    return kept


def _faults(layout: Layout, work: Work, flows: Collection[str]) -> Faults:
    return {flow: tuple(panel_faults(layout, work.format, work.source, (flow,))) for flow in flows}


def _fitted_in(kept: Kept, work: Work) -> tuple[Layout, Report] | None:
    """The panels without text typeset for this clinic, among the pages of text; None if that is not to be had."""
    if kept.layout.complaints or kept.layout.refused:
        return None
    made = _typeset(work, "")
    if made and kept.is_roomy:
        made = _typeset(work, ROOMY)  # text is set larger only where it would have fitted anyway
    if made is None:
        return None
    layout, faults = made
    book = gathered(kept.layout, finish(layout, work.format), work.own, work.format.flows)
    if book is None:
        return None
    remember_drawings(layout, kept.drawings)
    told = {**kept.faults, **faults}
    return book, Report(tuple(fault for flow in work.format.flows for fault in told[flow]))


def _typeset(work: Work, body_class: str) -> tuple[Layout, Faults] | None:
    """The panels without text; None if anything is wrong with them."""
    tree = only(work.tree, work.own, work.format.flows, body_class)
    layout = lay_out(tree, work.material, geometry_css(work.format, work.paper))
    faults = _faults(layout, work, work.own)
    errors = [fault for found in faults.values() for fault in found if fault.severity is Severity.ERROR]
    return None if errors or layout.complaints else (layout, faults)
