"""Rules of completion: Tab offers what may follow, and no build pays for it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from carepress.cli.completion import script
from carepress.system.installation import INSTALL_ROOT


def offered(line: str, folder: Path) -> list[str]:
    """The words that carepress offers when Tab is pressed at the end of this line, as bash asks for them."""
    answer = folder / "answer"
    environment = {
        **os.environ, "PYTHONPATH": str(INSTALL_ROOT), "_ARGCOMPLETE": "1", "_ARGCOMPLETE_SHELL": "bash",
        "_ARGCOMPLETE_IFS": "\n", "_ARGCOMPLETE_STDOUT_FILENAME": str(answer), "COMP_LINE": line,
        "COMP_POINT": str(len(line)), "COMP_TYPE": "9",
    }  # fmt: skip
    subprocess.run([sys.executable, "-m", "carepress"], cwd=folder, env=environment, check=True, capture_output=True)
    return [word.strip() for word in answer.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize(("line", "words"), [
    ("carepress bu", ["build"]), ("carepress build ", ["als", "asthma"]), ("carepress build al", ["als"]),
    ("carepress --lang ", ["en", "es"]), ("carepress explain overf", ["overfull-panel"]),
    ("carepress build --edition p", ["print"]), ("carepress new x --kind m", ["medicine"]),
    ("carepress completion ", ["bash", "zsh", "fish"]), ("carepress build --jobs ", []),
])  # fmt: skip
def test_tab_offers_what_may_follow(line: str, words: list[str], tmp_path: Path) -> None:
    for name in ("als/en.md", "asthma/es.md"):
        (tmp_path / "content" / name).parent.mkdir(parents=True)
        (tmp_path / "content" / name).touch()

    assert offered(line, tmp_path) == words


@pytest.mark.parametrize(("shell", "line"), [
    ("bash", "complete -o nospace -o default -o bashdefault -F _python_argcomplete carepress"),
    ("zsh", "#compdef carepress"), ("fish", "complete --command carepress -f -a '(__fish_carepress_complete)'"),
])  # fmt: skip
def test_each_shell_gets_its_script(shell: str, line: str) -> None:
    assert line in script(shell)
