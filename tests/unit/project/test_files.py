"""Rules of a project: content is its own, templates and styles overlay carepress's, and nothing hidden counts."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

import pytest

from carepress.build.cache import BuildCache
from carepress.diagnostics.model import Diagnostic
from carepress.project.files import ProjectFolder
from carepress.project.snapshot import document_files, snapshot_shared
from carepress.project.source import Source

ROOT = (
    "templates/formats/card.yaml",
    "templates/components/callout.html.j2",
    "styles/base.css",
    "styles/icons/hand.svg",
)


def fill(root: Path, names: Iterable[str]) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(f"{root.name} {name}", encoding="utf-8")


def project(tmp_path: Path, *names: str) -> ProjectFolder:
    fill(tmp_path / "house", ROOT)
    fill(tmp_path / "clinic", names)
    return ProjectFolder(tmp_path / "clinic", tmp_path / "house")


def test_a_project_without_templates_uses_carepresss_own(tmp_path: Path) -> None:
    files = project(tmp_path, "content/clinic.yaml").files

    assert files == {
        "content/clinic.yaml": tmp_path / "clinic/content/clinic.yaml",
        **{name: tmp_path / "house" / name for name in sorted(ROOT, key=lambda name: name.startswith("styles"))},
    }


def test_a_projects_own_file_stands_in_for_carepresss_and_the_others_stay(tmp_path: Path) -> None:
    overlaid = project(tmp_path, "content/clinic.yaml", "templates/formats/card.yaml", "styles/components/box.css")

    assert overlaid.files == {
        "content/clinic.yaml": tmp_path / "clinic/content/clinic.yaml",
        "templates/components/callout.html.j2": tmp_path / "house/templates/components/callout.html.j2",
        "templates/formats/card.yaml": tmp_path / "clinic/templates/formats/card.yaml",
        "styles/base.css": tmp_path / "house/styles/base.css",
        "styles/components/box.css": tmp_path / "clinic/styles/components/box.css",
        "styles/icons/hand.svg": tmp_path / "house/styles/icons/hand.svg",
    }
    assert list(overlaid.files)[1:3] == list(overlaid.below("templates"))
    assert overlaid.source("templates/formats/card.yaml") == Source(
        file="templates/formats/card.yaml", text="clinic templates/formats/card.yaml"
    )


def test_carepress_inside_the_project_folder_keeps_its_files_apart(tmp_path: Path) -> None:
    fill(tmp_path / "clinic/house", ROOT)
    fill(tmp_path / "clinic", ["content/clinic.yaml", "styles/base.css"])
    overlaid = ProjectFolder(tmp_path / "clinic", tmp_path / "clinic/house")

    assert [source.text for name in ROOT if isinstance(source := overlaid.source(name), Source)] == [
        "house templates/formats/card.yaml",
        "house templates/components/callout.html.j2",
        "clinic styles/base.css",
        "house styles/icons/hand.svg",
    ]


def test_files_stand_in_a_fixed_order(tmp_path: Path) -> None:
    found = project(tmp_path, "content/b/en.md", "content/a/es.md", "content/a/en.md", "content/_brand.yml")

    assert found.below("content") == ("content/_brand.yml", "content/a/en.md", "content/a/es.md", "content/b/en.md")


def test_hidden_files_and_folders_are_left_out(tmp_path: Path) -> None:
    found = project(tmp_path, "content/.DS_Store", "content/.git/en.md", "content/als/.en.md.swp", "content/als/en.md")

    assert found.below("content") == ("content/als/en.md",)


def test_a_project_in_a_hidden_folder_is_a_project_all_the_same(tmp_path: Path) -> None:
    fill(tmp_path / ".clinic", ["content/als/en.md"])

    assert ProjectFolder(tmp_path / ".clinic", tmp_path).manuscripts == ("content/als/en.md",)


def test_links_that_lead_outside_are_left_out_and_links_inside_count(tmp_path: Path) -> None:
    found = project(tmp_path, "content/als/en.md")
    fill(tmp_path, ["secret.svg"])
    (found.root / "content/als/scan.svg").symlink_to(tmp_path / "secret.svg")
    (found.root / "content/als/es.md").symlink_to("en.md")

    assert found.below("content") == ("content/als/en.md", "content/als/es.md")


def test_a_linked_folder_outside_is_left_out(tmp_path: Path) -> None:
    found = project(tmp_path, "content/als/en.md")
    (found.root / "content/house").symlink_to(tmp_path / "house")

    assert found.below("content") == ("content/als/en.md",)


def test_a_linked_project_folder_is_read(tmp_path: Path) -> None:
    project(tmp_path, "content/als/en.md")
    (tmp_path / "link").symlink_to(tmp_path / "clinic")

    assert ProjectFolder(tmp_path / "link", tmp_path / "house").manuscripts == ("content/als/en.md",)


def test_a_source_comes_from_the_folder_that_has_the_file(tmp_path: Path) -> None:
    found = project(tmp_path, "content/clinic.yaml")

    assert found.source("content/clinic.yaml") == Source(file="content/clinic.yaml", text="clinic content/clinic.yaml")
    assert found.source("styles/base.css") == Source(file="styles/base.css", text="house styles/base.css")


def test_a_source_that_is_not_there_is_told(tmp_path: Path) -> None:
    fault = project(tmp_path).source("content/clinic.yaml")

    assert isinstance(fault, Diagnostic)
    assert fault.code == "unreadable-file"


def test_a_manuscript_is_a_markdown_file_in_a_documents_folder(tmp_path: Path) -> None:
    found = project(
        tmp_path, "content/als/en.md", "content/als/old/en.md", "content/README.md", "content/clinics/a.md",
        "content/als/notes.txt",
    )  # fmt: skip

    assert found.manuscripts == ("content/als/en.md",)


@pytest.mark.parametrize(
    ("names", "clinics"),
    [
        ((), {"": "content/clinic.yaml"}),
        (("content/clinic.yaml",), {"": "content/clinic.yaml"}),
        (
            ("content/clinics/north.yaml", "content/clinics/east.yaml"),
            {"east": "content/clinics/east.yaml", "north": "content/clinics/north.yaml"},
        ),
    ],
)
def test_a_project_has_one_clinic_or_several(tmp_path: Path, names: tuple[str, ...], clinics: dict[str, str]) -> None:
    assert project(tmp_path, *names).clinics == clinics


def test_icons_are_named_after_their_files(tmp_path: Path) -> None:
    assert project(tmp_path).icons == {"hand"}


def test_a_format_is_named_after_its_file(tmp_path: Path) -> None:
    added = project(tmp_path, "templates/formats/poster.yaml", "templates/formats/poster.html.j2")

    assert added.formats == {"card": "templates/formats/card.yaml", "poster": "templates/formats/poster.yaml"}


def test_every_file_has_its_digest(tmp_path: Path) -> None:
    found = project(tmp_path, "content/als/en.md")
    digests = BuildCache().digests(found.files)

    assert list(digests) == list(found.files)
    assert digests["content/als/en.md"] == sha256(b"clinic content/als/en.md").hexdigest()


def test_a_parcel_is_read_as_the_project_is(tmp_path: Path) -> None:
    found = project(tmp_path, "content/clinic.yaml", "content/als/en.md", "content/als/a.svg", "content/flu/en.md")
    (found.root / "content/flu/scan.svg").symlink_to("/outside.svg")
    parcel = snapshot_shared(found).with_files(document_files(found, "als"))
    there = [name for name in found.files if not name.startswith("content/flu/")]

    assert list(parcel.files) == there
    digests = BuildCache().digests(found.files)
    assert {name: sha256(parcel.bytes(name)).hexdigest() for name in there} == {name: digests[name] for name in there}
    assert parcel.manuscripts == ("content/als/en.md",)
    assert (parcel.clinics, parcel.icons, parcel.outside) == (found.clinics, found.icons, found.outside)
    assert all(parcel.bytes(name) == found.bytes(name) for name in there)
    assert all(parcel.source(name) == found.source(name) for name in (*there, "content/none.md"))
