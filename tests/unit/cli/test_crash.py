"""Rules of crashes: one sentence for people, and a file to send; when all is well, the file is gone."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from carepress.cli.crash import explain_crash, report_crashes
from carepress.system.exit_codes import ExitCode


def test_the_report_stands_in_output_until_a_run_succeeds(tmp_path: Path) -> None:
    file = report_crashes(["ZeroDivisionError"], tmp_path)

    assert file == str(tmp_path / "crash-report.txt")
    assert "ZeroDivisionError" in Path(file).read_text(encoding="utf-8")
    assert report_crashes([], tmp_path) == ""
    assert [path for path in tmp_path.iterdir() if path.name != ".carepress"] == []


def test_where_nothing_is_written_to_output_the_report_is_a_temporary_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    file = Path(report_crashes(["ZeroDivisionError"]))

    assert file.parent == tmp_path
    assert file.name.startswith("carepress-crash-")


def test_a_crash_of_the_whole_command_is_told_as_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    assert explain_crash(ValueError("Jane Roe")) == ExitCode.CRASHED == 70
    (file,) = tmp_path.iterdir()
    assert capsys.readouterr().err == (
        "carepress itself failed, while working; the fault is in carepress, not in your text.\n"
        f"Send this file to whoever looks after carepress: {file}\n"
    )
