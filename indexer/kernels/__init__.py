"""Arrays in, arrays out: the loops of search, with NumPy and nothing of ours."""
