"""Rules of panels: none looks forgotten, live text keeps clear of cuts and folds, and advice on what is too much holds.

A folded handout is built once for all tests that only look at it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from carepress.build import pipeline
from carepress.build.plan import Task
from carepress.content.check_settings import CheckSettings
from carepress.diagnostics.model import BuildFailed, Diagnostic, Severity
from carepress.preflight.panels import check_pages
from carepress.preflight.proof import Pages
from tests.support.proofs import MANUSCRIPT, TODAY, in_brief, proofs, put, styled

HEAD = "---\ntitle: Asthma\nformats: [{}]\n---\n\n"
FLAP = "## What is asthma? {panel=flap}\n\n"
SENTENCES = (
    "Asthma makes the small tubes in the lungs swell.",
    "Then less air comes through, and you cough or wheeze.",
    "Take your inhaler with you wherever you go, also at night.",
    "Smoke and cold air make it worse.",
)
NEAR = "Shorten a long word or address, or give a table fewer columns."
MARGIN = f"{NEAR}\nIf nothing here is long, the stylesheet's margins are too small."


def paragraphs(number: int, sentences: int = 4) -> str:
    """That many paragraphs; with four sentences each has 35 words and takes four to six lines of a panel."""
    return "".join(
        " ".join(SENTENCES[(at + shift) % len(SENTENCES)] for shift in range(sentences)) + "\n\n"
        for at in range(number)
    )


def brochure(flap: int, *inside: int) -> str:
    """A brochure with so many paragraphs on its flap and in the sections inside."""
    sections = (f"## Part {at}\n\n{paragraphs(number)}" for at, number in enumerate(inside, start=1))
    return HEAD.format("brochure") + FLAP + paragraphs(flap) + "".join(sections)


def laid_out(root: Path, text: str, format_: str = "brochure", css: str = "") -> Pages:
    files = {MANUSCRIPT: text, **(styled(css) if css else {})}
    pages = proofs(root, files, format_)[1]
    assert pages is not None
    return pages


@pytest.fixture(scope="module")
def sparse(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    """The flap and the middle panel have hardly any text."""
    return laid_out(tmp_path_factory.mktemp("sparse"), brochure(1, 5, 1, 5))


def at_least(pages: Pages, filled: float) -> list[Diagnostic]:
    checks = CheckSettings.model_validate({"least-filled": filled})
    return list(check_pages(replace(pages, written=replace(pages.written, checks=checks))))


def test_a_panel_that_looks_forgotten_is_shown_with_the_room_that_is_left(sparse: Pages) -> None:
    source = sparse.written.manuscript.source
    advice = "Write more there, add a picture, or give the reader lines to write on:   ::: notes"

    assert list(check_pages(sparse)) == [
        Diagnostic(
            code="underfull-panel", severity=Severity.WARNING, message=message, span=source.span_at(line), help=advice
        )
        for message, line in (
            ("the flap is 18 % full: 164 mm free, about 32 lines", 6),
            ("inside panel 2 is 20 % full: 138 mm free, about 27 lines", 22),
        )
    ]


def test_the_lines_that_are_free_can_be_written(sparse: Pages, tmp_path: Path) -> None:
    free = [int(number) for fault in check_pages(sparse) for number in re.findall(r"about (\d+) lines", fault.message)]
    lines = "".join(f"- Line {at}\n" for at in range(free[0] - 2))  # a list keeps a little distance

    filled = laid_out(tmp_path, brochure(1, 5, 1, 5).replace("## Part 1", f"{lines}\n## Part 1"))

    assert filled.layout.pages[1].filled == pytest.approx(1, abs=0.08)


def test_how_full_a_panel_must_be_is_the_clinics_to_say(sparse: Pages) -> None:
    assert [at_least(sparse, 0), len(at_least(sparse, 0.5))] == [[], 2]


def test_cover_and_back_are_white_by_design(sparse: Pages) -> None:
    messages = " ".join(fault.message for fault in at_least(sparse, 1))

    assert [name in messages for name in ("the cover", "the back", "the flap", "inside panel 1")] == [
        False, False, True, True
    ]  # fmt: skip


def test_panels_of_one_flow_are_reported_together(tmp_path: Path) -> None:
    (fault,) = check_pages(laid_out(tmp_path, brochure(4, 1, 1, 1)))

    assert [part.partition(" is ")[0] for part in fault.message.split("; ")] == [
        "inside panel 1", "inside panel 2", "inside panel 3"
    ]  # fmt: skip


def test_an_empty_panel_is_not_reported_again(tmp_path: Path) -> None:
    pages = laid_out(tmp_path, brochure(4, 1))

    assert [message.partition(" is ")[0] for _, _, message in in_brief(check_pages(pages))] == ["inside panel 1"]


def test_a_last_page_is_not_opened_for_a_few_lines(tmp_path: Path) -> None:
    pages = laid_out(tmp_path, HEAD.format("fact-sheet") + "A word.\n", "fact-sheet")
    first = pages.layout.pages[0]
    bare = replace(first, text_used=0.1 * first.room)
    two = replace(pages, layout=replace(pages.layout, pages=(first, bare)))

    assert in_brief(check_pages(pages)) == []
    assert in_brief(check_pages(two)) == [("underfull-panel", 6, "page 2, the last, is 10 % full")]


def test_our_templates_keep_text_pictures_and_codes_off_edges_and_folds(sparse: Pages) -> None:
    assert at_least(sparse, 0) == []


@pytest.mark.parametrize(
    ("css", "code", "message", "advice"),
    [
        (".section__text p { margin-left: -13mm }", "unsafe-text",
         "`Asthma makes.` stands 3 mm from the left edge of page 1; 5 mm are needed", MARGIN),
        (".section__text p { margin-left: -18mm }", "outside-page",
         "`Asthma makes.` stands 2 mm outside page 1", NEAR),
        (".contact__code svg { position: absolute; left: -14mm }", "unsafe-text",
         "the QR code stands 2 mm from the left edge of page 1; 5 mm are needed", MARGIN),
    ],
)  # fmt: skip
def test_what_stands_near_an_edge_is_measured(css: str, code: str, message: str, advice: str, tmp_path: Path) -> None:
    pages = laid_out(tmp_path, HEAD.format("fact-sheet") + "Asthma makes.\n", "fact-sheet", css)

    assert [(fault.code, fault.message, fault.help) for fault in check_pages(pages)] == [(code, message, advice)]


def test_a_fold_is_an_edge(tmp_path: Path) -> None:
    pages = laid_out(tmp_path, brochure(4, 5, 5, 5), css=".inside .section h2 { margin-left: -6mm }")

    assert [(fault.code, fault.message) for fault in check_pages(pages)] == [
        ("unsafe-text", f"`Part {at}` stands 3 mm from the left edge of inside panel {at}; 5 mm are needed")
        for at in (1, 2, 3)
    ]


OVERFULL = brochure(4, 5, 6, 5, 4)


def overfull(root: Path, text: str) -> Sequence[Diagnostic]:
    """What is told of panels that are too full; nothing if the text fits."""
    project = put(root, {MANUSCRIPT: text})
    try:
        task = Task(document="asthma", lang="en", format="brochure")
        pipeline.build_document(task, project, today=TODAY, allow_overdue=False)
    except BuildFailed as failed:
        return [fault for fault in failed.diagnostics if fault.code == "overfull-panel"]
    return []


def without(text: str, words: int, *, from_end: bool) -> str:
    """The text without so many words of the inside: of its last paragraphs, or a few of each from the first on."""
    lines = text.split("\n")
    prose = [at for at, line in enumerate(lines) if line.startswith(SENTENCES) and at > lines.index("## Part 1")]
    most = 100 if from_end else 10
    for at in reversed(prose) if from_end else prose:
        said = lines[at].split()
        cut = min(words, most, len(said) - 1)
        lines[at] = " ".join(said[: len(said) - cut])
        words -= cut
    assert words == 0
    return "\n".join(lines)


def test_what_the_message_advises_makes_the_text_fit(tmp_path: Path) -> None:
    (fault,) = overfull(tmp_path, OVERFULL)
    words = re.search(r"Cut about (\d+) words", fault.help)
    section = re.search(r"the section `(.+)` \(line (\d+)", fault.help)
    assert words
    assert section
    before, heading, after = OVERFULL.partition(f"## {section[1]}\n")
    own, mark, rest = after.partition("## ")
    moved = f"{before}{heading}\n:::: not brochure\n{own}\n::::\n\n{mark}{rest}"

    assert fault.message == "Inside panel 3 is full: about 20 lines too many (97 mm), from asthma/en.md:56"
    assert OVERFULL.split("\n")[int(section[2]) - 1] == f"## {section[1]}"
    assert overfull(tmp_path, without(OVERFULL, int(words[1]), from_end=True)) == []
    assert overfull(tmp_path, without(OVERFULL, int(words[1]), from_end=False)) == []
    assert overfull(tmp_path, moved) == []
