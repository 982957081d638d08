"""From a file to its text: one format a module, chosen by what the bytes are."""
