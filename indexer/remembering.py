"""What a build asks the cache for: the document of a file whose bytes were parsed before."""

from __future__ import annotations

import hashlib
import json
import sys
import unicodedata
import zlib
from collections.abc import Iterable
from dataclasses import replace
from functools import cache as once
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

from corpus.errors import Refusal
from corpus.jsonl import from_json, to_json
from corpus.model import Document
from indexer.cache import Cache
from indexer.intake import parsed, read_source

_READERS = ("lxml", "pypdfium2", "msdoc2docx")  # what a text is depends on them


def read_remembered(cache: Cache | None, path: Path, sha256: str) -> tuple[Document | Refusal, str]:
    """Return the document of a file, and the SHA-256 of the bytes that it was read from.

    `sha256` is that of the file a moment ago. What the cache has of these bytes is taken from there.
    """
    kind, key = f"parsed {parser_digest()}", f"{sha256}{path.suffix.lower()}"
    document = _document(cache.get(kind, key)) if cache else None
    if document is not None:
        return replace(document, source=path.name), sha256
    source = read_source(path)
    if isinstance(source, Refusal):
        return source, sha256
    result = parsed(source)
    if cache and isinstance(result, Document):
        cache.put(kind, f"{source.sha256}{path.suffix.lower()}", _packed(result))
    return result, source.sha256


@once
def parser_digest() -> str:
    """Return a digest of all that a parsed document depends on: the code and data of `corpus`, and its readers."""
    versions = [f"{name} {metadata.version(name)}" for name in _READERS]
    return code_digest("corpus", (*versions, sys.version, unicodedata.unidata_version))


def code_digest(package: str, besides: Iterable[str] = ()) -> str:
    """Return a digest of the code and data files of a package, at any depth, and of some words."""
    digest = hashlib.sha256("\0".join(besides).encode())
    spec = find_spec(package)
    for folder in sorted(map(Path, (spec.submodule_search_locations if spec else None) or ())):
        for path in sorted(path for path in folder.rglob("*") if path.suffix in (".py", ".toml")):
            digest.update(f"\0{path.relative_to(folder).as_posix()}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _packed(document: Document) -> bytes:
    return zlib.compress(json.dumps(to_json(document), ensure_ascii=False).encode("utf-8", "surrogatepass"), 1)


def _document(data: bytes | None) -> Document | None:
    return None if data is None else from_json(json.loads(zlib.decompress(data)))
