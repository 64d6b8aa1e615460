"""How the time to read hostile files grows: each shape at 10, 20, 40 and 80 kB; at most 2.5 times each doubling.

.venv/bin/python benchmarks/limits.py            prints a line for each shape; ends with 1 if one grows faster
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from time import process_time

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from carepress.bibliography.works import read_bibliography  # noqa: E402 - the path comes first
from carepress.content.manuscript import read_manuscript  # noqa: E402
from carepress.design.brand import own_brand  # noqa: E402
from carepress.design.images import element_count, themed  # noqa: E402
from carepress.design.pictures import picture_fault  # noqa: E402
from carepress.design.templates import Templates  # noqa: E402
from carepress.diagnostics.model import BuildFailed  # noqa: E402
from carepress.preflight.typed_text import typed_lines  # noqa: E402
from carepress.project.source import Source  # noqa: E402
from carepress.project.yaml import read_record  # noqa: E402
from carepress.system.imports import paused_garbage_collection  # noqa: E402

Shape = Callable[[int], str]
HEAD = "---\ntitle: A\nformats: [fact-sheet]\n---\n\n"
SIZES = (10_000, 20_000, 40_000, 80_000)
MOST, BRIEF = 2.5, 0.02  # times each doubling; seconds below which nobody waits
MARKS = (
    "[", "![", "*a ", "**a", "<", "<a", "&a", "{", "{a=", "[@a", "- ", "\\", '"', "_a", "a", "[a](", "[a](b) ",
    "\u200b", "~", "\n", "## a\n\n", "| a ", "> ",
)  # fmt: skip
TEXTS: Mapping[str, Shape] = {
    "blanks after a box": lambda n: f"::: a{' ' * n}x",
    "blanks in a heading": lambda n: f"## a{' ' * n}x",
    "blanks in a list": lambda n: f"- a{' ' * n}x",
    "lazy quotes": lambda n: "".join("> " * (at % 50) + "a\n" for at in range(n // 50)),
    "nested lists": lambda n: "".join("  " * (at % 40) + "- a\n" for at in range(n // 45)),
    "boxes": lambda n: "::: a\n" * (n // 6),
    "table": lambda n: f"{'|a' * (n // 2)}\n{'|-' * (n // 2)}\n",
    "rows": lambda n: "| a | b |\n|---|---|\n" + "| c | d |\n" * (n // 10),
    "citations": lambda n: f"[{'@a;' * (n // 3)}]",
    **{repr(mark): lambda n, mark=mark: mark * (n // len(mark)) for mark in MARKS},
    **{
        f"{mark!r} by line": lambda n, mark=mark: f"{mark * (500 // len(mark))}\n\n" * (n // 500) for mark in MARKS[:-5]
    },
}
WORKS: Mapping[str, Shape] = {
    "works": lambda n: "@article{a, title={T}}\n" * (n // 23),
    "open works": lambda n: "@article{\n" * (n // 10),
    "braces": lambda n: f"@article{{a, title={'{' * (n // 2)}{'}' * (n // 2)}}}",
    "open braces": lambda n: f"@article{{a, title={'{' * n}",
    "quotes": lambda n: '@article{a, title="' + '"' * n,
    "authors": lambda n: f"@article{{a, author={{{'A, B and ' * (n // 9)}C, D}}}}",
    "keys": lambda n: f"@article{{a, {'a={b}, ' * (n // 7)}}}",
    "strings": lambda n: "".join(f"@string{{s{at} = s{at - 1} # s{at - 1}}}\n" for at in range(n // 24)),
    "commands": lambda n: "@article{a, title={" + "\\textit{a}" * (n // 10) + "}}",
    "signs": lambda n: "@" * n,
    "open math": lambda n: f"@article{{a, title={{${'_' * n}}}}}",
    "math": lambda n: f"@article{{a, title={{{'$x_{2}$ ' * (n // 8)}}}}}",
    "fractions": lambda n: "@article{a, title={" + "\\frac{1}" * (n // 8) + "}}",
}
SETTINGS: Mapping[str, Shape] = {
    "settings": lambda n: "".join(f"key{at}: 1\n" for at in range(n // 10)),
    "one setting": lambda n: "a: 1\n" * (n // 5),
    "brackets": lambda n: f"a: {'[' * n}",
    "list": lambda n: f"a: [{'a, ' * (n // 3)}]",
    "aliases": lambda n: f"a: &a 1\nb: [{'*a, ' * (n // 4)}]",
    "long value": lambda n: f"a: {'a' * n}",
    "many colons": lambda n: f"a: {': ' * (n // 2)}",
    "indents": lambda n: "".join(f"{' ' * (at % 90)}a:\n" for at in range(n // 47)),
    "quoted signs": lambda n: 'a: "' + "\\x41" * (n // 4) + '"',
}
DRAWINGS: Mapping[str, Shape] = {
    "shapes": lambda n: "<path/>" * (n // 7),
    "groups": lambda n: f"{'<g>' * (n // 7)}{'</g>' * (n // 7)}",
    "uses": lambda n: "".join(f'<g id="a{at}"><use href="#a{at - 1}"/><path/></g>' for at in range(n // 45)),
    "colours": lambda n: f'<path fill="{"var(--a, " * (n // 9)}"/>',
    "links": lambda n: f'<path id="a" style="{"url(#a) " * (n // 8)}"/>',
    "blanks in a drawing": lambda n: f"<path{' ' * n}/>",
}
TEMPLATES: Mapping[str, Shape] = {
    "values": lambda n: "{{ a }}" * (n // 7),
    "open values": lambda n: "{{ " * (n // 3),
    "conditions": lambda n: "{% if a %}" * (n // 10),
    "comments": lambda n: "{# a" * (n // 4),
}


def read_drawing(text: str) -> None:
    """As a build does: the brand's colours, whether it can be drawn, how much there is to draw."""
    svg = themed(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{text}</svg>'.encode(), own_brand({}))
    picture_fault.__wrapped__(svg, "a.svg")
    element_count(svg)


def read_template(text: str) -> None:
    """Compiled and filled in, or found wrong."""
    with suppress(BuildFailed):
        Templates({"a.j2": text}).render("a.j2", {"a": "a"})


KINDS: Mapping[str, tuple[Mapping[str, Shape], Callable[[str], object]]] = {
    "text": (TEXTS, lambda text: read_manuscript(Source(file="content/a/en.md", text=f"{HEAD}{text}\n"))),
    "text as typed": (TEXTS, lambda text: typed_lines(f"{HEAD}{text}\n", "fact-sheet")),
    "works": (WORKS, lambda text: read_bibliography(Source(file="references.bib", text=text), this_year=2026)),
    "settings": (SETTINGS, lambda text: read_record(Source(file="content/clinic.yaml", text=f"{text}\n"))),
    "drawings": (DRAWINGS, read_drawing),
    "templates": (TEMPLATES, read_template),
}


def seconds(read: Callable[[str], object], text: str) -> float:
    """The best of three readings."""
    times = []
    for _ in range(3):
        gc.collect()
        with paused_garbage_collection():
            start = process_time()
            read(text)
            times.append(process_time() - start)
    return min(times)


def main() -> int:
    """Print each shape's times and its steepest growth."""
    steep = []
    for kind, (shapes, read) in KINDS.items():
        print(kind)
        for name, shape in shapes.items():
            times = [seconds(read, shape(size)) for size in SIZES]
            growth = max(later / max(earlier, BRIEF) for earlier, later in pairwise(times))
            print(f"  {name:<22}", *(f"{time:7.3f} s" for time in times), f"  {growth:.1f} times")
            steep += [f"{kind}, {name}"] if growth > MOST else []
    print("too steep:", "; ".join(steep) or "none")
    return 1 if steep else 0


if __name__ == "__main__":
    raise SystemExit(main())
