"""Pictures: the pages shown in README.md and docs/for-staff.md.

The pictures show real output: the shipped content is built as `make docs` builds it, and the pages are rendered.
Type `make pictures` after a change that is visible on the page. fold.svg and print.svg are drawn by hand.

In:   the project.
Out:  docs/pictures/*.png.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdfium2
from fontpkg import path as font_path
from PIL import Image, ImageDraw, ImageFont

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from carepress.cli.main import main as make_docs  # noqa: E402
from carepress.content.clinic import Clinic, read_clinic  # noqa: E402 - the path comes first
from carepress.project.source import Source, read  # noqa: E402

FOLDER = ROOT / "docs" / "pictures"
WIDTH = 1600  # pixels
GAP = 28
GROUND, EDGE, MARK = "#DDE5E5", "#B5C4C4", "#96401C"
COLOURS = 128  # enough for flat drawings and text
LARGEST = 400_000  # bytes
DOT = 20  # pixels, the radius of a numbered dot

Place = tuple[int, str]  # the page number from 0, and the text to mark on it


def main() -> None:
    """Build the handouts and write every picture."""
    with TemporaryDirectory() as folder:
        build(Path(folder))
        sheet, printed = (next(Path(folder).glob(f"als-{name}")) for name in ("fact-sheet-en*", "brochure-en-print*"))
        pages = photographs(sheet, count=2)
        save("fact-sheet.png", side_by_side(pages))
        save("brochure.png", side_by_side(photographs(printed, count=2)))
        save("where.png", side_by_side(marked(sheet, pages, places())))


def build(folder: Path) -> None:
    """Build the shipped handouts, even if their review is overdue."""
    asked = ["build", "als", "--lang", "en", "--project", str(ROOT), "--output", str(folder), "--allow-overdue"]
    if make_docs(asked) != 0:
        raise SystemExit("The handouts could not be built, so there are no pictures.")


def photographs(pdf: Path, *, count: int) -> list[Image.Image]:
    """The first `count` pages as they look on a screen, scaled to fill the picture's width side by side."""
    wide = (WIDTH - (count + 1) * GAP) // count
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [document[number] for number in range(count)]
        return [page.render(scale=wide / page.get_width()).to_pil().convert("RGB") for page in pages]


def places() -> tuple[Place, ...]:
    """What staff change most, found on the page by its words. The order sets the numbers."""
    opened = read(ROOT, "content/clinic.yaml")
    clinic = read_clinic(opened)[0] if isinstance(opened, Source) else None
    assert isinstance(clinic, Clinic)
    return ((0, "ALS"), (0, "What is ALS?"), (1, "References"), (1, clinic.phone), (1, "Version"))


def marked(pdf: Path, pages: list[Image.Image], wanted: tuple[Place, ...]) -> list[Image.Image]:
    """Copies of the pages with a numbered dot beside each place, in the margin so that it covers no words."""
    copies = [page.copy() for page in pages]
    font = ImageFont.truetype(str(font_path("Atkinson Hyperlegible", 700)), round(DOT * 1.4))
    with pypdfium2.PdfDocument(pdf) as document:
        for number, (page, words) in enumerate(wanted, start=1):
            photograph, width = copies[page], document[page].get_width()
            left, top = _found(document[page], words)
            x = DOT + 6 if left < width / 2 else photograph.width - DOT - 6
            y = top * photograph.width / width
            pen = ImageDraw.Draw(photograph)
            pen.ellipse((x - DOT, y - DOT, x + DOT, y + DOT), fill=MARK, outline="white", width=3)
            pen.text((x, y), str(number), fill="white", font=font, anchor="mm")
    return copies


def _found(page: pypdfium2.PdfPage, words: str) -> tuple[float, float]:
    """The left edge and vertical middle of the topmost match for these words, in points from the page's top left."""
    text, height = page.get_textpage(), page.get_height()
    search, found = text.search(words, match_case=True), []
    while (hit := search.get_next()) is not None:
        left, bottom, _, top = text.get_charbox(hit[0])
        found.append((height - (top + bottom) / 2, left))
    if not found:
        raise SystemExit(f"`{words}` is not on the page, so it cannot be marked.")
    y, x = min(found)
    return x, y


def side_by_side(pages: list[Image.Image]) -> Image.Image:
    """One picture of the pages on a pale background, each with a thin border."""
    picture = Image.new("RGB", (WIDTH, max(page.height for page in pages) + 2 * GAP), GROUND)
    pen, left = ImageDraw.Draw(picture), GAP
    for page in pages:
        pen.rectangle((left - 1, GAP - 1, left + page.width, GAP + page.height), outline=EDGE)
        picture.paste(page, (left, GAP))
        left += page.width + GAP
    return picture


def save(name: str, picture: Image.Image) -> None:
    """Write a picture with no more than COLOURS colours. Exits if the file is larger than LARGEST."""
    data = BytesIO()
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(data, "PNG", optimize=True)
    if data.tell() > LARGEST:
        raise SystemExit(f"{name} has {data.tell() // 1000} kB; {LARGEST // 1000} kB are the most.")
    (FOLDER / name).write_bytes(data.getvalue())
    print(f"docs/pictures/{name}  {data.tell() // 1000} kB")


if __name__ == "__main__":
    main()
