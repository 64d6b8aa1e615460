"""Names in content/: those that would meet carepress's own files are refused, and nothing is left out in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from carepress.cli import main as cli
from tests.support.cases import sound_project
from tests.support.here import IN_PROCESS
from tests.support.proofs import FRONT, TODAY, put

CLINIC = sound_project()["content/clinic.yaml"].decode()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    put(tmp_path, {})
    return tmp_path


def run(root: Path, verb: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    place = ["--project", str(root), "--output", str(root / "output"), "--today", TODAY.isoformat()]
    status = cli.main([verb, *place], hooks=IN_PROCESS)
    return status, "".join(capsys.readouterr())


def add_clinic(root: Path, name: str) -> None:
    (root / "content/clinic.yaml").unlink(missing_ok=True)
    path = root / f"content/clinics/{name}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(CLINIC, encoding="utf-8")


def pdfs(root: Path) -> list[str]:
    return sorted(path.relative_to(root / "output").as_posix() for path in (root / "output").rglob("*.pdf"))


@pytest.mark.parametrize(
    "name",
    [
        "Clinic One.yaml", "manifest.json.yaml", "report.yaml", "report.html.yaml", "north_street.yaml", "-.yaml",
        "NORTH.yaml", "m\u00fcller.yaml", "a/b.yaml", "con.aux.yaml", f"{'a' * 31}.yaml", " .yaml", "~.yaml", "...yaml",
    ],
)  # fmt: skip
def test_a_clinic_whose_name_is_no_name_of_a_folder_is_refused(
    name: str, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add_clinic(root, name)

    status, said = run(root, "build", capsys)

    if name.startswith("."):  # hidden, as every such file: so there is no clinic at all
        assert status == 1
    else:
        assert (status, "[bad-name]" in said, "Traceback" in said) == (1, True, False)
    assert pdfs(root) == []


def test_a_name_that_is_refused_is_told_whenever_it_comes(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add_clinic(root, "north.yaml")
    assert run(root, "build", capsys)[0] == 0

    add_clinic(root, "Clinic One.yaml")
    status, said = run(root, "build", capsys)

    assert (status, "[bad-name]" in said, pdfs(root)) == (1, True, ["north/asthma-fact-sheet-en-draft.pdf"])


def test_clinic_yaml_beside_clinics_is_an_error_whenever_it_comes(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add_clinic(root, "north.yaml")
    assert run(root, "build", capsys)[0] == 0
    before = pdfs(root)

    (root / "content/clinic.yaml").write_text(CLINIC, encoding="utf-8")
    status, said = run(root, "build", capsys)
    assert (status, said.count("error[two-clinics]"), pdfs(root)) == (1, 1, before)

    (root / "content/clinic.yaml").unlink()
    status, said = run(root, "build", capsys)
    assert (status, "1 already current" in said) == (0, True)


@pytest.mark.parametrize(
    "name",
    ["asthma.md", "flu/en.md.txt", "flu/en.markdown", "flu/en.mdx", "flu/en.docx", "asthma/EN.MD", "flu/old/en.md"],
)
def test_a_manuscript_with_another_name_is_told(name: str, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = root / "content" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{FRONT}## What?\n\nText.\n", encoding="utf-8")

    status, said = run(root, "build", capsys)

    assert (status, said.count("[unused-file]"), f"content/{name}" in said) == (0, 1, True)
    assert "[unused-file]" in run(root, "check", capsys)[1]


def test_a_language_in_capitals_is_an_error_of_its_own(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "content/asthma/ES.md").write_text(f"{FRONT}## What?\n\nText.\n", encoding="utf-8")

    status, said = run(root, "build", capsys)

    assert (status, "error[unknown-language]" in said) == (1, True)


def test_an_empty_folder_is_told_and_pictures_may_wait(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "content/flu").mkdir()
    (root / "content/asthma/unused.svg").write_text("<svg/>", encoding="utf-8")

    status, said = run(root, "build", capsys)

    assert (status, said.count("[unused-file]"), "content/flu/ is empty" in said) == (0, 1, True)
