"""Segments and columns as arrays in files: written once, mapped into memory, checked when first touched."""
