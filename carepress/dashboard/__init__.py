"""The dashboard: the state of every document on one page, for the person in charge of the handouts.

    model        documents, the state of each, and the sentences that sum it up
    todo         the to-do list: faults in the order in which to fix them
    cards        what the page shows of each document
    page         all that the page says, filled into its template
    thumbnails   small pictures of pages that are missing
    write        report.html after a run

In:   a Dashboard: the day, the clinics, the tasks after a run, the PDFs in output/, every diagnostic.
Out:  the HTML of output/report.html: one file, apart from the small pictures beside it.
Never: reads the clock, or decides what a fault is.
"""

from carepress.dashboard.model import Dashboard, TaskRow
from carepress.dashboard.page import render

__all__ = ["Dashboard", "TaskRow", "render"]
