"""Codes: what every fault means, for `explain CODE`.

A message has room for what is wrong and what to type. Why it matters to a patient stands here. A test proves that
every code of the package has an entry here, and a small faulty project in tests/diagnostics/.

In:   a code.
Out:  its meaning as text.
Pure: data.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a check does, why it matters to the person who reads the handout, and how to mend the fault."""

    what: str
    why: str
    mend: str


def explanation(code: str) -> str:
    """The meaning as three short paragraphs. Raises KeyError for an unknown code."""
    meaning = CODES[code]
    return f"{code}: {meaning.what}\n\nWhy it matters: {meaning.why}\n\nHow to mend it: {meaning.mend}"


CODES: dict[str, Meaning] = {
    # files and their form
    "no-documents": Meaning("There is nothing in content/ to build.", "Nothing can be handed out.",
                            "Type `python make_docs.py new asthma`, or copy a document's folder into content/."),
    "unreadable-file": Meaning("A file cannot be opened.", "What it says would be missing from the handout.",
                               "Check that the file is there, is not open elsewhere, and that you may read it."),
    "not-utf8": Meaning("A file is saved in another encoding than UTF-8.", "Accents and signs would come out as other letters.",
                        "Open the file in your editor and save it with the encoding UTF-8."),
    "outside-project": Meaning("A file outside the document's folder or on the web is asked for.",
                               "A handout must not change because something elsewhere changed, and nothing private may leak.",
                               "Copy the file into the document's folder and type only its name."),
    "yaml-syntax": Meaning("A line of the front matter or of a .yaml file cannot be read.",
                           "carepress would have to guess what is meant.",
                           "Write `key: value`. A value with a colon, a # or a quotation mark goes in quotes."),
    "repeated-key": Meaning("A key stands twice.", "Only one of the two values can be printed.", "Delete one of the lines."),
    "no-front-matter": Meaning("A manuscript lacks its front matter between two lines of ---.",
                               "Without a title and a version nobody knows what they hold in their hands.",
                               "Start the file with ---, the keys, and --- again; content/als/en.md shows how."),
    "missing-key": Meaning("A key that is needed is not there.", "The handout would lack its title, its telephone number or the like.",
                           "Add the line that the message shows."),
    "unknown-key": Meaning("A key is not one that carepress knows, most often for a slip of the pen.",
                           "What you wrote there would silently have no effect.", "Correct the key, or delete the line."),
    "wrong-type": Meaning("A value is of another kind than the key needs.", "A date that is not a date cannot remind anybody.",
                          "Type the value as the message shows. Numbers that are text go in quotes: version: \"1.0\""),
    "bad-name": Meaning("A folder's name cannot become the name of a PDF.",
                        "Names with blanks or accents break in mail programs and on some computers.",
                        "Rename the folder: small letters, digits and hyphens."),
    "unknown-language": Meaning("A manuscript is not named after a language.",
                                "A screen reader speaks the text in the language that the file's name says.",
                                "Name it en.md, es.md, or by another two-letter code of ISO 639-1."),
    "no-words": Meaning("carepress's own headings are not translated into this language yet.",
                        "A patient would meet English words in the midst of the text.",
                        "Translate templates/words/en.yaml and save it under the language's code."),
    # clinic and brand
    "contact-form": Meaning("The contact form's address is missing or cannot be opened safely.",
                            "The QR code leads there. An address without https:// lets others read what patients write.",
                            "Type the address as your browser shows it, starting with https://, without ? and #."),
    "missing-notice": Meaning("An investigational document has no notice to print.",
                              "Patients must be told that a treatment is not approved (21 CFR 312.7).",
                              "Add `investigational-notice: ...` to clinic.yaml, in the words that your clinic has settled."),
    "brand": Meaning("_brand.yml is not as the brand.yml standard wants it.", "The handout would not look like the clinic's.",
                     "Correct the key or the colour; colours are written like \"#0A3D47\"."),
    "brand-contrast": Meaning("A colour of the brand is too weak for text (WCAG 2.1: 4.5:1 for text, 3:1 for drawings).",
                              "People with low vision could not read it. A stronger tone is printed instead.",
                              "Choose a stronger colour, or accept the one that the message gives."),
    "missing-font": Meaning("A font of the brand is not on this computer.", "Another font would change every page, and may lack letters.",
                            "Put the font's .ttf files into content/fonts and name them in _brand.yml."),
    # governance
    "overdue": Meaning("The day by which the document was to be reviewed has passed.",
                       "Medicine moves on; patients may be told what no longer holds.",
                       "Have a clinician review it and set `reviewed`, `reviewed-by` and `review-by`."),
    "incomplete-imprint": Meaning("An approved document lacks its version, reviewer or dates, or the dates contradict each other.",
                                  "Nobody could tell who answers for it, or whether it is still valid.",
                                  "Add the keys that the message names, or set `status: draft`."),
    # the text
    "unknown-format": Meaning("A format is not a row of templates/formats.yaml.", "The text would be printed nowhere.",
                              "Correct the name; the message lists the formats."),
    "unknown-panel": Meaning("A heading asks for a panel that takes no text.", "The text would have no place.",
                             "Use one of the panels that the message lists. Cover and back are filled by carepress."),
    "unknown-component": Meaning("A box `::: name` is not one that carepress has.", "The text would lose its form.",
                                 "Correct the name; the message lists the components."),
    "unknown-icon": Meaning("An icon is not in styles/icons/.", "The row would stand without its picture.",
                            "Correct the name; the message lists the icons."),
    "unknown-attribute": Meaning("Something in curly brackets means nothing here.", "It would be printed, or do nothing.",
                                 "Delete it, or type what the message shows."),
    "empty-component": Meaning("A box has nothing in it.", "An empty box looks like a printing fault.", "Fill or delete it."),
    "open-div": Meaning("A box is opened and not closed, or closed and not opened.",
                        "Text would slip into a box, or colons would be printed.",
                        "Every `::: name` needs a line of as many colons where it ends. An outer box has one colon more."),
    "raw-html": Meaning("There is HTML in the text.", "It would not be printed, and a screen reader could not tell what it is.",
                        "Use Markdown: **bold**, lists, tables, or a component."),
    "heading-level": Meaning("A heading's level is wrong or skips one.",
                             "People who listen jump from heading to heading; a gap sounds like something is missing (PDF/UA-1, 7.4.2).",
                             "## for headings of the text, ### below them."),
    "bad-link": Meaning("A link leads nowhere, or has no words.", "A reader who clicks or listens gets nowhere.",
                        "Type [words](https://...), with the address that your browser shows."),
    "missing-alt": Meaning("A picture has no words for people who cannot see it.", "A blind reader would miss what it shows (WCAG 1.1.1).",
                           "Say in the square brackets what the picture tells: ![Open and narrow airways](airways.svg)"),
    "missing-picture": Meaning("A picture is not in the document's folder.", "There would be a hole in the page.",
                               "Put the file there, or correct its name; capital letters count."),
    "picture-kind": Meaning("A picture is of a kind that cannot be printed.", "It would be missing on the page.",
                            "Save it as .svg, .png or .jpg."),
    "citation-form": Meaning("A citation cannot be read.", "The claim would stand without its source.",
                             "Type [@key], [@key; @other] or [@key, p. 3]."),
    "unknown-citation": Meaning("A cited work is not in references.bib.", "The claim would stand without its source.",
                                "Correct the key, or add the work to content/references.bib."),
    "broken-reference": Meaning("A cited work's entry has a fault.", "The reader could not find the source.",
                                "Mend the entry in references.bib; its own message says how."),
    # references.bib
    "bibtex-syntax": Meaning("An entry of references.bib cannot be read.", "Works would be missing from the list.",
                             "Look at the line in the message: most often a bracket, a comma or a quotation mark is missing."),
    "duplicate-key": Meaning("Two works have the same key.", "A claim could be given the wrong source.",
                             "Give one of them another key, and cite it by that."),
    "duplicate-doi": Meaning("The same work stands there twice.", "It would get two numbers, as if it were two proofs.",
                             "Keep one of the entries, and cite that one everywhere."),
    "bad-doi": Meaning("A DOI does not have the form 10.NNNN/...", "The link would lead nowhere.", "Copy the DOI from the article."),
    "incomplete-reference": Meaning("A work lacks what a reader needs to find it.", "A source that cannot be found proves nothing.",
                                    "Add the fields that the message names, if the source gives them. Never invent them."),
    "odd-year": Meaning("A year cannot be right.", "A reader would look for the work in the wrong place.", "Correct the year."),
    "unknown-entry-type": Meaning("An entry's type is not one of BibTeX's.", "It is printed as best as can be, and may lack parts.",
                                  "Correct the word after the @."),
    # the page
    "overfull-panel": Meaning("A panel has more text than fits.", "Text is never cut or shrunk: somebody would miss it.",
                              "Shorten the text, or keep a part for another format with `:::: not brochure`."),
    "empty-panel": Meaning("A panel has no text.", "A blank panel looks like a misprint.",
                           "Write some more, say what stands on the flap with {panel=flap}, or put in `::: notes`."),
    "too-many-pages": Meaning("A document has more pages than its format allows.", "A fact sheet that nobody finishes informs nobody.",
                              "Shorten it, or make two documents of it."),
    "outside-page": Meaning("Text stands outside its page.", "It would be cut off by the printer.",
                            "Shorten the long word or address, or give the table fewer columns."),
    "lost-text": Meaning("Letters of the manuscript are not on the page.", "A patient would not be told.",
                         "This is a fault of a template or stylesheet: let text flow instead of giving its box a fixed height."),
    "missing-glyph": Meaning("The font has no picture for a letter.", "A box or nothing would be printed in its place.",
                             "Write it differently, or choose a font that has it."),
    "qr-unreadable": Meaning("The QR code, read back from the finished page, does not give the contact form's address.",
                             "A patient's telephone could not open it.", "Shorten the address; else the template is at fault."),
    "unfit-file": Meaning("The finished PDF lacks something that assistive technology or archives need.",
                          "A screen reader could not read it well.", "This is carepress's or a template's fault: please report it."),
    "large-file": Meaning("A PDF is larger than 500 kB.", "Mailboxes refuse large files, and telephones load them slowly.",
                          "Use smaller pictures."),
    "template": Meaning("A template cannot be filled.", "There is no page without it.",
                        "Look at the template's line in the message; docs/templates.md lists what it can use."),
    "typesetter": Meaning("The typesetter met something that it does not understand.", "The page may not look as meant.",
                          "Look for the fault in the stylesheet, template or drawing that changed last."),
}  # fmt: skip
