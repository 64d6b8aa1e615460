"""Tokens: updates the copies of styles/tokens.yaml in styles/tokens.css, a table in docs/templates.md and the drawings.

styles/tokens.yaml is the source. The stylesheet repeats it, so that pages can be viewed in any browser. For the same
reason, each drawing gives a colour with its default, as in `var(--teal, #0F5E6B)`. Type `make schemas` after a change.

In:   styles/tokens.yaml; the files that repeat it.
Out:  the same files with the current values.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from carepress.design.tokens import Colour, read_tokens  # noqa: E402 - the path comes first
from carepress.project.source import Source, read  # noqa: E402

MARK = "what follows is written by docs/tokens.py"
END = "as far as here"
DEFAULT = re.compile(r"var\(--([a-z-]+), *(#[0-9A-Fa-f]{3,6})\)")
DRAWINGS = ("styles", "content")


def files() -> Iterator[tuple[Path, str]]:
    """Every file that repeats the tokens, with its updated text. Raises KeyError for an unknown token in a drawing."""
    source = read(ROOT, "styles/tokens.yaml")
    colours, faults = read_tokens(source) if isinstance(source, Source) else ({}, source)
    if not colours:
        raise SystemExit(str(faults))
    yield _rewritten("styles/tokens.css", _css(colours), "    /* {} */\n")
    yield _rewritten("docs/templates.md", _table(colours), "<!-- {} -->\n")
    for folder in DRAWINGS:
        for path in sorted((ROOT / folder).rglob("*.svg")):
            yield path, DEFAULT.sub(lambda match: f"var(--{match[1]}, {colours[match[1]].value})", _text(path))


def _css(colours: Mapping[str, Colour]) -> str:
    return "".join(f"    --{token}: {colour.value};\n" for token, colour in colours.items())


def _table(colours: Mapping[str, Colour]) -> str:
    rows = (_row(token, colour) for token, colour in colours.items())
    head = "| token | carepress's own | for | from `_brand.yml` | else mixed of | stands on |"
    return "\n".join(["", head, "| --- " * 6 + "|", *rows, "", ""])


def _row(token: str, colour: Colour) -> str:
    mixed = colour.mixed
    mixture = f"`{mixed.of}` with {mixed.share:.0%} of `{mixed.other}`".replace("%", " %") if mixed else ""
    grounds = f"{', '.join(f'`{ground}`' for ground in colour.on)} ({colour.contrast:g} : 1)" if colour.on else ""
    role = f"`{colour.role}`" if colour.role else ""
    return f"| `--{token}` | `{colour.value}` | {colour.use} | {role} | {mixture} | {grounds} |".replace("|  |", "| |")


def _rewritten(name: str, part: str, comment: str) -> tuple[Path, str]:
    """A file with new text between its two markers. Raises ValueError if a marker is missing."""
    path = ROOT / name
    before, begun, rest = _text(path).partition(comment.format(MARK))
    _, ended, after = rest.partition(comment.format(END))
    if not (begun and ended):
        raise ValueError(f"{name} needs the comments {MARK!r} and {END!r}")
    return path, f"{before}{begun}{part}{ended}{after}"


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def main() -> None:
    """Write every file that repeats the tokens."""
    for path, text in files():
        if text != _text(path):
            path.write_text(text, encoding="utf-8", newline="\n")
            print(path.relative_to(ROOT).as_posix())


if __name__ == "__main__":
    main()
