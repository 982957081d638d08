"""The commands of `ketluan` that belong to the indexer, one a module."""
