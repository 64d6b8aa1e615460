"""Files: which there are, their text with positions, YAML with positions, and models over it.

Only `project.source` reads what authors wrote. Every package above it may import it.
"""
