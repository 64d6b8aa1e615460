"""Rules of the command as a whole: how a run ends, whatever happens in it."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from carepress.cli import commands
from carepress.cli import main as cli
from carepress.system import doctor
from carepress.system.exit_codes import ExitCode


def test_a_mistake_on_the_command_line_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["build", "--project", str(tmp_path)]) == ExitCode.USAGE
    assert capsys.readouterr() == (
        "",
        f"carepress: there is no folder content/ in {tmp_path}; type   carepress init my-clinic\n",
    )


def test_ctrl_c_ends_quietly(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupt(_: argparse.Namespace) -> int:
        raise KeyboardInterrupt

    monkeypatch.setitem(commands.RUN, "watch", interrupt)

    assert (cli.main(["watch"]), capsys.readouterr()) == (ExitCode.STOPPED, ("", ""))


@pytest.mark.parametrize(("lacking", "status"), [([], ExitCode.OK), (["fonts"], ExitCode.MISSING_REQUIREMENT)])
def test_doctor_says_what_this_computer_lacks(
    lacking: list[str], status: ExitCode, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, answer in {"requirements": (), "render": "All is there.", "missing": lacking}.items():
        monkeypatch.setattr(doctor, name, lambda *_, answer=answer: answer)

    assert (cli.main(["doctor"]), capsys.readouterr().out) == (status, "All is there.\n")
