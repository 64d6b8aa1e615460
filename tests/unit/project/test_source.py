"""Rules of a source: text never travels without knowing where it came from, and nothing outside is read."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carepress.diagnostics.model import Diagnostic, Span
from carepress.diagnostics.render import render
from carepress.project.source import MOST_BYTES, MOST_OF_LIBRARY, Source, decode, read

FILE = "content/asthma/en.md"
THREE = Source(file=FILE, text="first\n  second word\nthird word")


def span(line: int, column: int, length: int) -> Span:
    return Span(file=FILE, line=line, column=column, length=length, text=THREE.lines[line - 1])


def faulty(raw: bytes) -> Diagnostic:
    found = decode(FILE, raw)
    assert isinstance(found, Diagnostic)
    return found


def test_a_source_has_its_lines_without_their_ends() -> None:
    assert THREE.lines == ("first", "  second word", "third word")


@pytest.mark.parametrize(
    ("offset", "length", "place"),
    [
        (0, 5, (1, 1, 5)),
        (5, 1, (1, 6, 1)),  # the line's end
        (6, 1, (2, 1, 1)),
        (8, 6, (2, 3, 6)),
        (8, 99, (2, 3, 11)),  # cut at the end of the line
        (30, 1, (3, 11, 1)),  # the end of the text
        (20, 0, (3, 1, 1)),  # a span has one character at least
    ],
)
def test_an_offset_becomes_a_line_and_a_column(offset: int, length: int, place: tuple[int, int, int]) -> None:
    assert THREE.span(offset, length) == span(*place)


@pytest.mark.parametrize(
    ("given_", "place"),
    [
        ((2,), (2, 3, 11)),  # the whole line's text, without the blanks before it
        ((2, 10), (2, 10, 4)),
        ((3, 1, 5), (3, 1, 5)),
        ((0,), (1, 1, 5)),
        ((99,), (3, 1, 10)),
    ],
)
def test_a_line_that_is_not_there_is_shown_at_the_nearest(given_: tuple[int, ...], place: tuple[int, int, int]) -> None:
    assert THREE.span_at(*given_) == span(*place)


def test_a_needle_is_found_from_its_line_on() -> None:
    assert THREE.find("word") == span(2, 10, 4)
    assert THREE.find("word", line=3) == span(3, 7, 4)


def test_the_nth_needle_is_found() -> None:
    first = THREE.position("word")

    assert THREE.span(THREE.position("word", after=first), 4) == span(3, 7, 4)


@pytest.mark.parametrize("missing", [{"needle": "word", "line": 1, "last": 1}, {"needle": "nowhere"}])
def test_a_needle_that_is_not_there_is_shown_at_its_line(missing: dict[str, object]) -> None:
    assert THREE.find(**missing) == span(1, 1, 5)  # type: ignore[arg-type]


def test_a_needle_is_found_up_to_the_end_of_the_last_line() -> None:
    assert THREE.find("word", line=2, last=2) == span(2, 10, 4)


@pytest.mark.parametrize(
    ("raw", "text"),
    [(b"\xef\xbb\xbftitle: A", "title: A"), (b"a\r\nb\rc\n", "a\nb\nc\n"), ("Ramírez".encode(), "Ramírez"), (b"", "")],
)
def test_a_byte_order_mark_and_any_line_ends_are_read(raw: bytes, text: str) -> None:
    assert decode(FILE, raw) == Source(file=FILE, text=text)


def test_a_letter_that_is_not_utf8_is_shown_in_its_line() -> None:
    assert (
        render(faulty(b"title: A\r\nby: Ana P\xe9rez\r\n"))
        == """\
error[not-utf8]: content/asthma/en.md has a letter that is not saved as UTF-8
 --> content/asthma/en.md:2:10
  |
2 | by: Ana P\N{REPLACEMENT CHARACTER}rez
  |          ^
  = help: Save the file again with the encoding UTF-8."""
    )


def test_the_column_of_a_letter_that_is_not_utf8_counts_characters_not_bytes() -> None:
    assert faulty("é: ".encode() + b"\xe9").span == Span(
        file=FILE, line=1, column=4, text="é: \N{REPLACEMENT CHARACTER}"
    )


def test_a_byte_order_mark_does_not_count_as_a_letter() -> None:
    assert faulty(b"\xef\xbb\xbfP\xe9rez").span == Span(
        file=FILE, line=1, column=2, text="P\N{REPLACEMENT CHARACTER}rez"
    )


def test_the_line_of_a_letter_that_is_not_utf8_is_right_in_files_of_an_old_mac() -> None:
    place = faulty(b"title: A\rby: P\xe9rez").span

    assert place is not None
    assert (place.line, place.column) == (2, 6)


def test_a_file_that_is_not_text_is_told() -> None:
    fault = faulty(b"title\nA\x00B")

    assert (fault.code, fault.message) == ("not-utf8", f"{FILE} is not a text file")
    assert fault.span == Span(file=FILE, line=2, column=2, text="A\x00B")


def test_a_file_of_the_project_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"one\r\ntwo")

    assert read(tmp_path, "a.md") == Source(file="a.md", text="one\ntwo")


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert read(tmp_path, "content/clinic.yaml") == Diagnostic(
        code="unreadable-file",
        message="content/clinic.yaml cannot be read: no such file or directory",
        help="Check that the file is there and that you may open it.",
    )


def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    assert read(tmp_path, ".") == Diagnostic(
        code="unreadable-file",
        message=". cannot be read: is a directory",
        help="Check that the file is there and that you may open it.",
    )


@pytest.mark.parametrize("bytes_over", [0, 1])
def test_what_nobody_typed_by_hand_is_not_read(tmp_path: Path, bytes_over: int) -> None:
    (tmp_path / "a.md").write_bytes(b"a" * (MOST_BYTES + bytes_over))

    assert isinstance(read(tmp_path, "a.md"), Diagnostic) is bool(bytes_over)


@pytest.mark.parametrize("name", ["../secret.md", "link.md", "folder/secret.md"])
def test_no_path_and_no_link_leads_out_of_the_project(tmp_path: Path, name: str) -> None:
    root = tmp_path / "clinic"
    root.mkdir()
    (tmp_path / "secret.md").write_text("secret", encoding="utf-8")
    (root / "link.md").symlink_to(tmp_path / "secret.md")
    (root / "folder").symlink_to(tmp_path)

    assert read(root, name) == Diagnostic(
        code="outside-project",
        message=f"{name} leads out of the project folder",
        help="Keep the file itself inside the project, not a link to another place.",
    )


def test_a_link_inside_the_project_is_followed(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("a", encoding="utf-8")
    (tmp_path / "b.md").symlink_to(tmp_path / "a.md")

    assert read(tmp_path, "b.md") == Source(file="b.md", text="a")


@settings(deadline=None)
@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_no_bytes_stop_the_reading_and_every_place_shows_its_own_line(raw: bytes) -> None:
    found = decode(FILE, raw)

    assert isinstance(found, Source) or (
        found.span is not None and 1 <= found.span.line <= raw.count(b"\n") + raw.count(b"\r") + 1
    )


@settings(deadline=None)
@given(st.text(max_size=60), st.integers(0, 70), st.integers(0, 9))
def test_every_offset_has_a_place_in_its_line(text: str, offset: int, length: int) -> None:
    source = Source(file=FILE, text=text)
    place = source.span(min(offset, len(text)), length)

    assert source.offset(place.line) + place.column - 1 == min(offset, len(text))
    assert place.text == source.lines[place.line - 1]


@pytest.mark.parametrize(("size", "fits"), [(MOST_BYTES + 1, True), (MOST_OF_LIBRARY + 1, False)])
def test_a_library_of_references_may_be_larger_than_any_other_text(tmp_path: Path, size: int, fits: bool) -> None:
    with (tmp_path / "references.bib").open("wb") as file:
        file.write(b"%" * (MOST_BYTES + 1))
        file.truncate(size)  # a hole takes no place on the disk

    assert isinstance(read(tmp_path, "references.bib"), Source) is fits
