"""The search engine of one machine: an index that Whoosh keeps on disk."""
