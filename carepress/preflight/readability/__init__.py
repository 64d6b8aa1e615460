"""Plain language: sentences, syllables, reading formulas and wording."""
