"""Proofs for tests: the input of the preflight checks when a small project is built.

`written` needs no pages and is quick; `proofs` takes the project through every stage. The project is the one in
tests/diagnostics/sound-project.md, plus the test's own files, which replace any with the same name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from carepress.build.inputs import load_inputs
from carepress.build.pipeline import build_document
from carepress.build.plan import Task
from carepress.build.summarise import read_document, summarise_document
from carepress.content.check_settings import CheckSettings
from carepress.content.summary import DocumentSummary
from carepress.diagnostics.model import BuildFailed, Diagnostic
from carepress.preflight import registry
from carepress.preflight.proof import Finished, Pages, Written
from carepress.project.files import ProjectFolder
from tests.support.cases import write_sound_project

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 22)
MANUSCRIPT = "content/asthma/en.md"
BROCHURE = {
    MANUSCRIPT: """---
title: Living with asthma
formats: [brochure]
---

## What is asthma? {panel=flap}

"""
    + "Asthma makes the small tubes in the lungs swell. Air moves slowly then. " * 5
    + "".join(
        f"\n\n## {heading}\n\n" + "Sit up, and breathe out slowly. Then rest. " * 20 for heading in ("A", "B", "C")
    )
}
"""A brochure in which every panel is well filled."""
OLD = """\
@article{old2000,
  author = {Old, A.},
  title = {Steroids},
  journal = {Thorax},
  year = {2000},
  volume = {1},
}
"""
"""A work that is older than a clinic allows."""
FRONT = "---\ntitle: Asthma\nformats: [fact-sheet]\n---\n\n"


def put(root: Path, files: Mapping[str, str | bytes]) -> ProjectFolder:
    """The sound project in `root`, with these files added or replaced. A manuscript without front matter gets one."""
    write_sound_project(root)
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        data = content.encode() if isinstance(content, str) else content
        (root / name).write_bytes(FRONT.encode() + data if name == MANUSCRIPT and data[:3] != b"---" else data)
    return ProjectFolder(root, ROOT)


def styled(css: str) -> dict[str, str | bytes]:
    """carepress's stylesheets plus one more, for faults that no author can cause."""
    files: dict[str, str | bytes] = {
        path.relative_to(ROOT).as_posix(): path.read_bytes() for path in (ROOT / "styles").rglob("*") if path.is_file()
    }
    return {**files, "styles/components/zzz.css": f"@layer format {{ {css} }}"}


def written(root: Path, text: str, files: Mapping[str, str] | None = None, lang: str = "en", **checks: Any) -> Written:
    """The input of the manuscript checks. `checks` are settings in clinic.yaml, such as sentence_words=20."""
    file = MANUSCRIPT.replace("en.md", f"{lang}.md")
    project = put(root, {file: text, **(files or {})})
    inputs = load_inputs(project, "", TODAY.year)
    text = read_document(file, project, inputs.known).text
    assert text is not None
    manuscript, document = text
    settings = CheckSettings.model_validate({name.replace("_", "-"): value for name, value in checks.items()})
    return Written(
        manuscript=manuscript, document=document, bibliography=inputs.bibliography, checks=settings, today=TODAY
    )


def summary_of(file: str, project: ProjectFolder) -> DocumentSummary:
    """The summary of one manuscript."""
    return summarise_document(read_document(file, project, load_inputs(project, "", TODAY.year).known))


def proofs(
    root: Path, files: Mapping[str, str | bytes], format_: str = "fact-sheet", lang: str = "en"
) -> tuple[Written, Pages | None, tuple[Finished, ...]]:
    """Every proof from a build of content/asthma/, even if the build fails later."""
    seen: list[Any] = []

    def record(proof: Any, checks: Sequence[Callable[[Any], Iterator[Diagnostic]]]) -> tuple[Diagnostic, ...]:
        seen.append(proof)
        return registry.check(proof, checks)

    project = put(root, files)
    task = Task(document="asthma", lang=lang, format=format_)
    with suppress(BuildFailed):
        build_document(task, project, today=TODAY, allow_overdue=False, check=record)
    pages = next((proof for proof in seen if isinstance(proof, Pages)), None)
    return seen[0], pages, tuple(proof for proof in seen if isinstance(proof, Finished))


def in_brief(faults: Iterable[Diagnostic]) -> list[tuple[str, int, str]]:
    """The code, the line and the message of each fault."""
    return [(fault.code, fault.span.line if fault.span else 0, fault.message) for fault in faults]


def marked(faults: list[Diagnostic]) -> list[str]:
    """The author's own letters that the carets stand under."""
    spans = [fault.span for fault in faults]
    return [span.text[span.column - 1 : span.column - 1 + span.length] for span in spans if span]
