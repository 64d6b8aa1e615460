"""Rules of words for those who listen: pictures, links and columns say what they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from carepress.diagnostics.model import Diagnostic, Severity
from carepress.preflight.accessibility import check_written
from tests.support.proofs import in_brief, written

FIRST = 6  # the manuscript's line below its head


def found(root: Path, text: str) -> list[tuple[str, int, str]]:
    return in_brief(check_written(written(root, text)))


def codes(root: Path, text: str) -> list[str]:
    return [code for code, _, _ in found(root, text)]


@pytest.mark.parametrize(
    ("alt", "file"),
    [
        ("airways.svg", "airways.svg"),
        ("image1.PNG", "airways.svg"),
        ("my scan 3.jpeg", "airways.svg"),
        ("airways", "airways.svg"),
        ("two-airways", "two-airways.svg"),
        ("cuerpo humano", "cuerpo%20humano.svg"),
        ("IMG_2031", "airways.svg"),
        ("DSC 0042", "airways.svg"),
        ("Screenshot 2026-10-01", "airways.svg"),
        ("picture", "airways.svg"),
        ("Picture of", "airways.svg"),
        ("An image", "airways.svg"),
        ("Figure 1", "airways.svg"),
        ("The logo", "airways.svg"),
        ("una imagen de", "airways.svg"),
        ("Fotografía", "airways.svg"),
        ("El gráfico", "airways.svg"),
        ("...", "airways.svg"),
    ],
)
def test_words_that_nobody_wrote_describe_no_picture(alt: str, file: str, tmp_path: Path) -> None:
    assert found(tmp_path, f"![{alt}]({file})\n") == [
        ("useless-alt", FIRST, f"`{alt}` does not say what this picture shows")
    ]


@pytest.mark.parametrize(
    "alt",
    [
        "Airways",  # a word that somebody typed, though the file is named so too
        "Open and narrow airways, side by side",
        "Picture of two open airways",
        "Logo of the Example Clinic",
        "Chart: nine in ten people have no relative with the disease",
        "Figure of a man who holds his inhaler upright",
        "Imagen de dos bronquios",
        "DNA",
        "心臓",
    ],
)
def test_words_that_describe_a_picture_pass(alt: str, tmp_path: Path) -> None:
    assert found(tmp_path, f"![{alt}](airways.svg)\n") == []


def test_a_picture_without_words_is_told_elsewhere(tmp_path: Path) -> None:
    assert found(tmp_path, "![](airways.svg)\n") == []


def test_a_useless_alt_shows_where_it_stands_and_what_to_type(tmp_path: Path) -> None:
    proof = written(tmp_path, "The tubes ![image1.png](airways.svg) swell.\n")

    assert list(check_written(proof)) == [
        Diagnostic(
            code="useless-alt",
            span=proof.manuscript.source.span_at(FIRST, 11, len("![image1.png]")),
            message="`image1.png` does not say what this picture shows",
            help="Say it to a person who cannot see it:   ![Open and narrow airways, side by side](airways.svg)",
        )
    ]


@pytest.mark.parametrize("caption", ["Open and narrow airways.", "open and narrow airways"])
def test_a_person_who_listens_does_not_hear_the_same_words_twice(caption: str, tmp_path: Path) -> None:
    assert codes(tmp_path, f'![Open and narrow airways](airways.svg "{caption}")\n') == ["repeated-alt"]


def test_a_caption_that_says_something_else_passes(tmp_path: Path) -> None:
    assert found(tmp_path, '![Open and narrow airways](airways.svg "In an attack the airways narrow.")\n') == []


@pytest.mark.parametrize(("letters", "expected"), [(250, []), (251, ["long-alt"])])
def test_an_alt_is_short_enough_to_listen_to(letters: int, expected: list[str], tmp_path: Path) -> None:
    assert codes(tmp_path, f"![{'airway ' * 40:.{letters - 1}}s](airways.svg)\n") == expected


@pytest.mark.parametrize(
    "words",
    ["click here", "Here", "More »", "this **link**", "READ MORE...", "haga clic aquí", "Más información", "Enlace"],
)
def test_a_link_names_what_it_opens(words: str, tmp_path: Path) -> None:
    bare = words.replace("*", "")

    assert found(tmp_path, f"For inhalers, [{words}](https://inhalers.example/guide).\n") == [
        ("link-text", FIRST, f"`{bare}` does not say where this link leads")
    ]


@pytest.mark.parametrize(
    "link",
    [
        "[How to use an inhaler](https://inhalers.example/patients/guides/how-to-use-your-inhaler.html)",
        "[Read more about inhalers](https://inhalers.example/guide)",
        "<https://inhalers.example>",
        "<https://clinic.example/contact/asthma>",
        "[clinic.example/asthma](https://clinic.example/asthma)",
        "<questions-about-asthma-and-inhalers@clinic.example>",
        "[312-555-0142](tel:3125550142)",
        "[The guide](https://inhalers.example/guide) and again [the guide](https://inhalers.example/guide/)",
    ],
)
def test_a_link_with_a_name_or_an_address_to_type_passes(link: str, tmp_path: Path) -> None:
    assert found(tmp_path, f"{link}\n") == []


@pytest.mark.parametrize(
    "link",
    [
        "<https://inhalers.example/patients/guides/how-to-use-your-inhaler.html>",
        "[inhalers.example/patients/guides/how-to-use-your-inhaler](https://inhalers.example/patients/guides/how-to-use-your-inhaler)",
        "[https://inhalers.example/patients/guides/how-to-use](https://inhalers.example/another)",
        "<https://inhalers.example/?id=204>",
        "[www.inhalers.example/#guide](https://www.inhalers.example/#guide)",
    ],
)
def test_an_address_that_nobody_can_type_needs_a_name(link: str, tmp_path: Path) -> None:
    assert found(tmp_path, f"{link}\n") == [
        ("link-text", FIRST, "nobody can type this address from paper, or wants to hear it read out")
    ]


def test_the_same_words_lead_to_the_same_place(tmp_path: Path) -> None:
    text = "The [guide](https://a.example/1) is for adults.\n\nThe [Guide](https://a.example/2) is for children.\n"

    assert found(tmp_path, text) == [("link-text", FIRST + 2, f"`Guide` leads to another place than in line {FIRST}")]


def test_a_link_is_a_warning_and_shows_its_words(tmp_path: Path) -> None:
    proof = written(tmp_path, "For inhalers, [click here](https://inhalers.example/guide).\n")

    assert list(check_written(proof)) == [
        Diagnostic(
            code="link-text",
            severity=Severity.WARNING,
            span=proof.manuscript.source.span_at(FIRST, 15, len("[click here](")),
            message="`click here` does not say where this link leads",
            help="Name what opens:   [How to use an inhaler](https://inhalers.example/guide)",
        )
    ]


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        ("| Medicine | When |", []),
        ("|  | When |", []),
        ("| **Medicine** | ![A clock](clock.svg) |", []),
        ("| Medicine |  |", [("empty-header", FIRST, "column 2 of this table has no header")]),
        ("|  |  |", [("table-header", FIRST, "this table has no headers: its first row is empty")]),
    ],
)
def test_every_column_says_what_it_holds(first: str, expected: list[tuple[str, int, str]], tmp_path: Path) -> None:
    assert found(tmp_path, f"{first}\n| --- | --- |\n| Blue inhaler | |\n") == expected


def test_what_stands_in_boxes_is_looked_at_too(tmp_path: Path) -> None:
    text = ":::: only fact-sheet\n::: callout\n- ![IMG_1](a.png) and [here](https://a.example/b)\n:::\n::::\n"

    assert [(code, line) for code, line, _ in found(tmp_path, text)] == [("useless-alt", 8), ("link-text", 8)]
