"""What is wrong, where, and what to type: diagnostics as values, the catalogue of rules, and their text forms.

Every other package may import it. It needs the standard library only.
"""
