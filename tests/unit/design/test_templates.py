"""Rules of templates: a slip is told with its file and line, and a template can neither run nor read anything."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from carepress.content.clinic import Clinic
from carepress.design.templates import Templates, component_of, may_be_empty
from carepress.diagnostics.model import BuildFailed, Diagnostic

CLINIC = Clinic.model_validate(
    {"name": "A & B Clinic", "phone": "312-555-0142", "contact-form": "https://clinic.example/contact"}
)
PICKLE = "cos\\nsystem\\n(S'true'\\ntR."


@dataclass(frozen=True)
class Part:
    html: str = "<p>"

    def build(self) -> str:
        return "built"


VALUES: dict[str, Any] = {
    "clinic": CLINIC, "x": {"y": 1}, "title": "Asthma", "part": Part(), "lines": ["a", "b"], "day": "2026-11-22"
}  # fmt: skip


def fault_of(texts: dict[str, str], file: str = "a.html.j2") -> Diagnostic:
    with pytest.raises(BuildFailed) as failure:
        Templates(texts).render(file, VALUES)
    (diagnostic,) = failure.value.diagnostics.errors
    return diagnostic


def filled(text: str) -> str:
    return str(Templates({"a.html.j2": text}).render("a.html.j2", VALUES))


@pytest.mark.parametrize(("text", "html"), [
    ("{{ clinic.name }}", "A &amp; B Clinic"), ("{{ part.html }}", "&lt;p&gt;"), ("{{ x.y }}{{ x['y'] }}", "11"),
    ("{% for line in lines %}{{ loop.index }}{{ line }}{% endfor %}", "1a2b"),
    ("{% for line in lines %}{{ loop.cycle('odd', 'even') }} {% endfor %}", "odd even "),
    ("{% for word, meaning in x.items() %}{{ word }}{{ meaning }}{% endfor %}", "y1"),
    ("{% for number in range(3) %}{{ number }}{% endfor %}", "012"), ("{{ title.upper()[:2] }}", "AS"),
    ("{% macro box(text) %}<b>{{ text }}</b>{% endmacro %}{{ box(title) }}", "<b>Asthma</b>"),
    ("{{ lines | join(', ') }}", "a, b"),
])  # fmt: skip
def test_a_template_takes_values_and_the_methods_of_plain_ones(text: str, html: str) -> None:
    assert filled(text) == html


@pytest.mark.parametrize(("text", "line"), [
    ("<p>\n{{ nosuch }}\n</p>", 2),  # StrictUndefined: a name that is not given
    ("<p>\n\n{{ clinic.nosuch }}\n</p>", 3), ("{% if x %}\n{% if nosuch %}a{% endif %}{% endif %}", 2),
    ("<p>\n{% for %}\n", 2), ("a\nb\n{{ open", 3), ("a\n{{ x | nosuch }}", 2), ("a\n{{ 'a' + 1 }}", 2),
    ("a\n{% for i in 5 %}{% endfor %}", 2), ("a\n\n{{ 1 / 0 }}", 3), ("{{ x }}\n{{ x[5] }}", 2),
])  # fmt: skip
def test_a_slip_is_told_with_its_file_and_line(text: str, line: int) -> None:
    diagnostic = fault_of({"parts/a.html.j2": text}, "parts/a.html.j2")

    assert (diagnostic.code, str(diagnostic.span)) == ("template", f"templates/parts/a.html.j2:{line}:1")


def test_a_slip_in_an_included_template_is_told_where_it_is() -> None:
    texts = {"a.html.j2": "\n\n{% include 'b.html.j2' %}", "b.html.j2": "\n{{ nosuch }}"}

    assert str(fault_of(texts).span) == "templates/b.html.j2:2:1"


@pytest.mark.parametrize("text", [
    "{{ ''.__class__.__mro__ }}", "{{ ''['__class__'] }}", "{{ '' | attr('__class__') }}",
    "{{ [''] | map(attribute='__class__') | first }}", "{{ (1).__class__ }}",
    "{{ cycler.__init__.__globals__.os }}", "{{ lipsum.__globals__ }}", "{{ self.__init__ }}",
    "{{ joiner }}", "{{ namespace() }}", "{{ dict() }}", "{{ open('/etc/passwd') }}",
    "{{ '{0.__class__}'.format(title) }}", "{{ '{0.__class__}'.format_map({}) }}",
    "{{ ('{0.__class__}' | string).format(title) }}", "{{ range(10**9) }}",
    "{{ clinic.__dict__ }}", "{{ clinic.model_dump() }}", "{{ clinic.model_construct }}",
    "{{ clinic.parse_file('/etc/passwd') }}", "{{ clinic.model_config['alias_generator']('a_b') }}",
    f"{{{{ clinic.parse_raw(\"{PICKLE}\", proto='pickle', allow_pickle=True) }}}}",
    "{{ clinic.model_fields.name.annotation }}", "{{ part.build() }}", "{{ part.build }}",
    "{{ lines.append(title) }}", "{{ x.update({}) }}",
    "{% include '../content/clinic.yaml' %}", "{% include '/etc/passwd' %}", "{% extends '/etc/passwd' %}",
    "{% import 'os' as os %}{{ os }}", "{% from 'subprocess' import run %}",
    "{% for a in lines %}{{ loop.__init__.__globals__ }}{% endfor %}",
    "{% macro m() %}{% endmacro %}{{ m._func }}", "{{ self._TemplateReference__context }}",
])  # fmt: skip
def test_a_template_cannot_leave_its_sandbox(text: str) -> None:
    diagnostic = fault_of({"a.html.j2": f"<p>\n{text}"})

    assert (diagnostic.code, str(diagnostic.span)) == ("template", "templates/a.html.j2:2:1")


def test_what_templates_are_given_stays_as_it_is() -> None:
    before = str(VALUES)
    for text in ("{{ lines.pop() }}", "{{ x.clear() }}", "{{ lines.sort() }}"):
        fault_of({"a.html.j2": text})

    assert str(VALUES) == before


def test_no_value_is_a_path_or_a_file() -> None:
    assert not [value for value in CLINIC.model_dump().values() if isinstance(value, Path)]


def test_components_and_parts_are_named_after_their_files() -> None:
    templates = Templates(
        {"components/tip.html.j2": "", "components/Tip.html.j2": "", "parts/head.html.j2": "", "parts/a-b.html.j2": "",
         "formats/card.html.j2": "", "components/notes.html.j2": "{# may be empty #}\n<div></div>"}
    )  # fmt: skip

    assert (templates.components, templates.parts) == ({"tip", "notes"}, ("head",))
    assert may_be_empty(templates) == {"notes"}


def test_a_component_has_a_role_by_a_comment_in_its_template() -> None:
    templates = Templates(
        {"components/ask.html.j2": "{# role: invitation #}\n", "components/photo.html.j2": "{# role: figure #}<div>",
         "components/tip.html.j2": "{# role #}", "parts/figure.html.j2": "{# role: missing #}"}
    )  # fmt: skip

    assert [component_of(role, templates) for role in ("invitation", "figure", "missing")] == ["ask", "photo", ""]


def test_a_page_needs_its_template_the_parts_and_all_that_they_include() -> None:
    templates = Templates(
        {"formats/card.html.j2": "{% include 'b.html.j2' %}", "b.html.j2": "{% import 'c.html.j2' as c %}",
         "c.html.j2": "", "parts/head.html.j2": "", "formats/other.html.j2": "", "components/tip.html.j2": "{% for %}"}
    )  # fmt: skip
    computed = Templates({"a.html.j2": "{% include title %}", "b.html.j2": ""})

    assert templates.needed(["formats/card.html.j2"]) == {
        "formats/card.html.j2", "b.html.j2", "c.html.j2", "parts/head.html.j2"
    }  # fmt: skip
    assert templates.needed(["components/tip.html.j2", "gone.html.j2"]) == {
        "components/tip.html.j2", "parts/head.html.j2"
    }  # fmt: skip
    assert computed.needed(["a.html.j2"]) == {"a.html.j2", "b.html.j2"}
