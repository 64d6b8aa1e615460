"""How long staff wait: carepress compared with `weasyprint`, `make -j2` and Typst on the same documents.

    .venv/bin/python -m pip install typst            for the Typst comparison; otherwise it is left out
    .venv/bin/python benchmarks/speed.py             every figure; takes about 15 minutes
    .venv/bin/python benchmarks/speed.py watch edit  some of them
    .venv/bin/python benchmarks/speed.py --pairs 9 --documents 10

The library is made from the shipped manuscript: 40 two-page fact sheets, all different. The other tools get the HTML
and CSS that carepress itself lays out, and write PDF/UA-1; Typst gets the plain text. The two runs of a pair follow
each other on one machine, in alternating order. A figure is the median of the pairs' ratios, with the quartiles.
carepress's times include every check except veraPDF, which would start Java.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import monotonic, perf_counter, sleep
from typing import Any
from unittest.mock import patch

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from carepress.build import pipeline  # noqa: E402 - the path comes first
from carepress.build.plan import Task  # noqa: E402
from carepress.design.css import brand_css  # noqa: E402
from carepress.project.files import ProjectFolder  # noqa: E402
from carepress.typeset import Material, copyfit  # noqa: E402

DAY = "2026-11-22"
MAKE_DOCS = [sys.executable, str(ROOT / "make_docs.py")]
WEASYPRINT = [sys.executable, "-m", "weasyprint", "-q", "--pdf-variant", "pdf/ua-1"]
TYPST = """
import sys, typst
for name in sys.argv[1:]:
    typst.compile(name, output=name.removesuffix("typ") + "pdf", pdf_standards=["ua-1"])
"""
HASHES = """
import sys, hashlib, pathlib
for name in sys.stdin.read().split("\\n"):
    hashlib.sha256(pathlib.Path(name).read_bytes()).hexdigest()
"""
PATIENCE = 60  # seconds for a PDF to appear


@dataclass(frozen=True, kw_only=True)
class Library:
    """A project with many documents, and the same documents as HTML files for the other tools."""

    root: Path
    html: Path
    names: Sequence[str]

    def manuscript(self, name: str) -> Path:
        return self.root / f"content/{name}/en.md"

    def build(self, *arguments: str) -> None:
        run([*MAKE_DOCS, "build", "--project", str(self.root), "--today", DAY, *arguments])

    def clear(self) -> None:
        shutil.rmtree(self.root / "output", ignore_errors=True)

    def edit(self, number: int) -> None:
        """Change one word of the first document."""
        path = self.manuscript(self.names[0])
        text = re.sub(r"version: .*", f'version: "0.{number % 10}"', path.read_text(encoding="utf-8"), count=1)
        path.write_text(text, encoding="utf-8")

    def peer(self, name: str) -> list[str]:
        return [*WEASYPRINT, str(self.html / name / "doc.html"), str(self.html / name / "doc.pdf")]


def run(command: Sequence[str], **options: Any) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, **options)
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)


def timed(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


# The library


@contextmanager
def library(number: int) -> Iterator[Library]:
    with TemporaryDirectory(prefix="carepress-") as folder:
        root, names = Path(folder) / "project", [f"als-{at:03}" for at in range(1, number + 1)]
        shutil.copytree(ROOT / "content", root / "content", ignore=shutil.ignore_patterns("als"))
        (root / "content/clinic.yaml").open("a", encoding="utf-8").write("\nchecks: {verapdf: false}\n")
        text = (ROOT / "content/als/en.md").read_text(encoding="utf-8")
        for name in names:
            shutil.copytree(ROOT / "content/als", root / "content" / name)
            own = text.replace("formats: [fact-sheet, brochure]", "formats: [fact-sheet]")
            # The shipped fact sheet fills its second page: a longer number in the text would add a third.
            own = re.sub(r"(further-reading: \[).*?(tanna)", r"\1\2", own)
            own = own.replace("nerve cells", f"nerve cells ({name[-3:]})", 1)
            (root / "content" / name / "en.md").write_text(own, encoding="utf-8")
        made = Library(root=root, html=Path(folder) / "html", names=names)
        export(made)
        yield made


def export(made: Library) -> None:
    """Write the HTML and CSS that carepress lays out for each document as files for the other tools."""
    project = ProjectFolder(made.root, ROOT)
    lay_out = copyfit.lay_out
    for name in made.names:
        folder = made.html / name

        def note(html: str, material: Material, css: str = "", folder: Path = folder) -> Any:
            written(folder, html, material, css)
            return lay_out(html, material, css)

        with patch.object(copyfit, "lay_out", note):
            task = Task(document=name, lang="en", format="fact-sheet")
            pipeline.build_document(task, project, today=date.fromisoformat(DAY), allow_overdue=False)


def written(folder: Path, html: str, material: Material, css: str) -> None:
    for name, content in material.files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    sheets = [text for text in (brand_css(material.brand, material.fonts), *material.stylesheets, css) if text]
    for at, text in enumerate(sheets):
        (folder / f"{at}.css").write_text(re.sub(r"url\(([\"']?)/", r"url(\1", text), encoding="utf-8")
    links = "".join(f'<link rel="stylesheet" href="{at}.css">' for at in range(len(sheets)))
    local = re.sub(r"(src=\"|url\(')/", r"\1", html).replace("</head>", f"{links}</head>")
    (folder / "doc.html").write_text(local, encoding="utf-8")


def typst_files(made: Library) -> list[str]:
    """Write each document's text for Typst: only headings, paragraphs and lists, in two columns. Returns the paths."""
    files = []
    for name in made.names:
        _, front, body = made.manuscript(name).read_text(encoding="utf-8").split("---\n", 2)
        title = re.search(r"^title: (.*)$", front, re.MULTILINE)
        lines = (line for line in body.splitlines() if not line.startswith((":::", "![")))
        plain = "\n".join(re.sub(r"\[@[^\]]*\]|\{[^}]*\}|[*#@<>$_]", "", line) for line in lines)
        headed = re.sub(r"^ (\w.*)$", r"== \1", plain, flags=re.MULTILINE)
        head = f'#set document(title: "{title[1] if title else name}")\n#set text(lang: "en", size: 12pt)\n'
        path = made.html / name / "doc.typ"
        path.write_text(f"{head}= {name}\n#columns(2)[\n{headed}\n]\n", encoding="utf-8")
        files.append(str(path))
    return files


# The figures


def one(_: Library, pairs: int) -> None:
    """One document, cold: from Markdown and BibTeX to a verified PDF, compared with one `weasyprint` command."""
    with library(1) as alone:
        command = alone.peer(alone.names[0])
        compare("one document, cold", "one `weasyprint` command", alone.build, lambda: run(command), pairs, alone.clear)


def forty(made: Library, pairs: int) -> None:
    """The whole library with two workers, compared with a loop of commands, `make -j2` and Typst."""

    def loop() -> None:
        for name in made.names:
            run(made.peer(name))

    rules = "".join(f"{name}:\n\t{' '.join(made.peer(name))}\n" for name in made.names)
    (made.html / "Makefile").write_text(f".PHONY: all {' '.join(made.names)}\nall: {' '.join(made.names)}\n{rules}")

    def ours() -> None:
        made.build("--jobs", "2")

    def with_make() -> None:
        run(["make", "-s", "-j2", "-C", str(made.html), "all"])

    number = f"{len(made.names)} documents, 2 workers"
    compare(number, "the loop of `weasyprint` commands", ours, loop, max(1, pairs // 3), made.clear)
    compare(number, "`make -j2` with `weasyprint`", ours, with_make, max(1, pairs // 3), made.clear)
    if find_spec("typst"):
        files = typst_files(made)
        typst = lambda: run([sys.executable, "-c", TYPST, *files])  # noqa: E731
        compare(number, "Typst, plain text, one process", ours, typst, max(1, pairs // 3), made.clear)


def edit(made: Library, pairs: int) -> None:
    """Build after an edit to one document of the library."""
    made.build("--jobs", "2")
    count = iter(range(10, 1000))
    compare(
        f"one edit among {len(made.names)}, cold", "one `weasyprint` command", made.build,
        lambda: run(made.peer(made.names[0])), pairs, lambda: made.edit(next(count)),
    )  # fmt: skip


def nothing(made: Library, pairs: int) -> None:
    """Build when nothing has changed, compared with a bare script that hashes the same files."""
    made.build("--jobs", "2")
    sleep(3)
    made.build()  # all modification times are now old enough to be trusted
    compare(
        f"nothing to do among {len(made.names)}", "a bare script that hashes the same files",
        made.build, hashing(made), 3 * pairs,
    )  # fmt: skip


def hashing(made: Library) -> Callable[[], None]:
    folders = (made.root / "content", ROOT / "templates", ROOT / "styles", ROOT / "carepress")
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc"]
    files += (made.root / "output").glob("*.pdf")
    names = "\n".join(map(str, files))
    return lambda: run([sys.executable, "-c", HASHES], input=names)


def thousand(made: Library, pairs: int) -> None:
    """Build when none of a thousand editions has changed; also shown in seconds."""
    made.build(made.names[0])
    manifest = made.root / "output/manifest.json"
    entry = json.dumps(json.loads(manifest.read_text(encoding="utf-8"))["editions"][0])
    first, names = made.names[0], [f"doc-{at:04}" for at in range(1000)]
    root = made.root.parent / "thousand"
    shutil.copytree(made.root / "content", root / "content", ignore=shutil.ignore_patterns("als-*"))
    (root / "output").mkdir()
    entries = []
    for name in names:
        shutil.copytree(made.root / "content" / first, root / "content" / name)
        entries.append(json.loads(entry.replace(first, name)))
        shutil.copy(made.root / "output" / json.loads(entry)["file"], root / "output" / entries[-1]["file"])
    (root / "output/manifest.json").write_text(json.dumps({"editions": entries}), encoding="utf-8")
    many = Library(root=root, html=made.html, names=names)
    for _ in range(2):
        many.build()
        sleep(3)
    times = [timed(many.build) for _ in range(2 * pairs)]
    print(f"nothing to do among 1,000 editions: {median(times):.2f} s ({len(times)} runs)", flush=True)
    compare("nothing to do among 1,000", "a bare script that hashes the same files", many.build, hashing(many), pairs)


def watch(made: Library, pairs: int) -> None:
    """From saving a file to the new PDF while `watch` runs, compared with one `weasyprint` command."""
    made.build("--jobs", "2")
    pdf = next((made.root / "output").glob(f"{made.names[0]}-*.pdf"))
    command = [*MAKE_DOCS, "watch", "--project", str(made.root), "--today", DAY]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as watching:
        assert watching.stdout
        waiting = (line for line in watching.stdout if line.startswith("Waiting"))
        next(waiting)
        sleep(1)
        count = iter(range(10, 1000))

        def ours() -> None:
            was, until = pdf.stat().st_mtime_ns, monotonic() + PATIENCE
            made.edit(next(count))
            while pdf.stat().st_mtime_ns == was:
                assert monotonic() < until
                sleep(0.005)

        def settled() -> None:
            next(waiting)
            sleep(0.3)

        timed(ours)  # the first edit warms up the worker
        settled()
        compare(
            "watch: save to PDF", "one `weasyprint` command", ours, lambda: run(made.peer(made.names[0])), pairs,
            after=settled,
        )  # fmt: skip
        watching.terminate()


def memory(made: Library, _: int) -> None:
    """The peak memory of the largest worker while the whole library is built, as Linux reports it."""
    made.clear()
    command = [*MAKE_DOCS, "build", "--project", str(made.root), "--today", DAY, "--jobs", "2"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as building:
        most: dict[str, int] = {}
        while building.poll() is None:
            for pid in children(building.pid):
                most[pid] = max(most.get(pid, 0), peak(pid))
            sleep(0.1)
    print(f"memory a worker: {max(most.values()) / 1024:.0f} MiB ({len(most)} workers)", flush=True)


def children(pid: int) -> list[str]:
    try:
        tasks = Path(f"/proc/{pid}/task")
        return [child for task in tasks.iterdir() for child in (task / "children").read_text().split()]
    except OSError:
        return []


def peak(pid: str) -> int:
    try:
        found = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    except OSError:
        return 0
    return int(found[1]) if found else 0


def compare(  # noqa: PLR0917 - the calls read in this order
    what: str,
    whom: str,
    ours: Callable[[], object],
    theirs: Callable[[], object],
    pairs: int,
    before: Callable[[], object] = lambda: None,
    after: Callable[[], object] = lambda: None,
) -> None:
    """Print the median ratio of ours to theirs. `before` and `after` run around each of ours and are not timed."""
    mine, others = [], []
    for number in range(pairs):
        for is_ours in (number % 2 == 0, number % 2 == 1):
            if is_ours:
                before()
                mine.append(timed(ours))
                after()
            else:
                others.append(timed(theirs))
    ratios = [one / other for one, other in zip(mine, others, strict=True)]
    spread = " to ".join(f"{value:.2f}" for value in quantiles(ratios, n=4)[::2]) if pairs > 1 else "one pair"
    seconds = f"{median(mine):.2f} s, {median(others):.2f} s"
    print(f"{what} / {whom}: {median(ratios):.2f} ({spread}; {pairs} pairs; {seconds})", flush=True)


FIGURES = {
    "one": one, "forty": forty, "edit": edit, "nothing": nothing, "thousand": thousand, "watch": watch,
    "memory": memory,
}  # fmt: skip


def main() -> None:
    """Measure the chosen figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("figures", nargs="*", choices=[*FIGURES, []], help="the figures to measure; default: all")
    parser.add_argument("--documents", type=int, default=40)
    parser.add_argument("--pairs", type=int, default=7)
    arguments = parser.parse_args()
    os.environ.pop("CAREPRESS_DISABLE", None)
    with library(arguments.documents) as made:
        for name in arguments.figures or FIGURES:
            FIGURES[name](made, arguments.pairs)


if __name__ == "__main__":
    main()
