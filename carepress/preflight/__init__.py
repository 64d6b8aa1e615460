"""Checks, at four moments: the collection, as written, as laid out, as finished. One module a subject.

`registry` says which check runs at which moment. `collection` is light: it looks at all documents together and opens
none.
"""
