"""The documentation is part of the press: it leaves out nothing that can be typed, and its examples build."""

from __future__ import annotations

import importlib
import json
import re
import runpy
import shutil
from collections.abc import Iterator
from contextlib import suppress
from functools import reduce
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, meta

from carepress.cli.main import main
from carepress.content.check_settings import CheckSettings
from carepress.content.clinic import Clinic, read_clinic
from carepress.content.front_matter import FrontMatter
from carepress.design.css import geometry_css
from carepress.design.edition import Edition
from carepress.design.formats import Format, Panel, Paper, Side, Takes, read_formats
from carepress.diagnostics.catalogue import rules
from carepress.diagnostics.model import Diagnostics, Severity
from carepress.project.files import ProjectFolder
from carepress.project.source import Source
from tests.support.here import IN_PROCESS

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "carepress"
FRONT_PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
PAGES = {path.relative_to(ROOT).as_posix(): path for path in [*FRONT_PAGES, *(ROOT / "docs").glob("*.md")]}
TEXTS = {name: path.read_text(encoding="utf-8") for name, path in PAGES.items()}
FENCED = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
OURS = ("docs/writing.md", "docs/templates.md", "README.md")
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="60mm" height="20mm" viewBox="0 0 60 20"><path d="M0 0h9"/></svg>'
)
FRONT = "---\ntitle: Asthma\nformats: [{}]\n---\n\n"


def spans(text: str) -> str:
    """What stands between backticks in the running text, a line each."""
    return "\n".join(re.findall(r"`([^`\n]+)`", FENCED.sub("", text)))


def unmentioned(names: Any, text: str) -> list[str]:
    said = spans(text)
    return [name for name in names if not re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", said)]


def keys(model: Any) -> list[str]:
    return [field.alias for field in model.model_fields.values() if not field.exclude]


def blocks(page: str, language: str) -> list[str]:
    return [text for kind, text in FENCED.findall(TEXTS[page]) if kind == language]


def usage(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    with pytest.raises(SystemExit):
        main([*arguments, "--help"])
    return capsys.readouterr().out


@pytest.mark.parametrize("model", [FrontMatter, Clinic])
def test_the_guide_for_writers_explains_every_key(model: Any) -> None:
    assert unmentioned(keys(model), TEXTS["docs/writing.md"]) == []


def test_the_guide_for_designers_explains_every_key_of_a_format() -> None:
    names = {key for model in (Format, Panel, Paper, Side) for key in keys(model)} | {str(value) for value in Takes}

    assert unmentioned(sorted(names), TEXTS["docs/templates.md"]) == []


def test_the_guide_for_writers_explains_every_box_and_icon() -> None:
    boxes = [path.name.removesuffix(".html.j2") for path in (ROOT / "templates" / "components").iterdir()]
    drawn = {path.stem for path in (ROOT / "styles" / "icons").glob("*.svg")}
    part_of_steps = {"step-done", "step-open", "thread"}

    assert unmentioned(sorted(boxes), TEXTS["docs/writing.md"]) == []
    assert unmentioned(sorted(drawn - part_of_steps), TEXTS["docs/writing.md"]) == []


def test_the_guide_for_designers_explains_every_name_that_our_templates_use() -> None:
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "templates").rglob("*.j2")]
    names = {name for text in texts for name in meta.find_undeclared_variables(Environment().parse(text))}
    members = {
        member for text in texts for member in re.findall(r"(?<![.\w])((?:part|item|entry|band|section)\.\w+)", text)
    }

    assert unmentioned(sorted(names | members), TEXTS["docs/templates.md"]) == []


def test_the_guide_for_designers_explains_every_length_that_a_format_gives_to_css() -> None:
    properties = set()
    for format_ in read_formats(ProjectFolder(ROOT, ROOT))[0].values():
        for paper in format_.papers.values():
            panels = "|".join(panel.name for panel in format_.panels) or "none"
            own = {f"--{name}" for name in format_.sizes}
            found = set(re.findall(r"(--[\w-]+):", geometry_css(format_, paper))) - own
            named = {re.sub(rf"^--({panels})-(left|width)", r"--NAME-\2", name) for name in found}
            properties |= {
                re.sub(rf"^--({'|'.join(format_.flows) or 'none'})-margin", "--FLOW-margin", n) for n in named
            }

    assert unmentioned(sorted(properties), TEXTS["docs/templates.md"]) == []


def test_the_page_of_the_commands_explains_every_command_option_and_edition(capsys: pytest.CaptureFixture[str]) -> None:
    commands = re.findall(r"^ +([a-z]+)  +", usage(capsys), re.MULTILINE)
    options = {option for name in ("", *commands) for option in re.findall(r"--[a-z-]+", usage(capsys, *name.split()))}

    assert len(commands) >= 9
    assert unmentioned([*commands, *sorted(options), *map(str, Edition)], TEXTS["docs/commands.md"]) == []


def test_every_name_that_the_page_of_the_architecture_gives_exists() -> None:
    names = re.findall(r"`([a-z_]+(?:\.\w+)+)`", TEXTS["docs/architecture.md"])
    missing = [name for name in names if (PACKAGE / name.split(".")[0]).is_dir() and not exists(name)]

    assert len(names) >= 40
    assert missing == []


def exists(name: str) -> bool:
    """Whether carepress has a module of this name, or a module with such a function, class or method."""
    words = name.split(".")
    for cut in range(len(words), 0, -1):
        try:
            found: Any = importlib.import_module(".".join(["carepress", *words[:cut]]))
        except ModuleNotFoundError:
            continue
        with suppress(AttributeError):
            return bool(reduce(getattr, words[cut:], found))
    return False


def test_the_page_of_the_checks_gives_every_setting_with_what_it_starts_from() -> None:
    rows = dict(re.findall(r"^\| `([a-z-]+)` \| (\S*) ?\|", TEXTS["docs/checks.md"], re.MULTILINE))
    told = {name: rows.get(name, "not there").strip("`") for name in keys(CheckSettings)}
    started = {str(field.alias): field.default for field in CheckSettings.model_fields.values()}

    assert told == {name: "" if start == {} else str(start).lower() for name, start in started.items()}


def test_the_page_of_the_checks_has_every_rule_as_explain_describes_it() -> None:
    page: str = runpy.run_path(str(ROOT / "docs" / "codes.py"))["page"](TEXTS["docs/checks.md"])

    assert page == TEXTS["docs/checks.md"], "type: make schemas"
    assert [
        code
        for code, rule in rules().items()
        if not re.search(rf"^\| `{code}` \| {rule.severity} \| ", page, re.MULTILINE)
    ] == []


def test_the_page_of_the_checks_explains_every_severity_and_everything_that_programs_get(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    forms = re.search(r"--output-format \{([a-z,]+)\}", usage(capsys, "check"))
    (tmp_path / "content").mkdir()
    main(["check", "--json", "--project", str(tmp_path)], hooks=IN_PROCESS)
    told = json.loads(capsys.readouterr().out)

    assert forms
    assert unmentioned([*forms[1].split(","), *told, *told["diagnostics"][0]], TEXTS["docs/checks.md"]) == []
    assert [level for level in Severity if f"\n- **{level}**: " not in TEXTS["docs/checks.md"]] == []


def test_the_settings_that_the_page_of_the_checks_shows_can_be_typed() -> None:
    (clinic,), (checks,) = blocks("docs/writing.md", "yaml"), blocks("docs/checks.md", "yaml")

    assert read_clinic(Source(file="content/clinic.yaml", text=clinic + checks))[1] == Diagnostics()


def links(page: str) -> Iterator[str]:
    text = re.sub(r"`[^`\n]+`", "", FENCED.sub("", TEXTS[page]))
    yield from re.findall(r"\]\(([^)\s]+)[^)]*\)", text)
    yield from re.findall(r"<img[^>]*src=\"([^\"]+)\"", text)


def anchors(text: str) -> set[str]:
    heads = re.findall(r"^#+ (.+)$", FENCED.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES)
def test_every_link_between_our_pages_leads_somewhere(page: str) -> None:
    broken = []
    for link in links(page):
        if re.match(r"[a-z]+:", link):
            continue
        file, _, anchor = link.partition("#")
        target = (PAGES[page].parent / file).resolve() if file else PAGES[page]
        if not target.exists() or (anchor and anchor not in anchors(target.read_text(encoding="utf-8"))):
            broken.append(link)

    assert broken == []


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with the clinic of the guide, and the pictures that the examples name."""
    content = tmp_path / "content"
    content.mkdir()
    (clinic,) = blocks("docs/writing.md", "yaml")
    (content / "clinic.yaml").write_text(clinic, encoding="utf-8")
    shutil.copy(ROOT / "content" / "references.bib", content)
    return tmp_path


def put(project: Path, name: str, text: str) -> None:
    folder = project / "content" / name
    folder.mkdir()
    (folder / "en.md").write_text(text, encoding="utf-8")
    for picture in re.findall(r"\(([\w-]+\.svg)", text):
        (folder / picture).write_text(PICTURE, encoding="utf-8")


def checked(project: Path, capsys: pytest.CaptureFixture[str], *options: str) -> list[str]:
    """What `check` says is wrong with the examples; the shipped list of works may have warnings of its own."""
    main(["check", "--project", str(project), "--allow-overdue", *options], hooks=IN_PROCESS)
    return [line for line in capsys.readouterr().err.splitlines() if line.startswith("error")]


def test_every_example_of_the_guide_for_writers_builds(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    examples = blocks("docs/writing.md", "markdown") + blocks("README.md", "markdown")
    whole = [text for text in examples if text.startswith("---\n")]
    fragments = [text for text in examples if not text.startswith("---\n")]
    for number, text in enumerate(whole):
        put(project, f"whole-{number}", text)
    half = len(fragments) // 2
    put(project, "parts-1", FRONT.format("fact-sheet") + "\n".join(fragments[:half]))
    put(project, "parts-2", FRONT.format("fact-sheet") + "\n".join(fragments[half:]))

    assert len(whole) >= 2
    assert len(fragments) >= 12
    assert checked(project, capsys) == []


def test_the_format_and_the_component_of_the_guide_for_designers_work_without_a_line_of_python(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for text in (block for language in ("yaml", "jinja", "css") for block in blocks("docs/templates.md", language)):
        named = re.search(r"(templates|styles)/\S+", text.split("\n")[0])
        assert named
        (project / named[0]).parent.mkdir(parents=True, exist_ok=True)
        (project / named[0]).write_text(text, encoding="utf-8")
    put(project, "asthma", FRONT.format("poster") + "## What is it?\n\n::: question\nWhat do you want to ask?\n:::\n")

    assert checked(project, capsys) == []
