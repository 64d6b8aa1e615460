"""Rules of the sheet: where panels land, and that nothing which makes the file accessible is lost on the way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from math import ceil
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import weasyprint
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageChops

from carepress.design.formats import Format, Length, Panel, Paper, Side, Takes
from carepress.pdf.imposition import ImposedSide, Place, impose, imposed
from carepress.typeset.tagged_pdf import UA
from tests.support.verapdf import Verdict, validate

# WeasyPrint 70 leaves its colour profile open.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file .*sRGB2014:ResourceWarning")

MARGIN = Length(5.0)  # live text stands inside it
READING_ORDER = ("cover", "flap", "inside-1", "inside-2", "inside-3", "back")
OUTER, INNER = ("flap", "back", "cover"), ("inside-1", "inside-2", "inside-3")
NARROW = ("flap", "inside-3")
PAPERS = {"letter": ("11in", "8.5in", "3.6875in", "3.625in"), "a4": ("297mm", "210mm", "100mm", "97mm")}
DOTS = {"letter": 144, "a4": 127}  # an inch: panels are then a whole number of pixels wide
SMOOTHING = {"letter": 0, "a4": 96}  # of 255: a fraction of a point shifts how the edge of a letter is smoothed

HTML = """<html lang=en><head><title>Living with asthma</title><meta name=description content="What helps">
<meta name=dcterms.created content="2026-01-02T03:04:05Z"><style>
@page {{ margin: 12mm; size: {wide} {height} }}
@page flap {{ size: {narrow} {height}; background: #0b4f57 }}
@page :nth(3 of inside) {{ size: {narrow} {height} }}
@page cover {{ background: #e9f3f2; @bottom-center {{ content: 'Example Clinic' }} }}
body {{ font: 11pt/1.4 'DejaVu Sans'; margin: 0 }} a {{ color: #036 }}
.cover {{ page: cover }} .flap {{ page: flap; color: white }} .inside {{ page: inside }} .back {{ page: back }}
.next {{ break-before: page }}
</style></head><body>
<section class=cover><h1>Living with asthma</h1><p>Turn to <a href=#warn>the warning signs</a>.</p></section>
<section class=flap><h2>What is asthma?</h2><p>Small tubes in the lungs <strong>swell</strong>.</p></section>
<div class=inside><section><h2>What you may notice</h2><ul><li>Wheezing</li><li>A cough</li></ul></section>
<section class=next><h2 id=warn>Warning signs</h2><p>Blue lips. <a href="https://clinic.example/now">Call us</a>
and read <a href=#more>what else there is</a>.</p>
<svg width="40" height="40"><title>A lung</title><circle cx="20" cy="20" r="18" fill="#c33"/></svg></section>
<section class=next><h2>What helps</h2><p>An inhaler.</p></section></div>
<section class=back><h2 id=more>More</h2><p><a href="https://clinic.example/contact">Write to us</a></p></section>
</body></html>"""


def leaf_behind(sides: Sequence[ImposedSide], panel: str) -> str:
    """The panel printed on the back of `panel`: the sheet is turned over from left to right.

    A landscape sheet turns like that if it is flipped on the short edge. Raises ValueError unless there are exactly two
    sides, and the panel is on one of them.
    """
    places = [(side, place) for side in sides for place in side.places if place.panel == panel]
    if len(sides) != 2 or not places:
        raise ValueError(f"{panel} is not on a sheet with two sides")
    front, place = places[0]
    back = next(side for side in sides if side is not front)
    middle = front.width.mm - place.left.mm - place.width.mm / 2
    return next(other.panel for other in back.places if other.left.mm < middle < (other.left + other.width).mm)


def paper(size: str) -> Paper:
    width, height, wide, narrow = PAPERS[size]
    return Paper(width=width, height=height, widths={n: narrow if n in NARROW else wide for n in READING_ORDER})


def brochure() -> Format:
    return Format(
        label="The brochure",
        template="brochure.html.j2",
        stylesheet="brochure.css",
        papers={size: paper(size) for size in PAPERS},
        panels=tuple(Panel(name=name, label=name, flow=name, takes=Takes.REST) for name in READING_ORDER),
        sides=(Side(name="outer", panels=OUTER), Side(name="inner", panels=INNER)),
    )


def sides(size: str) -> tuple[ImposedSide, ...]:
    return impose(brochure(), paper(size))


def typeset(size: str) -> bytes:
    """The reading-order file, as the screen edition will be: PDF/A-2a that also says that it is PDF/UA-1."""
    _, height, wide, narrow = PAPERS[size]
    archival = weasyprint.HTML(string=HTML.format(height=height, wide=wide, narrow=narrow)).write_pdf(
        pdf_variant="pdf/a-2a"
    )
    with pikepdf.open(BytesIO(archival)) as pdf:
        xmp = pdf.Root.Metadata.read_bytes()
        pdf.Root.Metadata.write(xmp.replace(b"</rdf:RDF>", UA.encode() + b"</rdf:RDF>"))
        return saved(pdf)


def saved(pdf: pikepdf.Pdf) -> bytes:
    out = BytesIO()
    pdf.save(out, deterministic_id=True)
    return out.getvalue()


def pictures(pdf: bytes, scale: float) -> list[Image.Image]:
    with pypdfium2.PdfDocument(pdf) as document:
        # A hair less: pypdfium2 rounds a page of 500.0001 pixels up to 501, and stretches it.
        return [page.render(scale=scale * 0.99999).to_pil().convert("RGB") for page in document]


def texts(pdf: bytes) -> list[list[str]]:
    """The words of every page."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_bounded().split() for page in document]


def tick_boxes(side: ImposedSide, sheet: Image.Image, scale: float) -> list[tuple[int, int, int, int]]:
    """Where ticks may stand, in pixels: two wide at every fold, from the edge as far as the margin goes."""
    deep = ceil(MARGIN.pt * scale)
    middles = [round(fold.pt * scale) for fold in side.folds]
    return [(x - 1, y, x + 1, y + deep) for x in middles for y in (0, sheet.height - deep)]


def structure(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Every tag, as a screen reader meets them."""
    waiting = list(pdf.Root.StructTreeRoot.K)
    while waiting:
        tag = waiting.pop(0)
        yield tag
        waiting[:0] = [kid for kid in tag.K if isinstance(kid, Dictionary) and kid.get(Name.Type) == Name.StructElem]


def read_aloud(pdf: pikepdf.Pdf) -> list[tuple[str, int | None, int | str]]:
    """What a screen reader meets, in order: the tag, the panel (pages and forms keep its number), the content."""
    met: list[tuple[str, int | None, int | str]] = []
    for tag in structure(pdf):
        for kid in tag.K:
            if isinstance(kid, int):
                met.append((str(tag.S), tag.Pg.StructParents, kid))
            elif kid.get(Name.Type) == Name.MCR:
                met.append((str(tag.S), kid.Stm.StructParents, kid.MCID))
            elif kid.get(Name.Type) == Name.OBJR:
                assert kid.Obj.objgen in {link.objgen for link in kid.Pg.Annots}
                met.append((str(tag.S), None, target(kid.Obj)))
    return met


def links(page: pikepdf.Page) -> list[pikepdf.Object]:
    return list(page.obj.get(Name.Annots, ()))


def target(link: pikepdf.Object) -> str:
    return f"#{link.Dest}" if Name.Dest in link else str(link.A.URI)


def landings(pdf: pikepdf.Pdf) -> dict[str, tuple[int, float, float]]:
    """Named destinations, then bookmarks: the page, counted from 0, and the place on it."""
    pages = [page.obj.objgen for page in pdf.pages]
    names = list(pdf.Root.Names.Dests.Names)
    found = [(str(name), dest) for name, dest in zip(names[::2], names[1::2], strict=True)]
    with pdf.open_outline() as outline:
        waiting = list(outline.root)
        while waiting:
            bookmark = waiting.pop(0)
            found.append((bookmark.title, bookmark.destination))
            waiting[:0] = bookmark.children
    return {name: (pages.index(dest[0].objgen), float(dest[2]), float(dest[3])) for name, dest in found}


def numbers(coordinates: Iterable[object]) -> list[float]:
    return [float(str(coordinate)) for coordinate in coordinates]


def shifted_by(left: float, coordinates: Iterable[object]) -> object:
    """The same corners that far to the right."""
    moved = [at + (0 if turn % 2 else left) for turn, at in enumerate(numbers(coordinates))]
    return pytest.approx(moved, abs=0.001)


def is_page(item: pikepdf.Object) -> bool:
    return item.get(Name.Type) == Name.Page


@dataclass(frozen=True, kw_only=True)
class Press:
    """One brochure before and after imposition."""

    size: str
    reading: bytes
    sheets: bytes

    @property
    def sides(self) -> tuple[ImposedSide, ...]:
        return sides(self.size)

    @property
    def places(self) -> list[tuple[int, ImposedSide, Place]]:
        """Every panel in reading order, with the number of its sheet page."""
        found = [(number, side, place) for number, side in enumerate(self.sides) for place in side.places]
        return sorted(found, key=lambda found: found[2].page)


@pytest.fixture(scope="module")
def presses() -> dict[str, Press]:
    typed = {size: typeset(size) for size in PAPERS}
    return {size: Press(size=size, reading=pdf, sheets=imposed(pdf, sides(size))) for size, pdf in typed.items()}


@pytest.fixture(params=PAPERS)
def press(request: pytest.FixtureRequest, presses: dict[str, Press]) -> Press:
    return presses[request.param]


# The sheet in numbers


def test_a_letter_roll_fold_has_a_narrower_flap_that_lies_flat_inside() -> None:
    outer, inner = sides("letter")

    assert [(place.panel, place.width) for place in outer.places] == [
        ("flap", Length.parse("3.625in")),
        ("back", Length.parse("3.6875in")),
        ("cover", Length.parse("3.6875in")),
    ]
    assert [(place.panel, place.width) for place in inner.places] == [
        ("inside-1", Length.parse("3.6875in")),
        ("inside-2", Length.parse("3.6875in")),
        ("inside-3", Length.parse("3.625in")),
    ]


def test_an_a4_roll_fold_folds_at_97_and_197_outside_and_at_100_and_200_inside() -> None:
    outer, inner = sides("a4")

    assert (outer.folds, inner.folds) == ((Length(97.0), Length(197.0)), (Length(100.0), Length(200.0)))


def test_a_side_says_where_every_panel_of_the_reading_order_stands() -> None:
    assert sides("a4")[0] == ImposedSide(
        name="outer",
        width=Length(297.0),
        height=Length(210.0),
        places=(
            Place(panel="flap", page=1, left=Length(0.0), width=Length(97.0)),
            Place(panel="back", page=5, left=Length(97.0), width=Length(100.0)),
            Place(panel="cover", page=0, left=Length(197.0), width=Length(100.0)),
        ),
        folds=(Length(97.0), Length(197.0)),
    )


@pytest.mark.parametrize("size", PAPERS)
def test_both_sides_fold_along_the_same_lines(size: str) -> None:
    outer, inner = sides(size)

    mirrored = sorted(outer.width.mm - fold.mm for fold in outer.folds)
    assert mirrored == pytest.approx([fold.mm for fold in inner.folds])


@pytest.mark.parametrize("size", PAPERS)
def test_a_roll_fold_prints_the_first_inside_panel_behind_the_cover(size: str) -> None:
    behind = {panel: leaf_behind(sides(size), panel) for panel in READING_ORDER}

    assert behind == {
        "cover": "inside-1",
        "back": "inside-2",
        "flap": "inside-3",
        "inside-1": "cover",
        "inside-2": "back",
        "inside-3": "flap",
    }


def test_a_panel_that_is_on_no_sheet_has_nothing_behind_it() -> None:
    with pytest.raises(ValueError, match="centrefold is not on a sheet"):
        leaf_behind(sides("a4"), "centrefold")


def test_plain_pages_are_not_imposed() -> None:
    plain = Format(label="", template="", stylesheet="", papers={"a4": Paper(width="210mm", height="297mm")})

    assert impose(plain, plain.papers["a4"]) == ()


def test_pages_that_are_not_the_panels_are_refused() -> None:
    reading = typeset("a4")
    with pikepdf.open(BytesIO(reading)) as pdf:
        del pdf.pages[-1]
        short = saved(pdf)

    with pytest.raises(ValueError, match="5 pages for 6 panels"):
        imposed(short, sides("a4"))
    with pytest.raises(ValueError, match=r"page 1 is 283\.5 x 595\.3 pt, unlike .*cover"):
        imposed(reading, sides("letter"))


# The sheet, face up


def test_a_sheet_shows_its_panels_to_the_pixel_with_ticks_at_the_folds_in_the_margin_only(press: Press) -> None:
    scale = DOTS[press.size] / 72
    pages, sheets = pictures(press.reading, scale), pictures(press.sheets, scale)

    for sheet, side in zip(sheets, press.sides, strict=True):
        pasted = Image.new("RGB", sheet.size)
        for place in side.places:
            pasted.paste(pages[place.page], (round(place.left.pt * scale), 0))
        difference = ImageChops.difference(sheet, pasted).convert("L")
        foreign = difference.point([255 if depth > SMOOTHING[press.size] else 0 for depth in range(256)])
        for box in tick_boxes(side, sheet, scale):
            assert difference.crop(box).getbbox(), "a fold without its tick"
            foreign.paste(0, box)
        assert foreign.getbbox() is None


def test_a_tick_is_the_same_mid_grey_on_white_and_on_dark_panels(press: Press) -> None:
    scale = 8.0  # a tick is four pixels wide; those in the middle are covered whole, wherever the fold falls
    outer = pictures(press.sheets, scale)[0]

    for fold in press.sides[0].folds:
        middle = round(fold.pt * scale)
        for y in (0, round(MARGIN.pt * scale) - 2, outer.height - round(MARGIN.pt * scale) + 2, outer.height - 1):
            assert [outer.getpixel((x, y)) for x in (middle - 1, middle)] == [(140, 140, 140)] * 2


def test_the_text_of_a_sheet_is_the_text_of_its_panels_in_the_order_in_which_they_are_read(press: Press) -> None:
    pages, sheets = texts(press.reading), texts(press.sheets)

    assert sheets == [
        [word for number, _, place in press.places if number == sheet for word in pages[place.page]]
        for sheet in range(len(press.sides))
    ]


# What makes the file accessible


def test_sheets_are_pdf_ua_and_pdf_a_like_the_file_in_reading_order(presses: dict[str, Press], tmp_path: Path) -> None:
    files = []
    for press in presses.values():
        for name, pdf in (("reading", press.reading), ("sheets", press.sheets)):
            files.append(tmp_path / f"{press.size}-{name}.pdf")
            files[-1].write_bytes(pdf)

    assert validate(files) == tuple(
        Verdict(file=file.name, flavour=flavour) for file in files for flavour in ("ua1", "2a")
    )


def test_tags_are_read_in_the_same_order_and_find_the_same_marked_content(press: Press) -> None:
    with pikepdf.open(BytesIO(press.reading)) as reading, pikepdf.open(BytesIO(press.sheets)) as sheets:
        before, after = read_aloud(reading), read_aloud(sheets)
        panels = [panel for _, panel, _ in after if panel is not None]

    assert after == before
    assert panels == sorted(panels)
    assert set(panels) == set(range(6))
    assert [content for _, panel, content in after if panel is None] == [
        "#warn",
        "https://clinic.example/now",
        "#more",
        "#more",
        "https://clinic.example/contact",
    ]


def test_every_tag_is_the_one_that_its_marked_content_names(press: Press) -> None:
    with pikepdf.open(BytesIO(press.sheets)) as pdf:
        parents = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
        tags = dict(zip(parents[::2], parents[1::2], strict=True))
        marked = [(tag, kid) for tag in structure(pdf) for kid in tag.K if kid.get(Name.Type) == Name.MCR]
        painted = {form.objgen: page.obj.objgen for page in pdf.pages for form in page.resources.XObject.values()}

        assert len(painted) == 6
        assert all(tags[kid.Stm.StructParents][kid.MCID].objgen == tag.objgen for tag, kid in marked)
        assert all(painted[kid.Stm.objgen] == kid.Pg.objgen == tag.Pg.objgen for tag, kid in marked)


def test_tags_that_name_their_page_beside_the_number_find_the_form_too(presses: dict[str, Press]) -> None:
    press = presses["a4"]
    with pikepdf.open(BytesIO(press.reading)) as pdf:
        for tag in structure(pdf):
            tag.K = Array(
                [Dictionary(Type=Name.MCR, Pg=tag.Pg, MCID=kid) if isinstance(kid, int) else kid for kid in tag.K]
            )
        spelled_out = imposed(saved(pdf), press.sides)

    with pikepdf.open(BytesIO(spelled_out)) as spelled, pikepdf.open(BytesIO(press.sheets)) as sheets:
        assert read_aloud(spelled) == read_aloud(sheets)


def test_a_figure_keeps_its_box_on_the_panel(press: Press) -> None:
    left = press.places[READING_ORDER.index("inside-2")][2].left.pt
    with pikepdf.open(BytesIO(press.reading)) as reading, pikepdf.open(BytesIO(press.sheets)) as sheets:
        before, after = ([tag.A.BBox for tag in structure(pdf) if Name.Figure == tag.S] for pdf in (reading, sheets))

        assert [numbers(box) for box in after] == [shifted_by(left, box) for box in before]
        assert len(after) == 1


# Links, destinations, bookmarks


def test_every_link_stays_on_its_words_and_keeps_its_target(press: Press) -> None:
    with pikepdf.open(BytesIO(press.reading)) as reading, pikepdf.open(BytesIO(press.sheets)) as sheets:
        found = [(number, link) for number, page in enumerate(sheets.pages) for link in page.obj.Annots]
        expected = sorted(
            ((sheet, place, link) for sheet, _, place in press.places for link in links(reading.pages[place.page])),
            key=lambda found: found[0],
        )

        assert [(sheet, target(link)) for sheet, link in found] == [
            (0, "#warn"),
            (0, "https://clinic.example/contact"),
            (1, "https://clinic.example/now"),
            (1, "#more"),
            (1, "#more"),
        ]
        assert [(sheet, target(link), numbers(link.Rect)) for sheet, link in found] == [
            (sheet, target(link), shifted_by(place.left.pt, link.Rect)) for sheet, place, link in expected
        ]
        for (_, link), (_, place, _) in zip(found, expected, strict=True):
            assert place.left.pt < numbers(link.Rect)[0] < numbers(link.Rect)[2] < (place.left + place.width).pt


def test_named_destinations_and_bookmarks_land_on_their_panel(press: Press) -> None:
    by_page = {place.page: (sheet, place) for sheet, _, place in press.places}
    with pikepdf.open(BytesIO(press.reading)) as reading, pikepdf.open(BytesIO(press.sheets)) as sheets:
        before, after = landings(reading), landings(sheets)

    assert list(after) == ["more", "warn", "Living with asthma", "What is asthma?", "What you may notice",
                           "Warning signs", "What helps", "More"]  # fmt: skip
    assert after == {
        name: (by_page[page][0], pytest.approx(x + by_page[page][1].left.pt, abs=0.001), pytest.approx(y))
        for name, (page, x, y) in before.items()
    }


def test_other_ways_to_point_at_a_page_point_at_the_panel_on_its_sheet() -> None:
    with pikepdf.open(BytesIO(typeset("a4"))) as pdf:
        cover, flap = pdf.pages[0].obj, pdf.pages[1].obj
        link = cover.Annots[0]
        link.P, link.QuadPoints = cover, Array([10, 20, 30, 20, 10, 5, 30, 5])
        pdf.Root.OpenAction = Dictionary(S=Name.GoTo, D=Array([cover, Name.FitR, 10, 20, 30, 40]))
        pdf.Root.Dests = Dictionary(
            whole=Array([cover, Name.Fit]),
            across=Array([cover, Name.FitH, 500]),
            down=Dictionary(D=Array([flap, Name.FitV, 7])),
            unmoved=Array([cover, Name.XYZ, None, None, 0]),
        )
        pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D)]))
        dressed = saved(pdf)

    with pikepdf.open(BytesIO(imposed(dressed, sides("a4")))) as pdf:
        outer, left = pdf.pages[0].obj, Length(197.0).pt
        link, action, dests = outer.Annots[0], pdf.Root.OpenAction.D, pdf.Root.Dests
        assert numbers(link.QuadPoints) == shifted_by(left, [10, 20, 30, 20, 10, 5, 30, 5])
        assert (str(action[1]), numbers(list(action)[2:])) == ("/FitR", shifted_by(left, [10, 20, 30, 40]))
        assert [list(dest)[1:] for dest in (dests.whole, dests.across, dests.down.D, dests.unmoved)] == [
            [Name.Fit],
            [Name.FitH, 500],
            [Name.FitV, 7],
            [Name.XYZ, None, None, 0],
        ]
        pointed = (link.P, action[0], dests.whole[0], dests.across[0], dests.down.D[0], dests.unmoved[0])
        assert {page.objgen for page in pointed} == {outer.objgen}
        assert Name.PageLabels not in pdf.Root


# The file


def test_a_sheet_is_trimmed_paper_that_is_tabbed_through_by_its_tags(press: Press) -> None:
    with pikepdf.open(BytesIO(press.sheets)) as pdf:
        boxes = [(numbers(page.mediabox), numbers(page.trimbox), page.obj.Tabs) for page in pdf.pages]
        page_objects = [item for item in pdf.objects if isinstance(item, Dictionary) and is_page(item)]

    paper_box = pytest.approx([0, 0, press.sides[0].width.pt, press.sides[0].height.pt], abs=0.001)
    assert boxes == [(paper_box, paper_box, Name.S)] * 2
    assert len(page_objects) == 2


def test_print_dialogues_flip_the_sheet_on_its_short_edge(press: Press) -> None:
    with pikepdf.open(BytesIO(press.sheets)) as pdf:
        assert dict(pdf.Root.ViewerPreferences.items()) == {
            "/DisplayDocTitle": True,
            "/Duplex": Name.DuplexFlipShortEdge,
        }


def test_metadata_stay_as_they_were_typeset(press: Press) -> None:
    with pikepdf.open(BytesIO(press.reading)) as reading, pikepdf.open(BytesIO(press.sheets)) as sheets:
        assert sheets.Root.Metadata.read_bytes() == reading.Root.Metadata.read_bytes()
        assert dict(sheets.docinfo.items()) == dict(reading.docinfo.items())
        assert sheets.pdf_version == reading.pdf_version
        intents = [pdf.Root.OutputIntents[0].DestOutputProfile.read_bytes() for pdf in (reading, sheets)]
        assert intents[0] == intents[1]


def test_the_same_file_gives_the_same_bytes(press: Press) -> None:
    assert imposed(press.reading, press.sides) == press.sheets
