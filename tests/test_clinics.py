"""Several clinics: each gets its own files, and they do not depend on which clinics were built before."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from carepress.build import pipeline
from carepress.build.jobs import Built
from carepress.build.plan import Task
from carepress.project.files import ProjectFolder
from tests.support.cases import sound_project
from tests.support.proofs import ROOT, TODAY
from tests.support.verapdf import Verdict, validate

# WeasyPrint 70 leaves its colour profile open.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file .*sRGB2014:ResourceWarning")

CLINIC = {
    "name": "Example Clinic",
    "address": "[100 River Road, Springfield]",
    "phone": "312-555-0142",
    "hours": "Monday to Friday, 8 to 5",
    "website": "https://clinic.example",
    "contact-form": "https://clinic.example/contact",
    "emergency": "In an emergency call 911.",
    "other-formats": "Ask us for this leaflet in large print or in another language.",
    "investigational-notice": "These treatments are experimental. They are not approved for ALS.",
    "paper": "letter",
}
CLINICS: Mapping[str, Mapping[str, str]] = {
    "north": {},
    "south": {
        "name": "Zürich & Québec Center for Nerve and Muscle Disease <South>",
        "address": "[University Hospital, Building 7, 4800 South Kirkwood Avenue, Springfield]",
        "phone": "+41 44 555 01 77",
        "contact-form": "https://nerve.example/patients/contact",
        "other-formats": "Ask at the desk for large print, Braille, a recording, or Français, Español and Türkçe.",
    },
    "bare": {"hours": "", "emergency": "", "website": "", "address": "[]"},
    "wordy": {"other-formats": "Ask us for this leaflet in large print. " * 12},
    "metric": {"paper": "a4", "emergency": "In an emergency call 144."},
    "metric-too": {"paper": "a4", "name": "Clinic on the lake"},
    "trial": {"investigational-notice": "None of these treatments is approved. Ask before you decide."},
}
SPANISH = (
    """---
title: Vivir con asma
formats: [brochure]
status: draft
investigational: true
glossary: {inhalador: un aparato pequeño}
---

## ¿Qué es el asma? {panel=flap}

"""
    + "El asma hincha los tubos pequeños del pulmón. El aire pasa despacio. [@smith2019] " * 5
    + """

## Qué puede notar

::: steps
1. Siéntese.
2. Respire despacio.
:::

| Señal | Qué hacer |
| --- | --- |
| Tos | Descanse |

![Un punto](dot.png "Un punto de color.")

"""
    + "\n\n".join(f"## {head}\n\n" + "Respire despacio. Luego descanse un poco. " * 16 for head in ("A", "B", "C"))
)

Making = Callable[[str, str], Built]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> ProjectFolder:
    root = tmp_path_factory.mktemp("network")
    shutil.copytree(ROOT / "content", root / "content")
    (root / "content/clinic.yaml").unlink()
    (root / "content/clinics").mkdir()
    for name, own in CLINICS.items():
        said = {**CLINIC, **own}
        lines = [f"{key}: {value}" if value[:1] == "[" else f'{key}: "{value}"' for key, value in said.items() if value]
        (root / f"content/clinics/{name}.yaml").write_text("\n".join(lines), encoding="utf-8")
    asthma = root / "content/asma"
    asthma.mkdir()
    drawn = BytesIO()
    Image.linear_gradient("L").resize((60, 40)).save(drawn, "PNG")
    (asthma / "dot.png").write_bytes(drawn.getvalue())
    (asthma / "es.md").write_text(SPANISH, encoding="utf-8")
    (root / "more.bib").write_bytes(sound_project()["content/references.bib"])
    with (root / "content/references.bib").open("a", encoding="utf-8") as bib:
        bib.write("\n" + (root / "more.bib").read_text(encoding="utf-8"))
    return ProjectFolder(root, ROOT)


def maker(project: ProjectFolder) -> Making:
    def made(document: str, clinic: str) -> Built:
        lang = "es" if document == "asma" else "en"
        task = Task(document=document, lang=lang, format="brochure", clinic=clinic)
        return pipeline.build_document(task, project, today=TODAY, allow_overdue=False, shared_digest="of this project")

    return made


@pytest.fixture(scope="module")
def make(project: ProjectFolder) -> Making:
    return maker(project)


def test_a_clinic_gets_the_same_bytes_whichever_clinics_were_made_before(make: Making) -> None:
    first = {clinic: make("asma", clinic) for clinic in CLINICS}
    again = {clinic: make("asma", clinic) for clinic in reversed(CLINICS)}

    assert again == first
    assert len({pdf for made in first.values() for pdf in made.pdfs.values()}) == 2 * len(CLINICS)


@pytest.fixture(scope="module")
def south(make: Making) -> Mapping[str, bytes]:
    """The shipped brochure for one of several clinics."""
    return make("als", "south").pdfs


def test_another_process_gives_the_same_bytes(project: ProjectFolder, south: Mapping[str, bytes]) -> None:
    program = f"""if True:
        import sys
        from hashlib import sha256
        from pathlib import Path
        from carepress.project.files import ProjectFolder
        from tests.test_clinics import maker
        make = maker(ProjectFolder(Path({str(project.root)!r}), Path({str(ROOT)!r})))
        make("als", "bare")
        print(*(sha256(pdf).hexdigest() for pdf in make("als", "south").pdfs.values()))"""
    said = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program],
        cwd=ROOT, env={"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"}, capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert said.stdout.split() == [sha256(pdf).hexdigest() for pdf in south.values()]


def test_a_clinics_brochure_passes_the_reference_validator(south: Mapping[str, bytes], tmp_path: Path) -> None:
    files = [tmp_path / name.rpartition("/")[2] for name in south]
    for file, pdf in zip(files, south.values(), strict=True):
        file.write_bytes(pdf)

    assert validate(files) == tuple(
        Verdict(file=file.name, flavour=flavour) for file in files for flavour in ("ua1", "2a")
    )


def test_links_lead_from_the_text_to_the_references_and_back(south: Mapping[str, bytes]) -> None:
    with pikepdf.open(BytesIO(south["south/als-brochure-en-draft.pdf"])) as pdf:
        names = list(pdf.Root.Names.Dests.Names)
        page = {str(name): place[0].objgen for name, place in zip(names[::2], names[1::2], strict=True)}
        pages = [one.obj.objgen for one in pdf.pages]
        ways = {
            (number, pages.index(page[str(link.Dest)]))
            for number, one in enumerate(pdf.pages)
            for link in one.get("/Annots", ())
            if "/Dest" in link
        }

    assert {(2, 5), (5, 2)} <= ways
