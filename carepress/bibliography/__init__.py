"""Works cited: references.bib becomes works in the Vancouver style."""
