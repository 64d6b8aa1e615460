"""Rules of what nothing uses: a misnamed manuscript is told, a picture may wait."""

from __future__ import annotations

import pytest

from carepress.preflight.unused import check_names

USED = ["content/asthma/en.md", "content/clinic.yaml", "content/_brand.yml", "content/references.bib"]


def told(*names: str, folders: tuple[str, ...] = (), brand: tuple[str, ...] = ()) -> list[str]:
    found = {name.split("/")[1] for name in (*USED, *names) if name.startswith("content/") and name.count("/") > 1}
    return [fault.message for fault in check_names([*USED, *names], {*found, *folders}, brand)]


@pytest.mark.parametrize(
    "name",
    [
        "content/asthma/airways.svg", "content/asthma/photo.JPG", "content/logo.png", "content/fonts/OFL.txt",
        "content/fonts/deep/a.ttf", "content/README.md", "content/asthma/notes.txt", "content/LICENSE",
        "content/clinics/north.yaml", "content/asthma/old draft.docx", "templates/parts/x.md", "content/asthma/ES.md",
        "content/asthma/~$en.docx", "content/asthma/~$en.md.docx", "content/asthma/en.md~", "content/Thumbs.db",
        "content/asthma/desktop.ini", "content/asthma/#en.md#",
    ],
)  # fmt: skip
def test_what_is_used_or_may_wait_is_not_told(name: str) -> None:
    assert told(name) == []


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("content/asthma.md", "content/asthma/en.md"),
        ("content/Asthma.markdown", "content/asthma/en.md"),
        ("content/asthma/en.md.txt", "content/asthma/en.md"),
        ("content/asthma/EN.MD", "content/asthma/en.md"),
        ("content/asthma/es.markdown", "content/asthma/es.md"),
        ("content/asthma/en.mdx", "content/asthma/en.md"),
        ("content/asthma/en.docx", "content/asthma/en.md"),
        ("content/asthma/pt-BR.txt", "content/asthma/pt-br.md"),
        ("content/asthma/old/en.md", "content/asthma/en.md"),
        ("content/asthma/text.MD", "content/asthma/en.md"),
    ],
)
def test_a_misnamed_manuscript_is_told_with_its_right_name(name: str, right: str) -> None:
    (fault,) = check_names([*USED, name], ["asthma"], [])

    assert (fault.code, name in fault.message, right in fault.help) == ("unused-file", True, True)


@pytest.mark.parametrize(
    "name",
    ["content/clinic.yml", "content/asthma/clinic.yaml", "content/clinics/north.yml", "content/clinics/en.md",
     "content/more.bib", "content/asthma/pubmed.nbib", "content/Brand.yml",
     "content/references.bib.txt", "content/references (1).bib", "content/clinic.yaml.txt", "content/_brand.yaml"],
)  # fmt: skip
def test_settings_that_nothing_reads_are_told(name: str) -> None:
    assert told(name) == [f"nothing reads {name}"]


def test_a_folder_without_a_manuscript_is_told_once() -> None:
    assert told("content/flu/a.svg", "content/flu/deep/b.svg", folders=("copd",)) == [
        "the folder content/copd/ is empty",
        "no handout is made from content/flu/: there is no manuscript in it",
    ]
    assert told("content/flu/en.md.txt") == [
        "no handout is made from content/flu/en.md.txt: a manuscript has another name"
    ]


def test_a_folder_of_the_brand_is_no_document() -> None:
    assert told("content/logos/small.svg", folders=("fonts", "clinics"), brand=("content/logos/small.svg",)) == []


@pytest.mark.parametrize(("name", "verb"), [
    ("content/asthma/en.docx", "Copy"), ("content/asthma/en.rtf", "Copy"), ("content/asthma/en.md.docx", "Copy"),
    ("content/asthma/en.md.txt", "Rename"), ("content/asthma/en.markdown", "Rename"),
])  # fmt: skip
def test_a_new_name_does_not_make_a_text_of_a_word_file(name: str, verb: str) -> None:
    (fault,) = check_names([name], [], [])

    assert fault.help.startswith(verb)
