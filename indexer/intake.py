"""What can be taken from a disk: the files below a folder, and the documents in a file."""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from corpus.errors import InputRefused, Refusal
from corpus.jsonl import encoded, read_jsonl, to_json
from corpus.loaders import load
from corpus.model import Document, SourceText
from corpus.parser import parse

SUFFIXES = frozenset({".txt", ".md", ".html", ".htm", ".docx", ".doc", ".rtf", ".pdf", ".jsonl"})
JSON_LINES = ".jsonl"

_LOG = logging.getLogger(__name__)


def parse_files(paths: Iterable[Path]) -> Iterator[Document | Refusal]:
    """Yield the documents of files and folders, and a refusal for each that cannot be taken."""
    for path in paths:
        refused: list[Refusal] = []
        for file in files_below(path, lambda folder, error: refused.append(unlisted(folder, error))):  # noqa: B023
            yield from read_documents(file)
        yield from refused


def read_documents(path: Path) -> Iterator[Document | Refusal]:
    """Yield the document of one file, or those of a `.jsonl`, or refusals."""
    if path.suffix.lower() != JSON_LINES:
        yield read_document(path)
        return
    try:
        yield from read_jsonl(path)
    except OSError as error:
        yield unreadable(path, error)


def read_document(path: Path) -> Document | Refusal:
    """Return the document of a file that holds one, or why it cannot be taken."""
    source = read_source(path)
    return source if isinstance(source, Refusal) else parsed(source)


def read_source(path: Path) -> SourceText | Refusal:
    """Return the text of a file, or why it cannot be taken."""
    try:
        return load(path)
    except InputRefused as refused:
        return refused.refusal
    except OSError as error:
        return unreadable(path, error)


def parsed(source: SourceText) -> Document | Refusal:
    """Parse one text; a fault of the parser refuses that text alone, and the log says where it lies."""
    try:
        return parse(source)
    except MemoryError:
        raise  # of the machine, not of this text
    except Exception as fault:  # noqa: BLE001  whatever it is, the other files go on
        _LOG.warning("the parser failed on %s: %r", source.name, fault)
        _LOG.debug("where it failed", exc_info=True)
        message = "chương trình gặp lỗi khi đọc cấu trúc tệp này; hãy gửi tệp cho người phụ trách kèm nhật ký"
        return Refusal(source.name, "parser-fault", message)


def files_below(path: Path, unseen: Callable[[Path, OSError], None]) -> list[Path]:
    """Return the files of a folder, at any depth, by path; a file that is named is taken whatever its name.

    `unseen` is told of each folder that cannot be listed. A link that leads nowhere is a file that cannot be read.
    """
    if not path.is_dir():
        return [path]

    def tell(error: OSError) -> None:
        unseen(Path(error.filename or path), error)

    found = (Path(folder, name) for folder, _, names in os.walk(path, onerror=tell) for name in names)
    wanted = (file for file in found if file.suffix.lower() in SUFFIXES)
    return sorted(file for file in wanted if not file.name.startswith((".", "~$")))  # ~$ is Word's mark of an open file


def file_size(path: Path) -> int:
    """Return the bytes of a file, 0 for one that cannot be asked."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def document_digest(document: Document) -> str:
    """Return a digest of everything a document says, wherever it was read."""
    content = {**to_json(document), "source": "", "warnings": []}
    return hashlib.sha256(encoded(content)).hexdigest()


# -- refusals ----------------------------------------------------------------------------------------------------------


def not_found(source: Path) -> Refusal:
    """Refuse a source that does not exist."""
    return Refusal(str(source), "not-found", "không có tệp hoặc thư mục này: hãy kiểm tra lại đường dẫn")


def unreadable(path: Path, error: OSError) -> Refusal:
    """Refuse a file that the system does not let us read."""
    return Refusal(path.name, "unreadable", f"không đọc được tệp ({error.strerror}): hãy kiểm tra quyền truy cập")


def unlisted(folder: Path, error: OSError) -> Refusal:
    """Refuse a folder that the system does not let us list."""
    message = f"không mở được thư mục ({error.strerror}): hãy kiểm tra quyền truy cập"
    return Refusal(str(folder), "unreadable", message)


def duplicate(document_id: str, path: Path, first: Path, line: int | None) -> Refusal:
    """Refuse a document that was given before, by the same file or by another."""
    earlier = "ở trên trong cùng tệp" if first == path else f"từ {first.name}"
    message = f"trùng văn bản {document_id} đã đọc {earlier}: chỉ giữ bản đọc trước"
    return Refusal(path.name, "duplicate", message, line)


def without_items(document: Document, line: int | None) -> Refusal:
    """Doubt a document that has nothing to be found by."""
    message = f"không thấy mục kết luận nào trong văn bản {document.id}: đã lưu nhưng không tìm được, hãy xem lại tệp"
    return Refusal(document.source, "no-items", message, line)
