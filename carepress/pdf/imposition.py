"""Imposition: where each panel lands on the sheet.

Readers meet panels in reading order; a printer prints them in sheet order. This module is the one place that knows the
difference. It keeps what makes the file accessible: tags, links, bookmarks, destinations, metadata, output intent.

In:   a Format and its Paper; the tagged PDF with one small page a panel, in reading order.
Out:  ImposedSides, each from left to right; the bytes of the duplex sheets, still PDF/UA-1 and PDF/A-2a.
Never: changes what a panel shows or the order in which it is read aloud; opens a file; adds a date.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from itertools import cycle
from typing import TypeAlias

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, ObjectStreamMode, Page, Pdf, Stream

from carepress.design.formats import Format, Length, Paper, Side, folds

TICK = Length.parse("5mm")  # from the paper's edge inwards: the safe margin, which has no text
TICK_WEIGHT = Length.parse("0.5pt")
TICK_GREY = 0.55  # visible on white and on dark panels; written as RGB, because the output intent is sRGB
TOLERANCE = Length.parse("0.1mm")  # between the sizes of a page and of its panel: typesetters round

# The coordinates after the name of a destination's view (ISO 32000-1, Table 151), without the zoom.
DESTINATION_AXES = {"/XYZ": "xy", "/FitR": "xyxy", "/FitH": "y", "/FitBH": "y", "/FitV": "x", "/FitBV": "x"}
ANNOTATION_COORDINATES = ("/Rect", "/QuadPoints")  # x and y alternate (ISO 32000-1, Tables 164 and 173)
DUPLEX = {True: Name.DuplexFlipShortEdge, False: Name.DuplexFlipLongEdge}  # by whether the sheet is landscape


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """The place of one panel: `page` counts from 0 in reading order, `left` is measured from the side's left edge."""

    panel: str
    page: int
    left: Length
    width: Length


@dataclass(frozen=True, kw_only=True, slots=True)
class ImposedSide:
    """One side of the sheet, face up: places from left to right, folds measured from the left edge."""

    name: str
    width: Length
    height: Length
    places: tuple[Place, ...]
    folds: tuple[Length, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Move:
    """Where a small page went: the form that holds its content, its sheet, and how far it moved, in points."""

    form: Object
    sheet: Object
    by: Mapping[str, Decimal]

    def shifted(self, coordinates: Iterable[object], axes: str = "xy") -> list[object]:
        """Coordinates of the small page as those of the sheet. `axes` repeat; null (keep the view) stays null."""
        return [
            None if coordinate is None else round(Decimal(str(coordinate)) + self.by[axis], 4)
            for coordinate, axis in zip(coordinates, cycle(axes), strict=False)
        ]


_Moves: TypeAlias = dict[tuple[int, int], _Move]  # by the object number of the small page


def impose(format_: Format, paper: Paper) -> tuple[ImposedSide, ...]:
    """The sides of the sheet, in the order in which they are printed; none for a format of plain pages."""
    return tuple(_imposed_side(format_, paper, side) for side in format_.sides)


def imposed(pdf: bytes, sides: Sequence[ImposedSide]) -> bytes:
    """Place the small pages of `pdf` on sheets, one page a side, with fold guides.

    The same input gives the same bytes. Raises ValueError if pages and panels differ in number or size.
    """
    with pikepdf.open(BytesIO(pdf)) as document:
        pages = list(document.pages)
        _check(pages, sides)
        sheets = [document.make_indirect(_blank_sheet(side)) for side in sides]
        moves: _Moves = {}
        for side, sheet in zip(sides, sheets, strict=True):
            moves |= _place_panels(document, pages, side, sheet)
        del document.pages[:]
        document.pages.extend(Page(sheet) for sheet in sheets)
        for item in document.objects:
            _redirect(item, moves)
        _describe_sheets(document.Root, sides)
        return _saved(document)


def _imposed_side(format_: Format, paper: Paper, side: Side) -> ImposedSide:
    reading_order = [panel.name for panel in format_.panels]
    return ImposedSide(
        name=side.name,
        width=paper.width,
        height=paper.height,
        places=tuple(
            Place(panel=name, page=reading_order.index(name), left=format_.left(name, paper), width=paper.widths[name])
            for name in side.panels
        ),
        folds=folds(side, paper),
    )


def _check(pages: Sequence[Page], sides: Sequence[ImposedSide]) -> None:
    """Raise ValueError unless pages and places match in number and size: a panel would be lost."""
    places = {place.page: (place, side) for side in sides for place in side.places}
    if sorted(places) != list(range(len(pages))):
        raise ValueError(f"{len(pages)} pages for {len(places)} panels")
    for number, page in enumerate(pages):
        place, side = places[number]
        left, bottom, right, top = (float(edge) for edge in page.mediabox)
        differences = (abs(right - left - place.width.pt), abs(top - bottom - side.height.pt))
        if max(differences) > TOLERANCE.pt:
            raise ValueError(f"page {number + 1} is {right - left:.1f} x {top - bottom:.1f} pt, unlike {place}")


def _blank_sheet(side: ImposedSide) -> Dictionary:
    box = [0, 0, _points(side.width), _points(side.height)]
    return Dictionary(
        Type=Name.Page,
        MediaBox=Array(box),
        TrimBox=Array(box),
        Tabs=Name.S,  # PDF/UA-1, 7.18.3: the Tab key follows the tags
        Resources=Dictionary(XObject=Dictionary()),
    )


def _place_panels(document: Pdf, pages: Sequence[Page], side: ImposedSide, sheet: Object) -> _Moves:
    """Turn the pages of one side into forms on its sheet, painted in reading order."""
    moves: _Moves = {}
    paint: list[str] = []
    annotations: list[Object] = []
    for place in sorted(side.places, key=lambda place: place.page):
        page, name = pages[place.page], f"/Panel{place.page + 1}"
        corner = [Decimal(str(edge)) for edge in page.mediabox][:2]
        move = _Move(form=_form(page), sheet=sheet, by={"x": _points(place.left) - corner[0], "y": -corner[1]})
        moves[page.obj.objgen] = move
        sheet.Resources.XObject[name] = move.form
        paint.append(f"q 1 0 0 1 {move.by['x']:f} {move.by['y']:f} cm {name} Do Q")
        annotations += [_moved_annotation(annotation, move) for annotation in page.obj.get(Name.Annots, ())]
    if annotations:
        sheet.Annots = Array(annotations)
    sheet.Contents = document.make_stream("\n".join([*paint, *_fold_guides(side)]).encode())
    return moves


def _form(page: Page) -> Object:
    """The page's content as a Form XObject. Its marked content keeps its numbers, so it keeps StructParents."""
    page.contents_coalesce()
    form: Object = page.obj.Contents
    form.Type, form.Subtype = Name.XObject, Name.Form
    form.BBox = Array(page.mediabox)
    form.Resources = page.resources
    for key in (Name.StructParents, Name.Group):
        if key in page.obj:
            form[key] = page.obj[key]
    return form


def _moved_annotation(annotation: Object, move: _Move) -> Object:
    for key in ANNOTATION_COORDINATES:
        if key in annotation:
            annotation[key] = Array(move.shifted(annotation[key]))
    return annotation


def _fold_guides(side: ImposedSide) -> list[str]:
    """A tick at the top and at the bottom of every fold; an artifact, so screen readers ignore it."""
    height, length = _points(side.height), _points(TICK)
    ticks = [
        f"{_points(fold)} {start} m {_points(fold)} {end} l S"
        for fold in side.folds
        for start, end in ((height, height - length), (Decimal(0), length))
    ]
    return ["/Artifact BMC", f"q {_points(TICK_WEIGHT)} w {TICK_GREY} {TICK_GREY} {TICK_GREY} RG", *ticks, "Q", "EMC"]


def _redirect(item: Object, moves: _Moves) -> None:
    """Let every reference to a small page in one object of the file lead to the sheet, at the panel's place."""
    pending = [item]
    while pending:
        inner = pending.pop()
        if isinstance(inner, Dictionary) and inner.get(Name.Type) == Name.StructElem:
            pending += _redirect_tag(inner, moves)
            continue
        for key, value in _entries(inner):
            if not isinstance(value, Object):
                continue
            if not value.is_indirect:
                pending.append(value)
            elif move := moves.get(value.objgen):
                if key == 0:
                    _redirect_destination(inner, move)
                inner[key] = move.sheet


def _entries(item: Object) -> list[tuple[str, Object]] | list[tuple[int, Object]]:
    if isinstance(item, Array):
        return list(enumerate(item))
    if isinstance(item, Stream):
        item = item.stream_dict
    return list(item.items()) if isinstance(item, Dictionary) else []


def _redirect_destination(destination: Object, move: _Move) -> None:
    """Shift [page /XYZ left top zoom] and the like (ISO 32000-1, 12.3.2.2); other arrays with a page first stay."""
    view = str(destination[1]) if len(destination) > 1 else ""
    axes = DESTINATION_AXES.get(view, "")
    for at, moved in enumerate(move.shifted(list(destination)[2 : 2 + len(axes)], axes), start=2):
        destination[at] = moved


def _redirect_tag(element: Object, moves: _Moves) -> list[Object]:
    """Let a tag find its marked content in the form: its number alone no longer does (ISO 32000-1, 14.7.4.2).

    Returns what else the tag itself holds, such as a reference to a link.
    """
    page = element.get(Name.Pg)
    content = element.get(Name.K, Array())
    kids = list(content) if isinstance(content, Array) else [content]
    element.K = Array([_redirected_kid(kid, page, moves) for kid in kids])
    if page is not None:
        element.Pg = moves[page.objgen].sheet
    attributes = element.get(Name.A, Array())
    for attribute in attributes if isinstance(attributes, Array) else [attributes]:
        if page is not None and isinstance(attribute, Dictionary) and Name.BBox in attribute:
            attribute.BBox = Array(moves[page.objgen].shifted(attribute.BBox))
    if all(isinstance(kid, int) or kid.is_indirect for kid in kids):
        return []
    return [kid for kid in element.K if isinstance(kid, Object) and not kid.is_indirect]


def _redirected_kid(kid: Object | int, page: Object | None, moves: _Moves) -> Object | int:
    number = kid if isinstance(kid, int) else kid.get(Name.MCID)
    page = page if isinstance(kid, int) else kid.get(Name.Pg, page)
    if number is None or page is None or (not isinstance(kid, int) and Name.Stm in kid):
        return kid
    move = moves[page.objgen]
    return Dictionary(Type=Name.MCR, Pg=move.sheet, Stm=move.form, MCID=number)


def _describe_sheets(catalog: Object, sides: Sequence[ImposedSide]) -> None:
    """Remove page labels, which counted panels, and tell print dialogues how to flip (ISO 32000-1, Table 150)."""
    if Name.PageLabels in catalog:
        del catalog.PageLabels
    if len(sides) > 1:
        preferences = catalog.get(Name.ViewerPreferences, Dictionary())
        preferences.Duplex = DUPLEX[sides[0].width > sides[0].height]
        catalog.ViewerPreferences = preferences


def _saved(document: Pdf) -> bytes:
    """The file's bytes. By default pikepdf would give a random identifier and change the metadata."""
    file = BytesIO()
    document.save(
        file,
        deterministic_id=True,
        fix_metadata_version=False,
        object_stream_mode=ObjectStreamMode.preserve,
        compress_streams=True,
        recompress_flate=False,
    )
    return file.getvalue()


def _points(length: Length) -> Decimal:
    return round(Decimal(length.pt), 4)
