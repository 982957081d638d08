"""The web application over a search engine."""
