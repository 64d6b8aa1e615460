"""Building: what is stale and why, jobs, workers and results. The only writer of output/.

    request, plan       what is asked for; tasks, file names, what each depends on
    status, cache       why each task is stale, reading only what has changed
    runner, rounds      a run: status, jobs, workers, validation, output; which jobs are left, and what has come back
    verdicts, outcome   which PDFs are fit for output/; what a run found and did
    jobs, workers       what goes to a worker and comes back; processes within limits of time and memory
    remote, aborted     the same on other computers; what to report where no result came back
    pipeline            in a worker: one task through all stages
    fonts               the brand's fonts
    inputs, summarise   files that documents share; a manuscript and what the status must know of it
    fitting             pages on which a text fits, and whose fault it is if the typesetter fails
    dependencies        what the pages of a task may use, and so depend on
    output, manifest    files in output/, and what the manifest says of them
    disk, ownership     whole files, no links; which folder and files are carepress's own
    archive             output/.old/
    lock, toolchain     one command at a time; the versions of carepress and its libraries

`dashboard` and `cli` come in here. Modules that a build with nothing to do needs import no library.
"""
