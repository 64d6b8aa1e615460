"""Every rule can be looked up: what it is, why it matters to a patient, an example, how to fix it, its source."""

from __future__ import annotations

import ast
import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import carepress
from carepress.diagnostics.catalogue import SUBJECTS, WIDTH, explanation, listing, rule, rules

PACKAGE = Path(carepress.__file__).parent
RULES = PACKAGE / "diagnostics/rules"
ENTRIES: list[tuple[str, str, dict[str, Any]]] = [
    (file.name, code, entry)
    for file in sorted(RULES.glob("*.toml"))
    for code, entry in tomllib.loads(file.read_text(encoding="utf-8")).items()
]
NEEDED = ("what", "why", "example", "fix", "source")
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
    assert sorted(f"{subject}.toml" for subject in SUBJECTS) == sorted(file.name for file in RULES.iterdir())


def test_a_code_is_explained_once_and_can_be_typed() -> None:
    assert [code for code, times in Counter(code for _, code, _ in ENTRIES).items() if times > 1] == []
    assert [code for _, code, _ in ENTRIES if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code)] == []


def test_every_field_of_every_code_is_filled_in_and_none_is_misspelt() -> None:
    wrong = [
        f"{file}: {code}: {name}"
        for file, code, entry in ENTRIES
        for name in (set(NEEDED) ^ (set(entry) - {"severity", "adjustable", "message", "help", "cases"}))
        | {name for name in NEEDED if not str(entry.get(name, "")).strip()}
    ]

    assert sorted(wrong) == []


@pytest.mark.parametrize("field", ["what", "why", "fix"])
def test_an_explanation_is_one_or_two_whole_sentences(field: str) -> None:
    long = {
        code: entry[field] for _, code, entry in ENTRIES if field in entry and sentences(entry[field]) not in {1, 2}
    }

    assert long == {}


def sentences(text: str) -> int:
    """How many sentences there are; 0 if the text does not end as one does."""
    bare = re.sub(r"\([^)]*\)", "", TYPED.sub("x", text))
    return len(re.findall(r"[.!?:](?= [A-Z]|$)", bare.replace(": ", " "))) if re.search(r"[.!?:)`]$", text) else 0


def test_an_example_shows_what_was_typed_or_counted() -> None:
    assert [code for _, code, entry in ENTRIES if not CONCRETE.search(entry.get("example", "`x`"))] == []


def test_a_source_names_a_standard_or_says_that_the_rule_is_our_own() -> None:
    assert [code for _, code, entry in ENTRIES if not ORIGIN.search(entry.get("source", "1"))] == []


def test_what_keeps_a_handout_whole_is_no_matter_of_judgement() -> None:
    assert {code for _, code, entry in ENTRIES if code in WHOLE and entry.get("adjustable")} == set()
    assert WHOLE - {code for _, code, _ in ENTRIES} == set()


@pytest.mark.parametrize("code", rules())
def test_an_explanation_says_everything_and_breaks_nothing_that_is_to_be_typed(code: str) -> None:
    meaning, entry = rules()[code], explanation(code)
    typed = [span for field in NEEDED for line in getattr(meaning, field).splitlines() for span in TYPED.findall(line)]
    words = " ".join(entry.split())

    assert entry.startswith(f"{code}: ")
    assert [field for field in NEEDED if " ".join(getattr(meaning, field).split()[-3:]) not in words] == []
    assert [span for span in typed if span not in entry] == []
    assert [line for line in entry.splitlines() if len(line) > WIDTH and not TYPED.search(line)] == []


def test_an_explanation_reads_like_this() -> None:
    assert explanation("no-words") == (
        "no-words: carepress's own headings are not translated into this language yet.\n"
        "\n"
        "Why it matters       A patient would come across English words such as 'Key facts' in the\n"
        "                     middle of the text.\n"
        "\n"
        "For example          content/asthma/sw.md exists, but templates/locales/sw.yaml does not.\n"
        "\n"
        "What to do           Type `carepress new --locale sw`, and translate\n"
        "                     templates/locales/sw.yaml, which it writes.\n"
        "\n"
        "Where it comes from  carepress: a handout is in one language.\n"
        "\n"
        "How serious          warning: the PDF is built, but a person should look. With --strict it\n"
        "                     counts as an error. A clinic can choose another severity, or switch\n"
        "                     the check off with a reason: docs/checks.md."
    )


def test_the_list_has_every_code_below_the_heading_of_its_subject() -> None:
    *parts, (more,) = [part.splitlines() for part in listing("carepress").split("\n\n")]

    assert more == "To read more about one:   carepress explain overdue"
    assert {part[0]: [line.split()[0] for line in part[1:] if line[2] != " "] for part in parts} == {
        heading: [code for code, meaning in rules().items() if meaning.subject == subject]
        for subject, heading in SUBJECTS.items()
    }


def calls() -> list[tuple[str, str, str, frozenset[str]]]:
    """Every `rule(code, case).at(span, name=...)` of the package: where it stands, code, case, names of the values."""
    found = []
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "at":
                inner = node.func.value
                if isinstance(inner, ast.Call) and ast.unparse(inner.func) == "rule":
                    code, case = [*map(ast.literal_eval, inner.args), ""][:2]
                    names = frozenset(keyword.arg or "" for keyword in node.keywords) - {"document"}
                    found.append((f"{file.relative_to(PACKAGE)}:{node.lineno}", code, case, names))
    return found


def test_every_rule_is_called_with_the_values_that_its_templates_take() -> None:
    wrong = {where: names ^ rule(code, case).fields for where, code, case, names in calls()}

    assert {where: names for where, names in wrong.items() if names} == {}
    assert [where for where, code, case, _ in calls() if not rule(code, case).message] == []


def test_every_case_of_a_rule_is_used() -> None:
    trees = [ast.parse(file.read_text(encoding="utf-8")) for file in PACKAGE.rglob("*.py")]
    named = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]
    used = {tuple(map(ast.literal_eval, node.args)) for node in named if ast.unparse(node.func) == "rule"}
    cases = {(code, case) for code, entry in rules().items() for case in entry.cases}

    assert cases - used == set()


def test_a_wrong_or_missing_value_fails_at_once() -> None:
    with pytest.raises(TypeError, match="takes"):
        rule("no-words").at(unknown="value")
    with pytest.raises(KeyError):
        rule("no-such-rule")
