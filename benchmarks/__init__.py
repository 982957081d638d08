"""Measurements of ketluan: each module is a command with `--help`, a table and `--json OUT`."""
