"""carepress: the handout press of a clinic.

One folder of plain text goes in; printed, emailed, accessible and cited handouts come out. The flow is one way:

    file --source--> Source --manuscript--> Manuscript --document--> Document
       Document + Bibliography --prose--> Composition
       Composition + Clinic + Format --templating--> HTML
       HTML --typesetting--> reading-order PDF --imposition--> sheets
       any PDF --preflight--> faults        --pipeline--> output/

Each module is a stage, and imports only modules that stand above it in this list:

    machine        what this computer has, and what to type when something is missing
    diagnostics    Span, Severity, Diagnostic, Report: faults as values, and their text form
    codes          what every fault code means, for `explain CODE`
    source         an author's file, its lines, the Span of any offset
    records        a YAML mapping whose every key has a Span, checked by a model
    clinic         clinic.yaml and _brand.yml -> Clinic, Brand
    vancouver      the reference style: a pybtex style class
    bibliography   references.bib -> Bibliography
    manuscript     Source -> Manuscript: front matter with spans, Markdown tokens
    formats        templates/formats.yaml -> Format: Length, Panel, trim, folds
    document       Manuscript -> Document: typed and valid
    prose          Document + Bibliography -> Composition: HTML with numbered citations
    makeup         which panel or page holds what; how free space is shared out
    qr             contact URL -> QR symbol as one SVG path
    drawings       SVG drawings in the colours and fonts of the brand
    templating     the only importer of jinja2
    typesetting    the only importer of weasyprint
    imposition     panels in reading order -> sheets in press order
    preflight      takes a finished PDF, returns Diagnostics
    plan           which editions there are, their inputs, what is stale
    pipeline       the order of the stages; the only writer of output/
    cli            arguments, progress, exit codes; the only printer
"""
