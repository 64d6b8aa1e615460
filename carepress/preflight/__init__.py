"""Preflight: nothing unfit leaves. One module a subject; each takes what is finished and returns Diagnostics.

text   no letter lost, nothing outside its page, every letter in the brand's own fonts
code   the QR code, read back from the finished page
file   tags, title, language, fonts, size: what a reader's program looks for
"""
