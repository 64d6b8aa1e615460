"""This computer: its Python, libraries and set-up, the doctor, exit codes, quick imports.

Every other package may import it. It needs the standard library only; `doctor` and `bootstrap` also run on Python 3.8.
"""
