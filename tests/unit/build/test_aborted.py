"""Rules of aborted jobs: what is far too much is named with its place, and a normal document is not blamed."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest

from carepress.build.aborted import explain, largest_outlier
from carepress.build.jobs import Aborted
from carepress.build.plan import Task
from carepress.build.request import Limits
from carepress.design.images import element_count, pixel_count
from carepress.diagnostics.model import Diagnostic, Span
from carepress.project.files import ProjectFolder
from carepress.project.source import Source

ROOT = Path(__file__).resolve().parents[3]
LIMITS = Limits(seconds=30, megabytes=512)
TASK = Task(document="als", lang="en", format="fact-sheet")
ADVICE = "Look at what was added last: a table, a picture, a long text."
SVG = '<svg xmlns="http://www.w3.org/2000/svg">{}</svg>'
LEVELS = '<g id="a0"><path/><path/></g>' + "".join(
    f'<g id="a{n}"><use href="#a{n - 1}"/><use href="#a{n - 1}"/></g>' for n in range(1, 31)
)


def png(width: int, height: int) -> bytes:
    """The head of a picture, without a dot of it."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head)) + b"\0\0\0\0IDAT"


def source(text: str) -> Source:
    return Source(file="content/als/en.md", text=text)


def project(root: Path, text: str) -> ProjectFolder:
    (root / "content/als").mkdir(parents=True)
    (root / "content/als/en.md").write_text(text, encoding="utf-8")
    return ProjectFolder(root, root)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("\n\n" + "|a" * 900 + "|\n|-|\n", "a table in als/en.md:3 is 900 columns wide"),
        ("Text.\n\n" + "| a | b |\n" * 5000, "a table in als/en.md:3 is 5,000 rows long"),
        ("Text.\n\n" + "word " * 9000, "a paragraph in als/en.md:3 has 9,000 words"),
        ("Text. " + "x" * 9000, "a word in als/en.md:1 has 9,000 letters"),
        ("A b.\n\n" * 9000, "the text in als/en.md:1 has 9,000 paragraphs"),
        (("A b c d e f g h i j k l.\n" * 10 + "\n") * 300, "the text in als/en.md:1 has 36,000 words"),
        ("Text.\n\n![A](a.svg)", "the drawing `a.svg` in als/en.md:3 has 4,901 shapes"),
        ("Text.\n\n![A](b.svg)", "the drawing `b.svg` in als/en.md:3 has countless shapes"),
        ("Text.\n\n![A](c.png)", "the picture `c.png` in als/en.md:3 has 100,000,000 dots"),
    ],
)
def test_what_is_far_too_much_is_named_with_its_place(text: str, message: str) -> None:
    pictures = {
        "content/als/a.svg": SVG.format("<path/>" * 4900).encode(),
        "content/als/b.svg": SVG.format(LEVELS + '<use href="#a30"/>').encode(),
        "content/als/c.png": png(10_000, 10_000),
    }

    assert str(largest_outlier(source(text), pictures)) == message


def test_a_normal_document_is_not_blamed() -> None:
    folder = ROOT / "content/als"
    pictures = {f"content/als/{path.name}": path.read_bytes() for path in folder.glob("*.svg")}

    assert largest_outlier(source((folder / "en.md").read_text(encoding="utf-8")), pictures) is None


@pytest.mark.parametrize("text", ["", "\n", "|", "\n\n\n"])
def test_an_empty_document_is_not_blamed(text: str) -> None:
    assert largest_outlier(source(text), {}) is None


def test_shapes_that_use_themselves_are_countless() -> None:
    assert element_count(SVG.format('<g id="a"><use href="#a"/></g>').encode()) >= 10**9


@pytest.mark.parametrize("damaged", [b"", b"no picture", png(10, 10)[:20]])
def test_a_damaged_picture_is_counted_as_far_as_it_goes(damaged: bytes) -> None:
    assert (pixel_count(damaged), element_count(damaged)) == (0, damaged.count(b"<"))


def test_a_document_that_took_too_long_is_reported_at_the_line_of_its_outlier(tmp_path: Path) -> None:
    found = project(tmp_path, "\n\n" + "| a " * 100_000 + "|\n")

    fault = explain(Aborted(reason="time", limits=Limits()), TASK, found)

    assert (fault.code, fault.message) == (
        "gave-up",
        "stopped after 60 s: a table in als/en.md:3 is 100,000 columns wide",
    )
    assert isinstance(fault.span, Span)
    assert fault.help == (
        "Split it into smaller tables, or leave out what the reader does not need.\n"
        "If it must stay as it is, allow more time:   carepress build als --timeout 120"
    )


ALONE = f"{ADVICE}\nThen try it alone:   carepress build als --jobs 1"
SAME = "Install the same carepress on every computer of the scheduler and start their workers again.\n"


@pytest.mark.parametrize(
    ("aborted", "code", "message", "advice"),
    [
        (
            Aborted(reason="time", limits=LIMITS),
            "gave-up",
            "stopped after 30 s: als (en), fact-sheet; it could not be told where",
            f"{ADVICE}\nIf it must stay as it is, allow more time:   carepress build als --timeout 60",
        ),
        (
            Aborted(reason="memory", limits=LIMITS),
            "too-large",
            "stopped at 512 MB of memory: als (en), fact-sheet; it could not be told where",
            f"{ADVICE}\nIf it must stay as it is, allow more:   carepress build als --memory 1024",
        ),
        (
            Aborted(reason="crash", limits=LIMITS, detail="SIGSEGV"),
            "crashed",
            "the typesetter crashed (SIGSEGV): als (en), fact-sheet; it could not be told where",
            ALONE,
        ),
        (
            Aborted(reason="killed", limits=LIMITS),
            "crashed",
            "the system stopped the typesetter, usually because memory ran out: "
            "als (en), fact-sheet; it could not be told where",
            ALONE,
        ),
        (
            Aborted(reason="lost", limits=LIMITS, detail="the scheduler"),
            "crashed",
            "the scheduler was lost while working on this: als (en), fact-sheet; it could not be told where",
            ALONE,
        ),
        (
            Aborted(reason="other-versions", limits=LIMITS, detail="weasyprint 69, not 70"),
            "unfit-worker",
            "a computer of the scheduler has weasyprint 69, not 70",
            f"{SAME}docs/scale.md says how.",
        ),
        (
            Aborted(reason="no-processes", limits=LIMITS),
            "unfit-worker",
            "a worker of the scheduler was started without `--no-nanny`, so it cannot start processes of its own",
            f"{SAME}docs/scale.md says how.",
        ),
    ],
)
def test_every_way_to_end_has_its_message(
    aborted: Aborted, code: str, message: str, advice: str, tmp_path: Path
) -> None:
    fault = explain(aborted, TASK, project(tmp_path, "Text.\n"))

    assert fault == Diagnostic(code=code, message=message, help=advice, document="als (en)")


@pytest.mark.parametrize("reason", ["crash", "killed", "lost"])
def test_only_a_crash_may_have_been_the_fault_of_another_job(reason: str) -> None:
    assert Aborted(reason=reason, limits=LIMITS).is_crash  # type: ignore[arg-type]
    assert not Aborted(reason="time", limits=LIMITS).is_crash
