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
    startup        what is imported comes quickly
    diagnostics    Span, Severity, Diagnostic, Report: faults as values, and their text form
    telling        a Report as text for people, and as annotations for GitHub
    codes          what every fault code means, for `explain CODE`
    source         an author's file, its lines, the Span of any offset
    project        one clinic's folder, or a parcel of it: its files by their names
    edition        what a file is for: screen, print
    policy         how serious a clinic takes each fault
    plan           what there is to make, what it depends on, why it is stale
    manifest       what stands in output/, and from what it was made
    results        what goes to a worker, and what comes back
    abstracts      manuscripts and shared files in brief, as the plan needs them
    ledger         what was learnt of files, so that they need not be read again
    upkeep         what time does to documents, and one language to the others
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
    imposition     panels in reading order -> sheets in press order
    preflight      takes what is finished, returns Diagnostics
    common         what all documents share
    abstracting    reads manuscripts and shared files in brief
    survey         every task, whether it is current, and what documents share
    picturing      finished pages as small pictures
    sourcing       the files that one document's pages use
    stages         one document through all of the above
    suspicion      why a document was too much for the typesetter, once it has been
    pool           processes that take one order after another, within limits
    scheduler      orders done on other computers; the only importer of distributed
    output         what stands in output/; the only writer of it
    lock           one build at a time
    overview       every document's state, faults and dates on one page: output/report.html
    pipeline       which tasks, in what order
    reporting      a run on output/report.html
    start          a new document from an example
    watching       a round of work after every change
    previewing     the finished pages in a browser on this computer
    progress       how far a run has come, as a bar
    colouring      faults in colours on a terminal
    usage          names on the command line that nothing bears
    commands       what each verb of the command does
    cli            arguments, exit statuses; with commands the only printer
"""
