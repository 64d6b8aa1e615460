"""Every fault can be looked up: what it is, why it matters to a patient, an example, how to mend it, who says so."""

from __future__ import annotations

import ast
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import carepress
from carepress.diagnostics.catalogue import SUBJECTS, WIDTH, codes, explanation, listing
from carepress.diagnostics.model import Severity

PACKAGE = Path(carepress.__file__).parent
SHELF = PACKAGE / "diagnostics/rules"
ENTRIES: list[tuple[str, str, dict[str, Any]]] = [
    (file.name, code, said)
    for file in sorted(SHELF.glob("*.toml"))
    for code, said in tomllib.loads(file.read_text(encoding="utf-8")).items()
]
NEEDED = ("what", "why", "example", "mend", "source")
WHOLE = {
    "altered-notice", "draft-mark", "incomplete-imprint", "lost-text", "missing-alt", "missing-glyph",
    "missing-imprint", "missing-notice", "outside-page", "overdue", "overfull-panel", "qr-unreadable",
    "unfit-file", "unknown-citation",
}  # fmt: skip
"""What no clinic may switch off: it keeps text, tags, code, notice, imprint and sources whole."""
TYPED = re.compile(r"`[^`]*`")
CONCRETE = re.compile(r"`[^`]+`|\d|\w\.[a-z]{2,}\b")
ORIGIN = re.compile(r"carepress: \S+|\b[A-Z][A-Za-z]*[A-Z0-9]|\d")


def test_every_subject_has_its_file_and_every_file_its_subject() -> None:
    assert sorted(f"{subject}.toml" for subject in SUBJECTS) == sorted(file.name for file in SHELF.iterdir())


def test_a_code_is_explained_once_and_can_be_typed() -> None:
    assert [code for code, times in Counter(code for _, code, _ in ENTRIES).items() if times > 1] == []
    assert [code for _, code, _ in ENTRIES if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code)] == []


def test_every_field_of_every_code_is_filled_in_and_none_is_misspelt() -> None:
    wrong = [
        f"{file}: {code}: {name}"
        for file, code, said in ENTRIES
        for name in (set(NEEDED) ^ (set(said) - {"level", "judged"}))
        | {name for name in NEEDED if not str(said.get(name, "")).strip()}
    ]

    assert sorted(wrong) == []


@pytest.mark.parametrize("field", ["what", "why", "mend"])
def test_an_explanation_is_one_or_two_whole_sentences(field: str) -> None:
    long = {code: said[field] for _, code, said in ENTRIES if field in said and sentences(said[field]) not in {1, 2}}

    assert long == {}


def sentences(text: str) -> int:
    """How many sentences there are; 0 if the text does not end as one does."""
    bare = re.sub(r"\([^)]*\)", "", TYPED.sub("x", text))
    return len(re.findall(r"[.!?:](?= [A-Z]|$)", bare.replace(": ", " "))) if re.search(r"[.!?:)`]$", text) else 0


def test_an_example_shows_what_was_typed_or_counted() -> None:
    assert [code for _, code, said in ENTRIES if not CONCRETE.search(said.get("example", "`x`"))] == []


def test_a_source_names_a_standard_or_says_that_the_rule_is_our_own() -> None:
    assert [code for _, code, said in ENTRIES if not ORIGIN.search(said.get("source", "1"))] == []


def test_what_keeps_a_handout_whole_is_no_matter_of_judgement() -> None:
    assert {code for _, code, said in ENTRIES if code in WHOLE and said.get("judged")} == set()
    assert WHOLE - {code for _, code, _ in ENTRIES} == set()


def test_a_code_is_as_serious_as_the_package_tells_it() -> None:
    told = told_levels()
    levels = {code: Severity(said.get("level", Severity.ERROR)) for _, code, said in ENTRIES}

    assert {code: level for code, level in levels.items() if level not in told[code]} == {}


def told_levels() -> defaultdict[str, set[Severity]]:
    """Every level with which the package's source tells a code: an error, where it does not say.

    A code stands in a Diagnostic, or is the first thing given to a function that makes a Diagnostic of it.
    """
    trees = [ast.parse(file.read_text(encoding="utf-8")) for file in PACKAGE.rglob("*.py")]
    makers = {
        function.name: _levels(call)
        for tree in trees
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        for call in _calls(function, {"Diagnostic"})
        if any(word.arg == "code" and isinstance(word.value, ast.Name) for word in call.keywords)
    }
    told: defaultdict[str, set[Severity]] = defaultdict(lambda: {Severity.ERROR})
    for tree in trees:
        for call in _calls(tree, {"Diagnostic", *makers}):
            given = [*(word.value for word in call.keywords if word.arg == "code"), *call.args[:1]]
            for code in (one.value for one in given if isinstance(one, ast.Constant)):
                told.setdefault(str(code), set()).update(makers.get(_name(call), _levels(call)))
    return told


def _calls(tree: ast.AST, names: set[str]) -> Iterator[ast.Call]:
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.Call) and _name(node) in names)


def _name(call: ast.Call) -> str:
    return ast.unparse(call.func).rpartition(".")[2]


def _levels(call: ast.Call) -> set[Severity]:
    """The levels that a call's `severity=` can come to."""
    said = next((ast.unparse(word.value) for word in call.keywords if word.arg == "severity"), "Severity.ERROR")
    return {level for level in Severity if level.name in said} or set(Severity)


@pytest.mark.parametrize("code", codes())
def test_an_explanation_says_everything_and_breaks_nothing_that_is_to_be_typed(code: str) -> None:
    meaning, said = codes()[code], explanation(code)
    typed = [span for field in NEEDED for line in getattr(meaning, field).splitlines() for span in TYPED.findall(line)]
    words = " ".join(said.split())

    assert said.startswith(f"{code}: ")
    assert [field for field in NEEDED if " ".join(getattr(meaning, field).split()[-3:]) not in words] == []
    assert [span for span in typed if span not in said] == []
    assert [line for line in said.splitlines() if len(line) > WIDTH and not TYPED.search(line)] == []


def test_an_explanation_reads_like_this() -> None:
    assert explanation("no-words") == (
        "no-words: carepress's own headings are not translated into this language yet.\n"
        "\n"
        "Why it matters       A patient would meet English words such as 'Key facts' in the midst\n"
        "                     of the text.\n"
        "\n"
        "For example          content/asthma/sw.md is there, templates/words/sw.yaml is not.\n"
        "\n"
        "What to do           Translate templates/words/en.yaml and save it under the language's\n"
        "                     code.\n"
        "\n"
        "Where it comes from  carepress: a handout speaks one language.\n"
        "\n"
        "How serious          warning: the PDF is made, but a person should look. With --strict it\n"
        "                     counts as an error. A clinic can choose another level, or switch the\n"
        "                     check off with a reason: docs/checks.md."
    )


def test_the_list_has_every_code_below_the_heading_of_its_subject() -> None:
    *parts, (more,) = [part.splitlines() for part in listing().split("\n\n")]

    assert more == "To know more about one:   python make_docs.py explain overdue"
    assert {part[0]: [line.split()[0] for line in part[1:] if line[2] != " "] for part in parts} == {
        heading: [code for code, meaning in codes().items() if meaning.subject == subject]
        for subject, heading in SUBJECTS.items()
    }
