"""Starters: a small format and a small component that work, for designers to change.

In:   the name of the new format or component.
Out:  the texts of its files, by their names in the project.
Pure: nothing is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import dedent


def format_files(name: str) -> Mapping[str, str]:
    """A format of plain pages in one column and large type: its facts, its template, its stylesheet."""
    return _filled(FORMAT, name)


def component_files(name: str) -> Mapping[str, str]:
    """A box with a rule above it: its template and its stylesheet."""
    return _filled(COMPONENT, name)


def _filled(texts: Mapping[str, str], name: str) -> dict[str, str]:
    return {file.replace("NAME", name): dedent(text).lstrip().replace("NAME", name) for file, text in texts.items()}


FORMAT = {
    "templates/formats/NAME.yaml": """
        # docs/templates.md explains every key. Documents ask for this format with   formats: [NAME]
        papers:
          letter: {width: 8.5in, height: 11in}
          a4: {width: 210mm, height: 297mm}
        most-pages: 8
        margins: {top: 15mm, sides: 18mm, bottom: 18mm}
        title-sizes: {20: 44pt, 40: 36pt, 999: 30pt}
        sizes: {body: 18pt, body-line: 25pt, h2: 26pt, h2-line: 30pt, h3: 20pt, h3-line: 26pt, caption: 16pt,
                caption-line: 22pt, small: 14pt, small-line: 19pt, fine: 14pt, fine-line: 19pt, references-head: 18pt,
                references-head-line: 24pt, reference-indent: 9mm, brand: 16pt, way: 20pt, way-line: 26pt,
                number-indent: 9mm, box: 6mm}
    """,
    "templates/formats/NAME.html.j2": """
        <!DOCTYPE html>
        <html lang="{{ lang }}" dir="{{ direction }}">
        <head>{{ head }}</head>
        <body class="NAME">
        {{ brand }}
        {% if draft %}<p class="draft">{{ words.draft }}</p>{% endif %}
        <h1 style="font-size: {{ title_size }}">{{ title }}</h1>
        {% if subtitle %}<p class="subtitle">{{ subtitle }}</p>{% endif %}
        {% for band in bands %}
        {% for section in band.sections %}
        <section class="section">
        {% if section.heading %}<h2 data-line="{{ section.line }}">{{ section.heading }}</h2>{% endif %}
        {% for part in section.parts %}{{ part }}{% endfor %}
        </section>
        {% endfor %}
        {% for part in band.side %}{{ part }}{% endfor %}
        {% endfor %}
        {{ glossary }}
        {{ notice }}
        {{ references }}
        {{ contact }}
        {{ imprint }}
        </body>
        </html>
    """,
    "styles/formats/NAME.css": """
        /* Sizes stand in templates/formats/NAME.yaml and styles/tokens.css, colours in styles/tokens.yaml. */
        @layer format {
          .NAME h1 { color: var(--deep); line-height: 1.1; margin-top: var(--space-4); }
          .NAME .subtitle { font-size: var(--h3); line-height: var(--h3-line); }
          .NAME .draft { color: var(--clay); font-weight: 700; }
          .NAME .section { margin-top: var(--space-5); }
          .NAME .contact { margin-top: var(--space-5); padding: var(--box); }
          .NAME .imprint { margin-top: var(--space-4); }
        }
    """,
}
COMPONENT = {
    "templates/components/NAME.html.j2": """
        <div class="NAME box" data-line="{{ line }}">
        {% for part in parts %}{{ part.html }}{% endfor %}
        </div>
    """,
    "styles/components/NAME.css": """
        /* Manuscripts open this box with   ::: NAME */
        @layer components {
          .NAME { border-top: var(--rule) solid var(--teal); background: var(--mist); }
        }
    """,
}
