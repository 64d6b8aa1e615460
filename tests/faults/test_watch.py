"""`watch` goes on whatever happens to the folder while it watches, and Ctrl-C ends it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from queue import Queue

import pytest

from tests.support.cases import ROOT, sound_project
from tests.support.proofs import MANUSCRIPT, put

CLINIC = sound_project()["content/clinic.yaml"].decode() + "\nchecks: {verapdf: false}\n"
TEXT = "---\ntitle: Asthma\nformats: [fact-sheet]\n---\n\n## A\n\nIt swells.\n"
WAITING = "Waiting for the next change. Ctrl-C ends."
LONGEST = 30  # seconds: a build takes less than two


class Watch:
    """The command, and the lines that it says."""

    def __init__(self, project: Path) -> None:
        self.run = subprocess.Popen(
            [sys.executable, str(ROOT / "make_docs.py"), "watch", "--project", str(project)],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
        )  # fmt: skip
        self._lines = Queue[str]()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        for line in self.run.stdout or ():
            self._lines.put(line.rstrip("\n"))

    def close(self) -> None:
        """End it, if it has not ended."""
        with suppress(ProcessLookupError):
            os.killpg(self.run.pid, signal.SIGKILL)
        self.run.wait()
        self._reader.join()
        if self.run.stdout:
            self.run.stdout.close()

    def until(self, words: str) -> list[str]:
        """The lines up to the next one that has these words. Raises queue.Empty if there is none."""
        lines = [self._lines.get(timeout=LONGEST)]
        while words not in lines[-1]:
            lines.append(self._lines.get(timeout=LONGEST))
        return lines


@pytest.fixture
def project(tmp_path: Path) -> Path:
    put(tmp_path, {"content/clinic.yaml": CLINIC, MANUSCRIPT: TEXT})
    return tmp_path


@pytest.fixture
def watch(project: Path) -> Iterator[Watch]:
    watched = Watch(project)
    watched.until(WAITING)
    yield watched
    watched.close()


def end(watch: Watch) -> int:
    os.killpg(watch.run.pid, signal.SIGINT)
    return watch.run.wait(timeout=LONGEST)


def test_a_folder_that_is_away_for_a_moment_is_waited_for(project: Path, watch: Watch) -> None:
    (project / "content").rename(project / "away")
    watch.until("there is no folder content/")
    (project / "away").rename(project / "content")
    watch.until("already current")
    (project / MANUSCRIPT).write_text(TEXT + "\nMore.\n", encoding="utf-8")

    watch.until("1 built")
    assert end(watch) == 130


def test_what_is_broken_and_mended_while_it_watches_is_built_again(project: Path, watch: Watch) -> None:
    file = project / MANUSCRIPT
    for broken in (b"\xff\xfe", b"---\ntitle: [\n---\n", b"---\ntitle: A\nformats: [fact-sheet]\n---\n\n![A](a.svg)\n"):
        file.write_bytes(broken)
        watch.until("error[")
    file.unlink()
    file.mkdir()
    watch.until("error[no-documents]")
    file.rmdir()
    file.write_text(TEXT + "\nAgain.\n", encoding="utf-8")
    watch.until("1 built")

    assert (project / "output/asthma-fact-sheet-en-draft.pdf").is_file()
    assert end(watch) == 130


def test_odd_files_that_come_while_it_watches_end_nothing(project: Path, watch: Watch) -> None:
    (project / "content/loop").symlink_to("loop")
    os.mkfifo(project / "content/asthma/pipe.md")
    (project / "content/asthma" / os.fsdecode(b"\xff.png")).write_bytes(b"")
    watch.until(WAITING)
    (project / MANUSCRIPT).write_text(TEXT + "\nMore.\n", encoding="utf-8")
    watch.until("1 built")

    assert end(watch) == 130
