"""How Vietnamese text becomes terms, independent of any search engine."""
