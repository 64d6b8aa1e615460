"""Rules of a case: what is written is what carepress gets, and a slip in the Markdown is an error with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.cases import (
    Case,
    CaseError,
    all_cases,
    fenced,
    read_cases,
    sound_project,
    update_expected,
    write_project,
)

EXPECTED = "```text expected\nexit 0\n```\n"
RULE = f"""# bad-link

Words about the rule.

## A first case

````md content/asthma/en.md
```text
inner
```
````

{EXPECTED}
## No `https://`

{EXPECTED}"""


def read(folder: Path, text: str) -> tuple[Case, ...]:
    file = folder / "bad-link.md"
    file.write_text(text, encoding="utf-8", newline="\n")
    return read_cases(file)


def test_a_case_has_its_files_and_its_expected_text(tmp_path: Path) -> None:
    first, second = read(tmp_path, RULE)

    assert first == Case(
        file=tmp_path / "bad-link.md",
        name="A first case",
        files={"content/asthma/en.md": b"```text\ninner\n```\n"},
        delete=(),
        links={},
        command=("check",),
        expected="exit 0\n",
        span=(12, 15),
    )
    assert (second.rule, second.slug, second.files) == ("bad-link", "no-https", {})


@pytest.mark.parametrize(
    ("block", "data"),
    [
        ("```yaml a/b\n```", b""),
        ("```text a/b\n\n tab\tand \\x92\n```", b"\n tab\tand \\x92\n"),
        ("```escaped a/b\n\\x92 é \\t\\\\\\r\n\\\n```", b"\x92 \xc3\xa9 \t\\\r\n"),
        ("```base64 a/b\niVBO\nRw==\n```", b"\x89PNG"),
    ],
)
def test_a_file_has_exactly_these_bytes(block: str, data: bytes, tmp_path: Path) -> None:
    (case,) = read(tmp_path, f"# bad-link\n\n## A\n\n{block}\n\n{EXPECTED}")

    assert case.files == {"a/b": data}


def test_a_project_is_the_sound_one_changed_as_the_settings_say(tmp_path: Path) -> None:
    settings = "\n\n".join(
        fenced(name, text)
        for name, text in {
            "delete": "content/clinic.yaml\n",
            "styles/print.css": "a {}\n",
            "links": "content/clinic.yaml -> ../../clinic.yaml\n",
            "command": "check --strict\n",
        }.items()
    )
    (case,) = read(tmp_path, f"# bad-link\n\n## A\n\n{settings}\n\n{EXPECTED}")
    root = tmp_path / "clinic"

    write_project(case, root)

    files = {path.relative_to(root).as_posix() for path in root.rglob("*") if not path.is_dir()}
    assert files == {*sound_project(), "styles/print.css"}
    assert (root / "content/clinic.yaml").readlink() == Path("../../clinic.yaml")
    assert case.command == ("check", "--strict")


@pytest.mark.parametrize(
    "text", ["exit 0\n", "", "exit 1\n````md\n\n", "form feed\x0c, \\, \x00\n", "no newline \\", "\u2028\n"]
)
def test_an_expected_text_is_rewritten_in_place(text: str, tmp_path: Path) -> None:
    first, second = read(tmp_path, RULE)

    update_expected(first, "exit 1\n\nlonger\n")
    update_expected(second, text)

    assert [case.expected for case in read_cases(first.file)] == ["exit 1\n\nlonger\n", text]
    update_expected(first, "exit 0\n")
    update_expected(second, "exit 0\n")
    assert first.file.read_text(encoding="utf-8") == RULE


def test_every_expected_text_stands_as_it_would_be_rewritten() -> None:
    for case in all_cases():
        start, end = case.span
        lines = case.file.read_text(encoding="utf-8").split("\n")[start:end]

        assert "\n".join(lines) == fenced("expected", case.expected)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("# bad-link", "# bad-links", "1: the first line must be `# bad-link`"),
        ("## A first case\n", "", "1: a block stands above the first case"),
        ("md content", "mdd content", "7: unknown block `mdd content/asthma/en.md`"),
        ("content/asthma/en.md", "exspected", "7: unknown block `md exspected`"),
        ("content/asthma/en.md", "expected", "13: there are two blocks `expected`"),
        ("md content", "base64 content", "7: `content/asthma/en.md` is not base64: "),
        ("md content/asthma/en.md", "text links", "7: a link is written `link -> target`"),
        ("inner\n```\n````", "inner", "7: the block `content/asthma/en.md` is not closed"),
        (f"{EXPECTED}\n##", "##", "5: `A first case` has no block `text expected`"),
        ("\n## No", "Words.\n\n## No", "16: `text expected` must be the last thing of its case"),
        ("No `https://`", "A first case!", "17: there are two cases `A first case!`"),
    ],
)
def test_a_slip_is_an_error_with_its_line(old: str, new: str, fault: str, tmp_path: Path) -> None:
    with pytest.raises(CaseError) as error:
        read(tmp_path, RULE.replace(old, new, 1))

    assert str(error.value).startswith(f"bad-link.md:{fault}")
