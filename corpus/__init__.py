"""What a document is: loading, parsing and describing party and state conclusions. No search, no web."""
