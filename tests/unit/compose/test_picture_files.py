"""Rules of picture files: a format may have its own version, and no picture comes from elsewhere."""

from __future__ import annotations

import pytest

from carepress.compose.picture_files import Pictures
from carepress.diagnostics.model import Diagnostic
from tests.support.composed import FILES, faults


def pictures(format_: str = "fact-sheet") -> Pictures:
    return Pictures("content/asthma", format_, FILES)


@pytest.mark.parametrize(("format_", "file"), [("fact-sheet", "lungs.svg"), ("brochure", "lungs.brochure.svg")])
def test_a_format_shows_its_own_version_of_a_picture_if_there_is_one(format_: str, file: str) -> None:
    known = pictures(format_)

    assert (known.find("lungs.svg"), known.used) == (f"content/asthma/{file}", [f"content/asthma/{file}"])


def test_a_name_may_have_spaces_and_accents_as_markdown_writes_them() -> None:
    file = "content/asthma/two bronquíolos.svg"

    assert Pictures("content/asthma", "fact-sheet", {file}).find("./two%20bronqu%C3%ADolos.svg") == file


@pytest.mark.parametrize(("target", "code", "help_"), [
    ("lung.svg", "missing-picture", "did you mean `lungs.svg`?"),
    ("LUNGS.svg", "missing-picture", "did you mean `lungs.svg`?"),
    ("heart.svg", "missing-picture", "Put the file into content/asthma/ or correct its name."),
    ("lungs.gif", "picture-kind", "The name of a picture ends in .svg, .png, .jpg or .jpeg."),
    ("../logo.svg", "outside-project", "Copy it to content/asthma/ and type only its name."),
    ("a/../../logo.svg", "outside-project", "Copy it to content/asthma/ and type only its name."),
    ("/etc/passwd.svg", "outside-project", "Copy it to content/asthma/ and type only its name."),
    ("https://a.example/b.png", "outside-project", "Copy it to content/asthma/ and type only its name."),
    ("C:\\lungs.svg", "outside-project", "Copy it to content/asthma/ and type only its name."),
])  # fmt: skip
def test_a_name_that_is_no_picture_of_the_document_is_a_fault(target: str, code: str, help_: str) -> None:
    known = pictures()
    fault = known.find(target)

    assert isinstance(fault, Diagnostic)
    assert (fault.code, fault.help, known.used) == (code, help_, [])


def test_a_picture_without_words_and_a_cover_image_that_is_missing_are_faults_of_the_manuscript() -> None:
    assert [code for code, _ in faults("![](lungs.svg)")] == ["missing-alt"]
    assert [code for code, _ in faults("A", "cover-image: lung.svg\n")] == ["missing-picture"]
