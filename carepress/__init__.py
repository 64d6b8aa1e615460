"""carepress: the handout press of a clinic.

One folder of plain text goes in; printed, emailed, accessible and cited handouts come out. The flow is one way:

    file --source--> Source --manuscript--> Manuscript --document--> Document
       Document + Bibliography --prose--> Composition
       Composition + Clinic + Format --templating--> HTML
       HTML --typesetting--> reading-order PDF --imposition--> sheets
       any PDF --preflight--> faults        --pipeline--> output/

Each module is a stage, and imports only modules that stand above it in this list:

    exits          the exit statuses
    machine        what this computer has, and what to type when something is missing
    setup          what `make docs` does before the first page
    diagnostics    Span, Severity, Diagnostic, Report: faults as values, and their text form
    telling        a Report as text for people, and as annotations for GitHub
    codes          what every fault code means, for `explain CODE`
    source         an author's file, its lines, the Span of any offset
    project        one clinic's folder: its files by their names
    records        a YAML mapping in which every key has a Span
    record_faults  a model's complaints about a record, as sentences
    checks         what a clinic asks of the preflight: limits, levels, what is off and why
    colour         contrast and mixing
    clinic         clinic.yaml -> Clinic
    brand          _brand.yml -> Brand
    vancouver      the reference style: a pybtex style class
    bibtex         references.bib, cut where its entries begin -> References
    bibliography   References -> Bibliography: works that can be found, each once
    formats        templates/formats.yaml -> Format: Length, Panel, Side, folds
    manuscript     Source -> Manuscript: front matter with spans, Markdown tokens
    front_matter   the keys at the head of a manuscript
    document       Manuscript -> Document: typed and valid
    words          what carepress itself prints, language by language
    prose          Document + Bibliography -> Composition: HTML with numbered citations
    makeup         which text stands where; how free space is shared out
    qr             contact URL -> QR symbol as one SVG path
    drawings       SVG drawings in the colours and fonts of the brand
    photographs    pictures without notes on persons, places and cameras
    templating     the only importer of jinja2
    typesetting    the only importer of weasyprint
    levelling      finished pages end on one line; feet stand on theirs
    fitting        text meets its panels: overfull, empty, level
    sharing        pages that clinics have in common are laid out and drawn once
    imposition     panels in reading order -> sheets in press order
    preflight      takes what is finished, returns Diagnostics
    plan           which editions there are, their inputs, what is stale
    common         what all documents share
    stages         one document through all of the above
    output         what stands in output/; the only writer of it
    picturing      finished pages as small pictures
    overview       every document's state, faults and dates on one page: output/report.html
    pipeline       which tasks, in what order
    reporting      a run on output/report.html
    start          a new document from an example
    watching       a round of work after every change
    previewing     the finished pages in a browser on this computer
    colouring      faults in colours on a terminal
    commands       what each verb of the command does
    cli            arguments, exit statuses; with commands the only printer
"""
