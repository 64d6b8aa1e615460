"""How the time to read a hostile manuscript grows: each shape at 10, 20, 40 and 80 kB; at most 2.5 times each doubling.

.venv/bin/python benchmarks/limits.py            prints a line for each shape; ends with 1 if one grows faster
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Mapping
from itertools import pairwise
from pathlib import Path
from time import process_time

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from carepress.content.manuscript import read_manuscript  # noqa: E402 - the path comes first
from carepress.project.source import Source  # noqa: E402

HEAD = "---\ntitle: A\nformats: [fact-sheet]\n---\n\n"
SIZES = (10_000, 20_000, 40_000, 80_000)
MOST, BRIEF = 2.5, 0.02  # times each doubling; seconds below which nobody waits
SHAPES: Mapping[str, Callable[[int], str]] = {
    "blanks after a box": lambda n: f"::: a{' ' * n}x",
    "blanks in a heading": lambda n: f"## a{' ' * n}x",
    "blanks in a list": lambda n: f"- a{' ' * n}x",
    "lazy quotes": lambda n: "".join("> " * (at % 50) + "a\n" for at in range(n // 50)),
    "nested lists": lambda n: "".join("  " * (at % 40) + "- a\n" for at in range(n // 45)),
    "boxes": lambda n: "::: a\n" * (n // 6),
    "table": lambda n: f"{'|a' * (n // 2)}\n{'|-' * (n // 2)}\n",
    "citations": lambda n: f"[{'@a;' * (n // 3)}]",
    **{repr(sign): lambda n, sign=sign: sign * (n // len(sign)) for sign in (
        "[", "![", "*a ", "**a", "<", "<a", "&a", "{", "{a=", "[@a", "- ", "\\", '"', "_a", "a", "[a](", "[a](b) ",
        "## a\n\n", "\u200b", "~", "\n",
    )},
}  # fmt: skip


def seconds(text: str) -> float:
    """The best of three readings."""
    source, times = Source(file="content/a/en.md", text=f"{HEAD}{text}\n"), []
    for _ in range(3):
        gc.collect()
        start = process_time()
        read_manuscript(source)
        times.append(process_time() - start)
    return min(times)


def main() -> int:
    """Print each shape's times and its steepest growth."""
    steep = []
    for name, shape in SHAPES.items():
        times = [seconds(shape(size)) for size in SIZES]
        growth = max(later / max(earlier, BRIEF) for earlier, later in pairwise(times))
        print(f"{name:<22}", *(f"{time:7.3f} s" for time in times), f"  {growth:.1f} times")
        steep += [name] if growth > MOST else []
    return 1 if steep else 0


if __name__ == "__main__":
    raise SystemExit(main())
