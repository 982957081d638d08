"""Tests of the loaders; `documents.py` builds the files they read."""
