"""Rules of the lock: one command at a time writes to output/, and a command that waits says so."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

from carepress.build.lock import OutputLock

ROOT = Path(__file__).resolve().parents[3]
HOLD = "import sys\nfrom pathlib import Path\nfrom carepress.build.lock import OutputLock\n" + (
    "with OutputLock(Path(sys.argv[1]), print) as lock:\n"
    "    lock.acquire()\n    print('locked', flush=True)\n    sys.stdin.read()\n"
)


def test_a_second_build_waits_says_for_whom_and_goes_on_when_the_first_is_killed(tmp_path: Path) -> None:
    first = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert first.stdout is not None
    assert first.stdin is not None
    assert first.stdout.readline() == b"locked\n"
    sentences: list[str] = []

    def tell(sentence: str) -> None:
        sentences.append(sentence)
        threading.Thread(target=first.kill).start()

    with OutputLock(tmp_path, tell) as lock:
        has_waited = lock.acquire()
        first.wait()
    first.stdin.close()
    first.stdout.close()

    assert has_waited
    assert sentences == [
        f"Another command (process {first.pid}) is writing to the same folder. Waiting for it; Ctrl-C ends this one."
    ]


def test_a_folder_that_cannot_hold_a_lock_stops_no_build(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    sentences: list[str] = []

    with OutputLock(tmp_path / "file/below", sentences.append) as lock:
        assert not lock.acquire()

    assert sentences == []


def test_a_lock_is_taken_with_the_first_thing_to_write_and_once(tmp_path: Path) -> None:
    with OutputLock(tmp_path / "output", print) as lock:
        before = (lock.is_held, (tmp_path / "output").exists())
        lock.acquire()
        lock.acquire()
        held = lock.is_held

    assert (before, held, lock.is_held) == ((False, False), True, False)
    assert (tmp_path / "output/.carepress/README.txt").is_file()


def test_without_a_folder_there_is_nothing_to_lock() -> None:
    with OutputLock(None, print) as lock:
        assert not lock.acquire()
        assert not lock.is_held
