"""What designers supply: formats, the brand, locales, templates and images."""
