"""Importing: files of other programs become entries of references.bib. Only `carepress import` enters."""
