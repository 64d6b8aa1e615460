"""Every fault that an author can make, and the exact words with which carepress tells it.

tests/diagnostics/RULE.md holds the cases of a rule, several-rules.md those about many, and sound-project.md the project
that every case changes. tests/support/cases.py says how they are written.

A new case: type its heading and its blocks, the last one an empty `text expected`. Run this file with
--update-expected, and read the diff as a receptionist would.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from filelock import FileLock

import carepress
from carepress.cli import main as cli
from carepress.diagnostics.catalogue import rules
from tests.support import cases
from tests.support.cases import Case, sound_project, write_sound_project
from tests.support.here import IN_PROCESS

# WeasyPrint 70 leaves its colour profile open.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file .*sRGB2014:ResourceWarning")

CASES = tuple(cases.all_cases())
SEVERAL = "several-rules"
TODAY = "2026-11-22"

ELSEWHERE = {
    "fails-verapdf": "it is not the project that is at fault: tests/unit/preflight/test_verapdf.py",
    "no-verdict": "it is not the project that is at fault: tests/unit/preflight/test_verapdf.py",
    "loose-font": "the typesetter leaves no font out by itself: tests/unit/preflight/test_print_quality.py",
    "picture-metadata": "no picture keeps its notes: tests/unit/preflight/test_email.py, tests/faults/test_pictures.py",
    "panel-place": "no author can move a panel: tests/unit/preflight/test_sheets.py",
    **dict.fromkeys(("gave-up", "too-large", "crashed", "unfit-worker"), "tests/unit/build/test_aborted.py"),
    **dict.fromkeys(
        ("no-dask", "no-scheduler"), "it is not the project that is at fault: tests/unit/build/test_remote.py"
    ),
    "more-faults": "it takes a hundred others: tests/faults/test_limits.py",
    "long-paragraph": "it takes a long text: tests/faults/test_limits.py",
    "foreign-file": "it is not the project that is at fault: tests/faults/test_output.py",
    "changed-while-built": "it takes two at once: tests/faults/test_changed.py",
    "unwritable-output": "it is not the project that is at fault: tests/test_make_docs.py",
}
"""The codes without a case, and where they are tested."""


def run(root: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """`exit N` and what the command says on standard error."""
    options = ["--project", str(root), "--output", str(root / "output"), "--jobs", "1", "--today", TODAY]
    status = cli.main([*arguments, *options], hooks=IN_PROCESS)
    return f"exit {status}\n{capsys.readouterr().err}"


def write(root: Path, name: str, text: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text, encoding="utf-8")


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}: {case.slug}")
def test_a_fault_is_told_in_exactly_these_words(
    case: Case,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    capsys: pytest.CaptureFixture[str],
    *,
    update_expected: bool,
) -> None:
    root = tmp_path / "clinic"
    cases.write_project(case, root)

    said = run(root, capsys, *case.command)

    if update_expected:
        # The folder that the workers of pytest-xdist share: two of them may hold cases of one file.
        with FileLock(tmp_path_factory.getbasetemp().parent / "expected.lock"):
            cases.update_expected(case, said)
    else:
        assert said == case.expected


def test_the_sound_project_has_no_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_sound_project(tmp_path)

    assert run(tmp_path, capsys, "check") == "exit 0\n"


def test_every_case_shows_the_code_of_its_file() -> None:
    silent = [
        f"{case.rule}: {case.name}"
        for case in CASES
        if case.rule != SEVERAL and f"[{case.rule}]: " not in case.expected
    ]

    assert silent == []


def test_every_code_has_a_case() -> None:
    shown = {case.rule for case in CASES} - {SEVERAL}

    assert shown | set(ELSEWHERE) == set(rules())
    assert not shown & set(ELSEWHERE)


def test_every_rule_is_used_and_every_diagnostic_comes_from_a_rule() -> None:
    texts = [file.read_text(encoding="utf-8") for file in Path(carepress.__file__).parent.rglob("*.py")]

    assert {code for text in texts for code in re.findall(r'\brule\(\s*"([a-z0-9-]+)"', text)} == set(rules())
    made = [node for text in texts for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
    assert [ast.unparse(node.func) for node in made].count("Diagnostic") == 1  # in Rule.at


def test_a_faulty_document_stops_no_other_and_keeps_its_last_good_pdf(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_sound_project(tmp_path)
    sound = sound_project()["content/asthma/en.md"].decode()
    assert run(tmp_path, capsys, "build") == "exit 0\n"
    good = tmp_path / "output/asthma-fact-sheet-en-draft.pdf"
    manifest, last_good = tmp_path / "output/manifest.json", good.read_bytes()
    recorded = manifest.read_text(encoding="utf-8")

    write(tmp_path, "content/asthma/en.md", sound.replace("@smith2019", "@smith2109"))
    write(tmp_path, "content/copd/en.md", "---\ntitle: Living with COPD\nformats: [fact-sheet]\n---\n\nBreathe out.\n")
    said = run(tmp_path, capsys, "build")

    assert said == (
        "exit 1\n"
        "asthma (en)\n"
        "===========\n\n"
        "error[unknown-citation]: `@smith2109` is not in references.bib\n"
        "  --> content/asthma/en.md:16:50\n"
        "   |\n"
        "16 | Asthma makes the small tubes in the lungs swell [@smith2109; @lee2021, p. 3].\n"
        "   |                                                  ^^^^^^^^^^\n"
        "   = help: did you mean `@smith2019`?\n\n"
    )
    assert good.read_bytes() == last_good
    assert sorted(path.name for path in (tmp_path / "output").glob("*.pdf")) == [
        "asthma-fact-sheet-en-draft.pdf",
        "copd-fact-sheet-en-draft.pdf",
    ]
    assert recorded.partition('"made_from"')[0] in manifest.read_text(encoding="utf-8")


def test_a_second_round_in_the_same_process_sees_what_changed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_sound_project(tmp_path)
    assert run(tmp_path, capsys, "check") == "exit 0\n"

    (tmp_path / "content/clinic.yaml").unlink()

    assert run(tmp_path, capsys, "check").startswith(
        "exit 1\nthis project\n============\n\nerror[unreadable-file]: content/clinic.yaml"
    )


PICTURE = "---\ntitle: Asthma\nformats: [fact-sheet]\n---\n\n![Open and narrow airways]({})\n"


@pytest.mark.parametrize(
    ("name", "written"),
    [("airways.svg", "airways.svg"), ("two airways.svg", "<two airways.svg>"), ("bronquíolos.svg", "bronquíolos.svg")],
)
def test_a_picture_is_found_by_the_name_that_it_has(
    name: str, written: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_sound_project(tmp_path)
    (tmp_path / "content/asthma" / name).write_bytes(sound_project()["content/asthma/airways.svg"])

    write(tmp_path, "content/asthma/en.md", PICTURE.format(written))
    write(tmp_path, "content/references.bib", "")

    assert run(tmp_path, capsys, "check") == "exit 0\n"


FRONT = "title: Asthma\nformats: [fact-sheet]"
ODD = {
    "a byte order mark": {"content/asthma/en.md": f"\ufeff---\n{FRONT}\n---\n\nText.\n"},
    "lines that end as on Windows": {"content/asthma/en.md": f"---\r\n{FRONT}\r\n---\r\n\r\nText.\r\n"},
    "nothing at all": dict.fromkeys(("content/asthma/en.md", "content/clinic.yaml", "content/_brand.yml"), ""),
    "two lines of hyphens": {"content/asthma/en.md": "---\n---\n"},
    "null values": {"content/clinic.yaml": "name:\naddress:\nphone: ~\ncontact-form: null\n"},
    "empty lists": {"content/asthma/en.md": f"---\n{FRONT}\nkeywords: []\nglossary: []\n---\n\nText.\n"},
    "keys of all kinds": {"content/asthma/en.md": f"---\n{FRONT}\n? [a]\n: b\n1: c\n: d\n<<: e\n---\n\nText.\n"},
    "a number beyond all numbers": {"content/asthma/en.md": f"---\n{FRONT}\nversion: 1e999\n---\n\nText.\n"},
    "a hundred brackets": {"content/asthma/en.md": f"---\ntitle: {'[' * 100}{']' * 100}\n---\n\nText.\n"},
    "a thousand quotations": {"content/asthma/en.md": f"---\n{FRONT}\n---\n\n{'>' * 1000} Text.\n"},
    "a line of 10,000 letters": {"content/asthma/en.md": f"---\n{FRONT}\n---\n\n{'Text. ' * 1700}\n"},
    "a word of 10,000 letters": {"content/asthma/en.md": f"---\n{FRONT}\n---\n\n{'x' * 10000}\n"},
    "control characters in the front matter": {"content/asthma/en.md": f"---\n{FRONT}\nsubtitle: \x1b[31m\n---\n"},
    "control characters in the text": {"content/asthma/en.md": f"---\n{FRONT}\n---\n\n\x01\x1b[31m\x7f\u2028\n"},
    "emoji": {"content/asthma/en.md": "---\ntitle: \N{LUNGS}\nformats: [\N{LUNGS}]\n---\n\n## A {panel=\N{LUNGS}}\n"},
    "a folder named as a manuscript": {"content/asthma/es.md/note.txt": "A note.\n"},
    "a folder named as a bibliography": {"content/references.bib.d/x": "", "content/fonts/x.bib/y": ""},
    "five thousand opened references": {"content/references.bib": "@article{" * 5000},
    "a thousand braces": {"content/references.bib": f"@misc{{a, title = {'{' * 1000}x{'}' * 1000}}}"},
    "a heading without words": {"content/asthma/en.md": f"---\n{FRONT}\n---\n\n##\n\nText.\n"},
    "an address too long for a code": {
        "content/clinic.yaml": f"name: A\nphone: B\ncontact-form: https://clinic.example/{'x' * 4000}\n"
    },
    "a drawing with a faulty viewBox": {
        "content/asthma/airways.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 wide"/>'
    },
    "a photograph that is none": {
        "content/asthma/en.md": PICTURE.format("airways.png"), "content/asthma/airways.png": "no picture"
    },
    "colours that name each other": {"content/_brand.yml": "color:\n  palette: {a: b, b: a}\n  primary: a\n"},
    "a format without a key": {"templates/formats/fact-sheet.yaml": "# none\n"},
    "a template that divides by zero": {"templates/formats/fact-sheet.html.j2": "{{ 1 / 0 }}"},
    "a locale without months": {"templates/locales/en.yaml": "months: []\n"},
}  # fmt: skip


@pytest.mark.parametrize("odd", ODD)
def test_whatever_an_author_writes_is_told_and_never_a_traceback(
    odd: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_sound_project(tmp_path)
    for name, text in ODD[odd].items():
        write(tmp_path, name, text)

    said = run(tmp_path, capsys, "check")

    assert said == "exit 0\n" or re.match(r"exit [01]\n.+\n=+\n\n(error|warning|note)\[[a-z0-9-]+\]: ", said)
