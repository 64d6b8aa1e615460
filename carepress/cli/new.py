"""Starting a document: a folder in content/ with a manuscript that builds and shows every key that matters.

In:   the Project, the document's name, its languages.
Out:  new files in content/, or what is wrong with the name.
Never: touches a file that is there.
"""

from __future__ import annotations

from carepress.content.front_matter import LANGUAGES, LONGEST_NAME, NAME
from carepress.project.files import ProjectFolder

EXAMPLE = """\
---
# yaml-language-server: $schema=../../docs/schema/front-matter.schema.json
title: {title}
subtitle: A guide for patients and families
summary: One sentence that says whom this is for and what it tells.
formats: [fact-sheet]
status: draft
version: "0.1"
written-by: Your name or team
---

## What is it?

Say in two or three short sentences what it is. Write as you would speak.

::: key-facts
- The first thing to remember.
- The second thing to remember.
:::

## What you may notice

- One sign
- Another sign

## What can help

Say what a patient can do today, and what the clinic can do. Cite a work of references.bib by its key in brackets:
`[@brown2017]`

::: warning
**Call for help** if it gets worse quickly.
:::
"""


def start(project: ProjectFolder, name: str, languages: list[str]) -> tuple[list[str], str]:
    """Make content/NAME/LANG.md for each language. Gives the files made, and what is wrong if none could be."""
    if name == "clinics":
        return [], "content/clinics/ is the folder of the clinics; choose another name"
    if not NAME.fullmatch(name) or len(name) > LONGEST_NAME:
        return [], f"`{name}` cannot be a document's name: small letters, digits and hyphens, at most {LONGEST_NAME}"
    unknown = [lang for lang in languages if lang.split("-")[0] not in LANGUAGES or not NAME.fullmatch(lang)]
    if unknown:
        return [], f"`{unknown[0]}` is not a language's code, as en or es"
    files = [f"content/{name}/{lang}.md" for lang in dict.fromkeys(languages)]
    there = [file for file in files if (project.root / file).exists()]
    if there:
        return [], f"{there[0]} is there already"
    title = name.replace("-", " ").capitalize()
    for file in files:
        path = project.root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(EXAMPLE.format(title=title), encoding="utf-8", newline="\n")
    return files, ""
