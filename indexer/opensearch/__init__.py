"""The distributed engine: the same searches answered by an OpenSearch cluster. Terms are made in this process."""
