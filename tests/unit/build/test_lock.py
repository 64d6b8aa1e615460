"""Rules of the lock: one build at a time writes to output/, and a build that waits says so."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

from carepress.build.lock import output_lock

ROOT = Path(__file__).resolve().parents[3]
HOLD = "import sys\nfrom pathlib import Path\nfrom carepress.build.lock import output_lock\n" + (
    "with output_lock(Path(sys.argv[1]), print):\n    print('locked', flush=True)\n    sys.stdin.read()\n"
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

    with output_lock(tmp_path, tell) as has_waited:
        first.wait()
    first.stdin.close()
    first.stdout.close()

    assert has_waited
    assert sentences == [
        f"Another build (process {first.pid}) is writing to the same folder. Waiting for it; Ctrl-C ends this one."
    ]


def test_a_folder_that_cannot_hold_a_lock_stops_no_build(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    sentences: list[str] = []

    with output_lock(tmp_path / "file/below", sentences.append) as has_waited:
        assert not has_waited

    assert sentences == []
