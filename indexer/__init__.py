"""Engines, queries, the life cycle of an index, and the command line."""
