"""What designers supply: formats, colour tokens, the brand, locales, templates and images."""
