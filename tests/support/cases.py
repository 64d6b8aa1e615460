"""Cases: small faulty projects and the output that carepress gives for them, in one Markdown file per rule.

A case contains only what differs from the sound project, so that a fault and its output fit on one screen. Its
templates and styles override carepress's own. The format is like ruff's mdtest: tests/diagnostics/RULE.md starts with
`# RULE`, and each `## heading` below it is a case. A case consists of fenced blocks. The word after the fence is the
language, followed by the file's path or the name of a setting:

    ```md content/asthma/en.md     a file of the project
    ```text delete                 files of the sound project to leave out, one per line
    ```text links                  symbolic links, as   content/asthma/scan.svg -> ../../../scan.svg
    ```text command                the command and its options; the default is `check`
    ```text expected               always last: `exit N`, then standard error

Two languages are for what Markdown cannot show. In an `escaped` block, Python's escapes are bytes (`\\x92`, `\\t`), and
a backslash at the very end removes the final newline. A `base64` block holds bytes that are not text.

In:    tests/diagnostics/*.md; sound-project.md has only files, no cases.
Out:   Cases; their projects as folders; a file with its expected text updated.
Never: runs carepress, or guesses: anything else is a CaseError with file and line.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "tests/diagnostics"
SOUND_PROJECT = CASES / "sound-project.md"
SETTINGS = {"delete", "links", "command", "expected"}
DECODERS: Mapping[str, Callable[[str], bytes]] = {
    **dict.fromkeys(("bibtex", "css", "jinja", "md", "svg", "text", "yaml"), str.encode),
    "escaped": lambda text: text.encode().decode("unicode_escape").encode("latin-1"),
    "base64": lambda text: base64.b64decode(text.replace("\n", ""), validate=True),
}
UNPRINTABLE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\\]")


class CaseError(ValueError):
    """A Markdown file does not have the format in this module's docstring."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """A project with a fault. `span`: the lines of its expected block, fences included; the end is exclusive."""

    file: Path
    name: str
    files: Mapping[str, bytes]
    delete: tuple[str, ...]
    links: Mapping[str, str]
    command: tuple[str, ...]
    expected: str
    span: tuple[int, int]

    @property
    def rule(self) -> str:
        return self.file.stem

    @property
    def slug(self) -> str:
        return re.sub(r"[^a-z0-9]+", "-", self.name.lower()).strip("-")


@dataclass(kw_only=True)
class _Section:
    """A heading and its blocks by name; `end` is the line after everything below the heading."""

    name: str
    line: int
    end: int = 0
    blocks: dict[str, bytes] = field(default_factory=dict)
    spans: dict[str, tuple[int, int]] = field(default_factory=dict)


def all_cases() -> Iterator[Case]:
    for file in sorted(CASES.glob("*.md")):
        if file != SOUND_PROJECT:
            yield from read_cases(file)


def read_cases(file: Path) -> tuple[Case, ...]:
    head, *sections = _sections(file)
    if head.blocks:
        raise _error(file, head.line, "a block stands above the first case")
    cases: dict[str, Case] = {}
    for section in sections:
        case = _case(file, section)
        if cases.setdefault(case.slug, case) is not case:
            raise _error(file, section.line, f"there are two cases `{section.name}`")
    return tuple(cases.values())


@cache
def sound_project() -> Mapping[str, bytes]:
    """The files of a project without faults."""
    (section,) = _sections(SOUND_PROJECT)
    return section.blocks


def write_sound_project(folder: Path) -> None:
    _write(sound_project(), folder)


def write_project(case: Case, folder: Path) -> None:
    """The sound project, changed as the case says."""
    _write({**sound_project(), **case.files}, folder)
    for name in case.delete:
        (folder / name).unlink()
    for link, target in case.links.items():
        (folder / link).parent.mkdir(exist_ok=True)
        (folder / link).symlink_to(target)


def update_expected(case: Case, text: str) -> None:
    """Replace the case's expected block. The file is read again, because its other cases may have moved."""
    start, end = next(now.span for now in read_cases(case.file) if now.name == case.name)
    lines = case.file.read_text(encoding="utf-8").split("\n")
    lines[start:end] = fenced("expected", text).split("\n")
    case.file.write_text("\n".join(lines), encoding="utf-8", newline="\n")


def fenced(name: str, text: str, language: str = "text") -> str:
    """A fenced block, escaped if an editor or git could not show its text or would alter it."""
    if not text.endswith("\n") or set(UNPRINTABLE.findall(text)) - {"\\"}:
        language = "escaped"
        text = UNPRINTABLE.sub(_escape, text) + ("" if text.endswith("\n") else "\\\n")
    fence = "`" * max([3, *(len(run) + 1 for run in re.findall("`+", text))])
    return f"{fence}{language} {name}\n{text}{fence}"


def _escape(sign: re.Match[str]) -> str:
    return "\\\\" if sign[0] == "\\" else f"\\x{ord(sign[0]):02x}"


def _sections(file: Path) -> list[_Section]:
    text = file.read_text(encoding="utf-8")
    tokens, lines = MarkdownIt().parse(text), text.split("\n")
    if not tokens or tokens[0].tag != "h1" or tokens[1].content != file.stem:
        raise _error(file, 0, f"the first line must be `# {file.stem}`")
    sections: list[_Section] = []
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        if token.tag in {"h1", "h2"} and token.nesting == 1 and following and token.map:
            sections.append(_Section(name=following.content, line=token.map[0]))
        if token.type == "fence":
            _add_block(file, token, sections[-1], lines)
        if token.map:
            sections[-1].end = token.map[1]
    return sections


def _add_block(file: Path, token: Token, section: _Section, lines: list[str]) -> None:
    start, end = token.map or (0, 0)
    language, _, name = token.info.strip().partition(" ")
    if language not in DECODERS or not ("/" in name or name in SETTINGS):
        raise _error(file, start, f"unknown block `{token.info}`")
    if name in section.blocks:
        raise _error(file, start, f"there are two blocks `{name}`")
    if not re.fullmatch(f"{token.markup}`*", lines[end - 1].strip()):
        raise _error(file, start, f"the block `{name}` is not closed")
    try:
        section.blocks[name] = DECODERS[language](token.content)
    except ValueError as fault:
        raise _error(file, start, f"`{name}` is not {language}: {fault}") from fault
    section.spans[name] = (start, end)


def _case(file: Path, section: _Section) -> Case:
    if "expected" not in section.blocks:
        raise _error(file, section.line, f"`{section.name}` has no block `text expected`")
    if section.spans["expected"][1] != section.end:
        raise _error(file, section.spans["expected"][1], "`text expected` must be the last thing of its case")
    said = {name: section.blocks.get(name, b"").decode() for name in SETTINGS}
    return Case(
        file=file,
        name=section.name,
        files={name: data for name, data in section.blocks.items() if name not in SETTINGS},
        delete=tuple(said["delete"].splitlines()),
        links=_links(file, section, said["links"]),
        command=tuple(said["command"].split()) or ("check",),
        expected=said["expected"],
        span=section.spans["expected"],
    )


def _links(file: Path, section: _Section, text: str) -> dict[str, str]:
    pairs = [line.partition(" -> ") for line in text.splitlines()]
    if not all(target for _, _, target in pairs):
        raise _error(file, section.spans["links"][0], "a link is written `link -> target`")
    return {link: target for link, _, target in pairs}


def _write(files: Mapping[str, bytes], folder: Path) -> None:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


def _error(file: Path, line: int, fault: str) -> CaseError:
    return CaseError(f"{file.name}:{line + 1}: {fault}")
