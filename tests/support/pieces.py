"""What authors type, sensible or not: the pieces that tests/support/strategies.py puts together.

Data only. In a table of keys, the first value of each key is valid; a key whose first value is `!` is required.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

ODD_SIGNS = (
    "\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad", "\xa0", "\u2028", "\x85", "\u202e", "\u2066", "\u2069",
    "\u200f", "\u0301", "e\u0301\u0302\u0323", "\U0001f489", "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "\U000e0067", "\ufffd", "\uffff", "\ue000", "\u05e9\u05dc\u05d5\u05dd", "\u0633\u0644\u0627\u0645", "\u75db",
    "\ufb01", "\u00bd", "\u2013", "\u2026", "\x01", "\x07", "\x0b", "\x0c", "\x1b[31m", "\x7f", "\x9f", "\x09", "\\",
    "`", "``", "```", "~~~", "*", "**", "***", "_", "__", "[", "]", "(", ")", "{", "}", "<", ">", "<b>", "</b>",
    "<!--", "-->", "<?x", "&", "&amp;", "&#0;", "&#xD800;", "&#x10FFFF;", "&nbsp;", "#", "##", "|", "||", "---",
    "===", "...", ":", ": ", "::", ":::", "::::", "!", "![", "](", "@", "[@", "%", "%s", "{0}", "{{", "{%", "$",
    "$x$", "^", "~", "'", '"', "''", ",", ";", "=", "- ", "? ", "1.", "1)", "999999999.", "\n", "\n\n", "\n---\n",
    "\n...\n", "    ", "\\\n", "  \n", "null", "true", "1e999", "0x1F", "-1", "\\ud800", "x" * 200,
    "Donaudampfschiff" * 12, "W" * 60, "https://clinic.example/" + "a" * 90, "../../etc/passwd",
    "file:///etc/passwd",
)  # fmt: skip
"""Characters with a special meaning, invisible characters and long words."""

PLAIN_VALUES = (
    "", "~", "null", "true", "no", "0", "7", "-1", "1.5", "1e999", ".nan", ".inf", "0o17", "1_000", "2026-11-22",
    "2028-02-30", "0001-01-01", "9999-12-31", "2028-11-01T10:00:00Z", "asthma", "Living with asthma", '"in quotes"',
    "'single'", '"\\ud800"', '"\\0"', '"\\u202e\\u200b"', '"a\\nb"', "|\n  two\n  lines", ">-\n  folded\n  text",
    "[]", "{}", "[a, b]", "[[a], [b]]", "[1, 2]", "[~]", "{a: b}", "{a: {b: c}}", "{1: 2}", "{? [a] : b}", "a: b",
    "a #b", "#b", "# b", "@a", "`a`", "%a", "&a b", "*a", "!!python/object:os.system x", "!!binary aGk=", "<<: a",
    "- a", "[a, b", '"open', "{a: b", "a\x09b", "12:30:45", "312-555-0142", "\U0001f489", "\u0633\u0644\u0627\u0645",
    "x" * 300, "word " * 80,
)  # fmt: skip
"""Possible values of a key: every kind that YAML knows, and some that it cannot read."""

FRONT_KEYS: Mapping[str, Sequence[str]] = {
    "title": (
        "!", "Living with asthma", "A", "ALS", "Asthma & you", '"Asthma: <b>what</b> now?"',
        "A title of a good many words that goes on", "Pneumonoultramicroscopicsilicovolcanoconiosis",
        "\u00bfQué es?", "A *star* and a [link](x)", '"  "', "Días",
    ),
    "formats": (
        "!", "[fact-sheet]", "[fact-sheet, fact-sheet]", "[brochure]", "[fact-sheet, brochure]", "[factsheet]", "[]",
        "fact-sheet",
    ),
    "subtitle": ("A guide for patients", "word " * 30, '""'),
    "summary": ("What asthma is.", "word " * 60, "Say <i>hello</i> & {{ bye }}"),
    "status": ("draft", "approved", "Approved", "final"),
    "version": ('"0.1"', "0.1", '""', '"1.0 beta \u2014 2"'),
    "written-by": ("Patient information team", "[A, B]", "A. B. & C"),
    "reviewed-by": ("Dr Ana Pérez", '""'),
    "reviewed": ("2026-11-01", "2031-01-01", '"2026-11-01"', "November"),
    "review-by": ("2028-11-01", "2020-01-01", "2026-11-22", "soon"),
    "investigational": ("false", "true", "yes", '"true"'),
    "references": ("printed", "online", "on-request", "none"),
    "further-reading": ("[gina2024]", "[gina2024, gina2024]", "[smith2019]", "[smith2109]", "[]", '[""]'),
    "contact-path": ("asthma", "lungs/asthma", "/asthma/", "a b", "../x", '"?a=b"', "x" * 200, '""'),
    "audience": ("Adults with asthma", "{a: b}"),
    "keywords": ("[asthma]", "asthma", "[a, a]", '["", b]', "[\u0633\u0644\u0627\u0645]"),
    "glossary": (
        "{inhaler: a small device}", "{a: b, c: d}", "{inhaler: ''}", "[a]", "{airway: a <b>tube</b>}",
        "{" + "x" * 80 + ": long}",
    ),
    "cover-image": ("airways.svg", "nothing.svg", "../clinic.yaml", "airways", "airways.svg.svg", '""'),
    "translation-of": ("{}", '{en: "1.0"}', '{es: "0.1"}', "en", "{de: 1}"),
}  # fmt: skip

CLINIC_KEYS: Mapping[str, Sequence[str]] = {
    "name": ("!", "Example Clinic", "X", "word " * 30, '"<b>"'),
    "phone": ("!", "312-555-0142", "3125550142", '"+1 312 555 0142"', "+1 312 555 0142", "call us", "0142"),
    "contact-form": (
        "!", "https://clinic.example/contact", "https://clinic.example", "https://clinic.example/",
        "http://clinic.example", "clinic.example", "https://clinic.example/a?b=c", "https://x@clinic.example",
        "https://clínica.example/a", "https://clinic.example:99999", "https://clinic.example/" + "a" * 60,
        "https://bit.ly/x", '"https://clinic.example/\u200b"',
    ),
    "address": ("[100 River Road, Springfield]", "100 River Road", "[" + "A long street, " * 20 + "x]", "[]"),
    "hours": ("Monday to Friday, 8 to 5", "8:00-17:00", "word " * 40),
    "website": ("https://clinic.example", "ftp://clinic.example", '""'),
    "emergency": ("In an emergency call 911.", "word " * 80),
    "other-formats": ("Ask us for large print.", '""'),
    "investigational-notice": ("These treatments are experimental.", "word " * 200),
    "paper": ("letter", "a4", "A4", "legal"),
    "checks": (
        "{}", "{sentence-words: 20}", "{sentence-words: -1}", "{levels: {claim-word: error}}",
        "{levels: {claim-word: 7}}", "{levels: {lost-text: note}}",
        "{off: {long-sentence: Our editors read all aloud.}}", "{off: {long-sentence: no}}",
        "{off: {nothing: at all whatsoever}}", "{most-kb: 1}", "{most-kb: 10000}",
        "{reading-grade: 1, highest-grade: 0.5}", "{known-words: [appointment]}", "{verapdf: maybe}",
    ),
}  # fmt: skip

BRAND_KEYS: Mapping[str, Sequence[str]] = {
    "color": (
        '{primary: "#0A3D47"}', '{primary: "#FFCC00", secondary: "#FF88AA"}', "{primary: red}",
        '{palette: {ink: "#000", a: b, b: a}, primary: a}', '{foreground: "#FFFFFF"}', "{primary: rgb(1, 2, 3)}",
        '{primary: "#12345"}', '{palette: {mist: "#000000", sand: "#000000", cream: "#000000"}}',
        '{danger: "#FFFFFF", light: "#111111"}',
    ),
    "typography": (
        "{base: Atkinson Hyperlegible}", "{base: Comic Sans}", "{headings: DM Serif Text}",
        "{base: {family: DM Serif Text, size: 90px}}", "{fonts: [{source: google, family: Roboto}], base: Roboto}",
        "{fonts: [{source: file, family: X, files: [{path: x.ttf}]}], base: X}", "{monospace: {}}",
    ),
    "logo": (
        "asthma/airways.svg", "nothing.svg", "https://clinic.example/logo.svg", "../../x.svg",
        "{small: asthma/airways.svg}", "{images: {a: asthma/airways.svg}, small: a}",
    ),
    "meta": ("{name: Example Clinic}", "x"),
    "defaults": ("{carepress: {title-font: DM Serif Display}}", "{carepress: {title-font: 7}}", "{carepress: x}"),
}  # fmt: skip

SENTENCES = (
    "We are here to help.", "Call us at any time.", "Drink water.", "Rest when you are tired.",
    "Bring a friend with you.", "Take it with food.", "A nurse will show you how.", "You can ask us anything.",
)  # fmt: skip

INLINE = (
    "{}", "{}", "**{}**", "*{}*", "***{}***", "`{}`", "[{}](https://clinic.example/a)", "[{}](tel:312-555-0142)",
    '"{}"', "{}\\\n", "{} [@smith2019]", "{} [@smith2019; @lee2021, p. 3]", "a {} & b < c", "**{}** &amp; c",
    "{}--d", "[**{}**](mailto:desk@clinic.example)", "\\*{}\\*", "\u00bf{}?",
)  # fmt: skip
"""Ways to mark up a word in a sentence."""

HEADINGS = (
    "## About {}", "## {} {{panel=flap}}", "## *{}* now", "## What {0}?\n\n### Again", "## **A {}** `b`",
)  # fmt: skip

MARKDOWN = (
    "::: callout\n- **A** word {icon=hand}\n:::", "::: warning\n- **A** word {icon=hand}\n:::",
    "::: key-facts\n- **A** word {icon=hand}\n:::", "::: pull-figure\n- **A** word {icon=hand}\n:::",
    "::: steps\n- **A** word {icon=hand}\n:::", "::: icons\n- **A** word {icon=hand}\n:::",
    "::: contact\n- **A** word {icon=hand}\n:::", "::: notes\n- **A** word {icon=hand}\n:::",
    "::: figure\n- **A** word {icon=hand}\n:::", "::: callout\n:::", "::: warning\n:::", "::: key-facts\n:::",
    "::: pull-figure\n:::", "::: steps\n:::", "::: icons\n:::", "::: contact\n:::", "::: notes\n:::",
    "::: figure\n:::", "::: only fact-sheet\nText.\n:::", "::: only brochure", ":::::: not\nText.\n::::::",
    "::: {.callout}\nText.\n:::", "::: callout extra\nText.\n:::", "# One", "## ", "## Again", "### Third",
    "###### Sixth", "## A {panel=flap}", "## A {panel=nowhere}", "## A {panel=inside-1}", "Setext\n===",
    "Setext\n---", "- a\n  - b\n    - c\n      - d", "1. a\n1. b\n7. c", "- [ ] to do", "- {icon=hand}",
    "- **Word** {icon=nothing}", "* a\n+ b\n- c", "10000000000. a", "> > > deep", "> ## heading",
    "> ::: callout\n> x\n> :::", "- ::: callout\n  x\n  :::", "    code", "```\n::: callout\n```",
    "~~~ python\nx = 1\n~~~", "| a | b |\n| --- | --- |\n| c | d |", "| a |\n|---|", "| a | b |\n| - |",
    "|a|b|c|d|e|f|g|h|i|j|k|l|\n|-|-|-|-|-|-|-|-|-|-|-|-|\n|1|2|3|4|5|6|7|8|9|10|11|12|",
    "|" + " Overwhelmingly |" * 9 + "\n|" + "---|" * 9,
    "| a | b |\n| --- | --- |\n| [@smith2019] | ![x](airways.svg) |", "[@smith2019]",
    "[@smith2019; @lee2021; @gina2024]", "[@nobody]", "[@smith2019, p. 3; see @lee2021]", "@smith2019", "[@]",
    "[@smith2019", "[-@smith2019]", "[@smith2019;]", "[@a@b]", "[words](https://clinic.example)",
    "[words](http://clinic.example)", "[words](javascript:alert(1))", "[words](x.md)", "[](https://clinic.example)",
    "<https://clinic.example>", "[words](<>)", "[words](tel:1)",
    "[words][later]\n\n[later]: https://clinic.example 'title'", "[[@smith2019]](https://clinic.example)",
    "[![alt](airways.svg)](https://clinic.example)", "[**a** `b`](https://clinic.example)", "![](airways.svg)",
    "![alt](airways.svg)", '![alt](airways.svg "title")', "![alt](nothing.png)", "![alt](../clinic.yaml)",
    "![alt](https://clinic.example/x.png)", "![alt](data:image/png;base64,AA==)",
    "![a](airways.svg)![b](airways.svg)", "<div>\nraw\n</div>", "a <br> b", "<script>alert(1)</script>",
    "<!-- note -->", "&copy; &bogus; &#x1F489;", "a\\\nb", "a  \nb", "***", "- - -", "--- ", "[^1]\n\n[^1]: note",
    "Term\n: meaning", "a" * 400, "Loremipsum" * 40, "word " * 400, "https://clinic.example/" + "a" * 200, "**" * 40,
    "*a **b* c**", "`" * 9, "[" * 60 + "]" * 60, ">" * 40 + " x", "- " * 30 + "x", "(" * 200,
)  # fmt: skip
"""Blocks that authors might type."""

FIELDS: Mapping[str, Sequence[str]] = {
    "author": (
        "{Smith, Anna and Jones, Ben}", "{{World Health Organization}}", "{Smith, A. and others}", "{Smith and}",
        "{and and and}", "{, , , ,}", "{}", '"Smith, Anna"', "{Lee, Min-ji" + " and Lee, Min-ji" * 11 + "}",
        "{van der Berg, Eva}", "{M{\\\"u}ller, J{\\'o}se{\\'e}}", "{\\unknown{x}, Y}", "{Smith, Jr., Anna, X, Y}",
        "{{{{Deep}}}}", "{\u738b, \u5c0f\u660e}", "{Smith, \u200b}",
    ),
    "title": (
        "{Airway swelling in asthma}", "{{ALS} and {MND}: a $\\alpha$ review}", "{}", '"A " # "title"',
        "{A \\emph{word} \\& 50\\% more~so}", "{<b>Bold</b> & {{x}}}", "{" + "Long title " * 40 + "}", "{What now?}",
        "{\\frac{1}{2}}",
    ),
    "journal": ("{Respir Care}", "{The New England Journal of Medicine}", "{}", "jan", "{J. Test. Med.}"),
    "year": ("{2019}", "2019", "{1850}", "{2031}", "{in press}", "{}", "{2019a}", "{20 19}", "-5"),
    "volume": ("{64}", "{}", "{A&B}", "64"),
    "number": ("{3}", "{3--4}", "{Suppl 1}"),
    "pages": (
        "{101--109}", "{101-109}", "{109--101}", "{e12}", "{1,5,9}", "{}", "{---}", "{101\u2013109}", "{CD001447}",
        "{S12-S9}",
    ),
    "doi": (
        "{10.1000/resp.2019.64}", "{10.1000/thx.2021.76}", "{https://doi.org/10.1000/x}", "{doi:10.1/x}",
        "{10.1000/a b}", "{10.1000/a_b<c>(d)}", "{x}", "{}",
    ),
    "month": ("jan", "{March}", "3", "{13}", "sept", "undefined"),
    "publisher": ("{GINA}", "{}"),
    "address": ("{London}",),
    "edition": ("{2}", "{Second}"),
    "editor": ("{Smith, A.}",),
    "booktitle": ("{A book}",),
    "institution": ("{WHO}",),
    "school": ("{X}",),
    "url": (
        "{https://clinic.example/a_b?c=d&e}", "{not a url}", "{javascript:alert(1)}",
        "{https://clinic.example/" + "a" * 200 + "}",
    ),
    "urldate": ("{2026-11-01}", "{yesterday}"),
    "howpublished": ("{\\url{https://clinic.example}}",),
    "note": ("{In press}", "{\\[}"),
    "crossref": ("{lee2021}", "{smith2019}", "{nobody}"),
    "howl": ("{x}",),
    "key": ("{x}",),
}  # fmt: skip
"""The fields of a work; the first value of each is valid."""

KINDS = (
    "article", "article", "book", "misc", "techreport", "inbook", "incollection", "inproceedings", "phdthesis",
    "online", "Article", "ARTICLE", "artikel", "proceedings", "manual", "unpublished",
)  # fmt: skip

KEYS = (
    "smith2019", "lee2021", "gina2024", "other2020", "Smith2019", "a b", "", "x:y/z", "{x}", "müller",
)  # fmt: skip

BETWEEN = (
    "", "% a note", "@comment{a note}", "@string{jan = {January}}", "@string{x = }", "@preamble{ {x} }", "@", "@{",
    "}", "text between", "@article", "@article{", "@article{x", "@comment{", "@string{a = a}",
)  # fmt: skip
"""What may appear between two works."""
