"""What staff supply: clinic, front matter, manuscript and document, and the summary that a build keeps of them."""
