"""Rules of output/: whole files only, a manifest that says nothing that is not so, and one build at a time."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import pytest

from carepress.build import output as outputs
from carepress.build.lock import output_lock
from carepress.build.manifest import Artifact, read_manifest
from carepress.build.output import publish, read_artifacts, refresh_manifest, tidy
from carepress.build.plan import Task

ROOT = Path(__file__).resolve().parents[3]
OLD = {"als-fact-sheet-en.pdf": b"%PDF old", "asthma-fact-sheet-en.pdf": b"%PDF asthma"}
NEW = {"als-fact-sheet-en.pdf": b"%PDF new", "copd-fact-sheet-en.pdf": b"%PDF copd"}


class Killed(BaseException):
    """kill -9: nothing of ours runs any more."""


def entry(name: str, pdf: bytes) -> Artifact:
    document, _, rest = name.partition("-fact-sheet-")
    return Artifact(
        file=name, document=document, title=document, format="fact-sheet", edition="screen", lang=rest[:2], clinic="",
        status="approved", version="1", pages=1, bytes=len(pdf), sha256=sha256(pdf).hexdigest(), contact_url="",
    )  # fmt: skip


def entries(pdfs: Mapping[str, bytes]) -> list[Artifact]:
    return [entry(name, pdf) for name, pdf in pdfs.items()]


def contents(output: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in output.glob("*.pdf")}


def wrong(output: Path) -> list[str]:
    """What the manifest says that is not so."""
    there = contents(output)
    return [one.file for one in read_artifacts(output) if sha256(there.get(one.file, b"")).hexdigest() != one.sha256]


@pytest.fixture
def output(tmp_path: Path) -> Path:
    publish(tmp_path, OLD, entries(OLD))
    return tmp_path


def test_new_pdfs_stand_beside_old_ones_and_the_manifest_tells_of_both(output: Path) -> None:
    publish(output, NEW, entries(NEW))

    assert contents(output) == OLD | NEW
    assert (wrong(output), [one.file for one in read_artifacts(output)]) == ([], sorted(OLD | NEW))


def kill_at(number: int, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Fall at the nth time that the disk is asked for something; gives what was asked for."""
    selection: list[str] = []

    def fell(step: str) -> None:
        selection.append(step)
        if len(selection) == number:
            raise Killed

    fsync, replace = os.fsync, Path.replace
    monkeypatch.setattr(outputs.os, "fsync", lambda file: (fell("write"), fsync(file)))
    monkeypatch.setattr(Path, "replace", lambda one, other: (fell("rename"), replace(one, other)))
    return selection


@pytest.mark.parametrize("number", range(1, 9))
def test_a_run_that_is_killed_leaves_whole_pdfs_and_a_true_manifest(
    number: int, output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        kill_at(number, patched)
        with pytest.raises(Killed):
            publish(output, NEW, entries(NEW))

    whole = {name: {OLD.get(name), NEW.get(name)} for name in OLD | NEW}
    assert wrong(output) == []
    assert all(pdf in whole[name] for name, pdf in contents(output).items())

    tidy(output)
    publish(output, NEW, entries(NEW))

    assert (contents(output), wrong(output)) == (OLD | NEW, [])
    assert [path.name for path in output.iterdir() if path.name.startswith(".")] == []


def test_the_killings_above_leave_out_no_step(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    selection = kill_at(0, monkeypatch)
    publish(output, NEW, entries(NEW))

    assert len(selection) == 8  # two PDFs and the manifest twice, each written and renamed


def test_a_pdf_that_another_program_holds_keeps_no_other_from_its_place(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = Path.replace

    def held_open(one: Path, other: Path) -> Path:
        if other.name.startswith("als"):
            raise PermissionError(13, "The process cannot access the file", str(other))
        return replace(one, other)

    monkeypatch.setattr(Path, "replace", held_open)
    done = publish(output, NEW, entries(NEW))

    assert {name: fault.message for name, fault in done.refused.items()} == {
        "als-fact-sheet-en.pdf": "als-fact-sheet-en.pdf cannot be written: the process cannot access the file"
    }
    assert contents(output) == NEW | OLD
    assert (wrong(output), [one.file for one in read_artifacts(output)]) == ([], sorted(OLD | NEW))
    assert list(output.glob(".*")) == []


def test_a_full_disk_loses_nothing(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(outputs.os, "fsync", full)
    done = publish(output, NEW, entries(NEW))

    assert sorted(done.refused) == sorted(NEW)
    assert (contents(output), wrong(output), list(output.glob(".*"))) == (OLD, [], [])


def test_what_a_document_has_under_an_older_name_is_put_away(output: Path) -> None:
    draft = {"als-fact-sheet-en-draft.pdf": b"%PDF draft"}
    done = publish(output, draft, entries(draft))

    assert done.archived == ("als-fact-sheet-en.pdf",)
    assert (output / ".old/als-fact-sheet-en.pdf").read_bytes() == b"%PDF old"
    assert [one.file for one in read_artifacts(output)] == ["als-fact-sheet-en-draft.pdf", "asthma-fact-sheet-en.pdf"]


def test_what_has_no_document_any_more_is_put_away(output: Path) -> None:
    alive = {Task(document="als", lang="en", format="fact-sheet")}

    assert refresh_manifest(output, [], None) == ()
    assert refresh_manifest(output, [], alive) == ("asthma-fact-sheet-en.pdf",)
    assert (output / ".old/asthma-fact-sheet-en.pdf").read_bytes() == b"%PDF asthma"
    assert [one.file for one in read_artifacts(output)] == ["als-fact-sheet-en.pdf"]


def test_a_manifest_that_says_the_same_is_not_written_again(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "replace", lambda *_: pytest.fail("written"))

    assert refresh_manifest(output, entries(OLD), None) == ()
    assert read_manifest((output / "manifest.json").read_text(encoding="utf-8")) == tuple(entries(OLD))


HOLD = "import sys\nfrom pathlib import Path\nfrom carepress.build.lock import held\n" + (
    "with held(Path(sys.argv[1]), print):\n    print('held', flush=True)\n    sys.stdin.read()\n"
)


def test_a_second_build_waits_and_says_for_whom_and_goes_on_when_the_first_is_killed(tmp_path: Path) -> None:
    first = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert first.stdout is not None
    assert first.stdin is not None
    assert first.stdout.readline() == b"held\n"
    told: list[str] = []

    def tell(said: str) -> None:
        told.append(said)
        threading.Thread(target=first.kill).start()

    with output_lock(tmp_path, tell):
        first.wait()
    first.stdin.close()
    first.stdout.close()

    assert told == [
        f"Another build (process {first.pid}) is writing to the same folder. Waiting for it; Ctrl-C ends this one."
    ]


def test_a_folder_that_can_hold_no_lock_forbids_no_build(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    told: list[str] = []

    with output_lock(tmp_path / "file/below", told.append):
        pass

    assert told == []
