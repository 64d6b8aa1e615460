"""carepress: the handout press of a clinic.

One folder of plain text goes in; printed, emailed, accessible and cited handouts come out. The flow is one way:

    file --project--> text with positions --content--> Document      references.bib --bibliography--> works
       Document + works + clinic + format --compose--> HTML --typeset--> tagged PDF --pdf--> sheets, pictures
       any of them --preflight--> diagnostics   status -> jobs -> workers --build--> output/ --dashboard--> report.html

A package imports only packages below it (import-linter's contract in pyproject.toml):

    cli           arguments, verbs, what the terminal shows
    dashboard     output/report.html
    build         what is stale; jobs; workers; the only writer of output/
    preflight     checks: the collection, as written, as laid out, as finished
    compose       Document + works + clinic + format -> HTML
    typeset       HTML -> pages -> tagged PDF
    pdf           finished PDF -> sheets, pictures
    content       what staff supply: clinic, front matter, manuscript, document
    design        what designers supply: formats, brand, locales, templates, images
    bibliography  references.bib -> works in the Vancouver style
    project       files, text and YAML with positions
    system        this computer
    diagnostics   faults as values, the rules, their text
"""
