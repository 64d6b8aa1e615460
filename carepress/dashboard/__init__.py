"""The overview: how every document stands, on one page for whoever answers for the handouts.

    standing   documents, what state each is in, and the sentences that sum it up
    agenda     faults in the order in which to take them, as the page shows them
    cards      what the page shows of each document
    page       all that the page says, filled into its template

In:   an Overview: the day, the clinics, the tasks after a run, what stands in output/, every fault.
Out:  the HTML of output/report.html: one file, but for the small pictures beside it.
Never: reads the clock, decides what a fault is, or writes.
"""

from carepress.dashboard.model import Dashboard, Shown
from carepress.dashboard.page import render

__all__ = ["Dashboard", "Shown", "render"]
