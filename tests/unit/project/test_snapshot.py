"""Rules of a snapshot: it holds what all documents share and nothing of any document, read as the project is."""

from __future__ import annotations

from pathlib import Path

from carepress.diagnostics.model import Diagnostic
from carepress.project.files import ProjectFolder
from carepress.project.snapshot import document_files, snapshot_shared

OWN = ("templates/formats/card.yaml", "styles/base.css")
SHARED = ("content/_brand.yml", "content/clinic.yaml", "content/fonts/a.ttf", "styles/components/box.css")
DOCUMENTS = ("content/als/a.svg", "content/als/en.md", "content/flu/en.md")


def project(tmp_path: Path) -> ProjectFolder:
    for root, names in {"install": OWN, "clinic": (*SHARED, *DOCUMENTS)}.items():
        for name in names:
            (tmp_path / root / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / root / name).write_text(f"{root} {name}", encoding="utf-8")
    (tmp_path / "clinic/content/flu/scan.svg").symlink_to("/outside.svg")
    return ProjectFolder(tmp_path / "clinic", tmp_path / "install")


def test_a_snapshot_holds_what_documents_share_in_the_order_of_the_project(tmp_path: Path) -> None:
    folder = project(tmp_path)
    snapshot = snapshot_shared(folder)

    assert list(snapshot.files) == [name for name in folder.files if name not in DOCUMENTS]
    assert set(snapshot.files) == {*OWN, *SHARED}
    assert {name: snapshot.bytes(name) for name in snapshot.files} == {
        name: folder.bytes(name) for name in snapshot.files
    }
    assert {name: snapshot.source(name) for name in snapshot.files} == {
        name: folder.source(name) for name in snapshot.files
    }
    assert (snapshot.outside, snapshot.formats) == (folder.outside, folder.formats)


def test_a_document_brings_the_files_of_its_own_folder(tmp_path: Path) -> None:
    assert document_files(project(tmp_path), "als") == {
        "content/als/a.svg": b"clinic content/als/a.svg",
        "content/als/en.md": b"clinic content/als/en.md",
    }


def test_a_file_that_is_not_in_a_snapshot_is_told_as_one_that_is_not_in_a_folder(tmp_path: Path) -> None:
    folder = project(tmp_path)
    missing = snapshot_shared(folder).source("content/none.md")

    assert isinstance(missing, Diagnostic)
    assert missing == folder.source("content/none.md")
