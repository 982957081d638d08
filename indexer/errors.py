"""What can be wrong with an index or a request to build one, as data; `describe` turns it into one Vietnamese line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from corpus.errors import Refusal


class IndexProblem(Exception):  # noqa: N818  a state of the index that a person can mend, not a failing program
    """Anything that stops an index from being read or built. Subclasses carry what happened."""

    def __str__(self) -> str:
        return describe(self)


@dataclass(eq=False)
class IndexMissing(IndexProblem):
    """There is no live generation in `root`."""

    root: Path | str


@dataclass(eq=False)
class IndexIncompatible(IndexProblem):
    """The live generation was written in another format or with another analyser."""

    root: Path | str
    what: str
    found: str
    expected: str


@dataclass(eq=False)
class IndexDamaged(IndexProblem):
    """Files of a generation are missing or not as its manifest says."""

    root: Path | str
    files: tuple[str, ...]


@dataclass(eq=False)
class IndexLocked(IndexProblem):
    """Another process is building in `root`; `holder` is what it wrote about itself."""

    root: Path | str
    holder: str


@dataclass(eq=False)
class GenerationMissing(IndexProblem):
    """There is no generation `number` in `root`, or where it is None, none older than the live one."""

    root: Path | str
    number: int | None
    known: tuple[int, ...]


@dataclass(eq=False)
class EngineClosed(IndexProblem):
    """The engine over `root` was asked for something after it had been closed."""

    root: Path | str


@dataclass(eq=False)
class SearchTimedOut(IndexProblem):
    """A search over the index in `root` took longer than the `seconds` that it was given."""

    root: Path
    seconds: float


@dataclass(eq=False)
class WorkerDied(IndexProblem):
    """One of several processes (`workers`) that analysed documents for a build ended before its work."""

    workers: int


@dataclass(eq=False)
class SourceEmptied(IndexProblem):
    """A source folder holds no document any more, though the index has `documents` documents from it."""

    folder: Path
    documents: int


@dataclass(eq=False)
class SourcesShrunk(IndexProblem):
    """An update would remove `lost` of the `had` documents that the index has from the given sources."""

    lost: int
    had: int


@dataclass(eq=False)
class InputsRefused(IndexProblem):
    """A strict run refused some of its inputs; the live index stays as it was."""

    refused: tuple[Refusal, ...]


@dataclass(eq=False)
class NothingToIndex(IndexProblem):
    """No document came out of the given sources; `refused` inputs were not taken."""

    refused: tuple[Refusal, ...] = ()


@dataclass(eq=False)
class SettingInvalid(IndexProblem):
    """A variable of the environment holds what it cannot; `expected` says what it can."""

    name: str
    value: str
    expected: str


@dataclass(eq=False)
class EngineUnknown(IndexProblem):
    """The settings name an engine that does not exist."""

    name: str
    known: tuple[str, ...]


@dataclass(eq=False)
class ExtraMissing(IndexProblem):
    """An engine needs a package that is installed with an extra of ours."""

    extra: str
    package: str


@dataclass(eq=False)
class ClusterUnreachable(IndexProblem):
    """No node of a cluster answered, or none could, for as long as it is worth waiting."""

    url: str
    reason: str


@dataclass(eq=False)
class AddressUnreadable(IndexProblem):
    """The address of a cluster cannot be read."""

    reason: str


def _option(root: Path | str) -> str:
    """Return the option of the command line that names an index: a directory, or an address on a cluster."""
    return f"--index {root}" if isinstance(root, Path) else f"--engine opensearch --url {root}"


def describe(problem: IndexProblem) -> str:
    """Return one Vietnamese line that says what is wrong and what to do next."""
    match problem:
        case IndexMissing(root):
            return f"chưa có chỉ mục trong {root}: hãy chạy `ketluan index build NGUỒN {_option(root)}`"
        case IndexIncompatible(root, what, found, expected):
            return (
                f"chỉ mục trong {root} có {what} {found}, phần mềm này cần {expected}: "
                f"hãy chạy lại `ketluan index build NGUỒN {_option(root)}`"
            )
        case IndexDamaged(root, files):
            shown = ", ".join(files[:5]) + (f" và {len(files) - 5} tệp khác" if len(files) > 5 else "")
            return f"chỉ mục trong {root} bị hỏng ở {shown}: hãy chạy lại `ketluan index build NGUỒN {_option(root)}`"
        case IndexLocked(root, holder):
            return f"chỉ mục trong {root} đang được dựng bởi {holder}: hãy đợi xong, hoặc thêm --wait SỐ-GIÂY"
        case GenerationMissing(root, number, known):
            missing = "lần dựng nào cũ hơn lần đang dùng" if number is None else f"lần dựng {number}"
            kept = ", ".join(map(str, known))
            return f"trong {root} không còn {missing} (đang giữ: {kept}): hãy xem `ketluan index info {_option(root)}`"
        case EngineClosed(root):
            return f"chỉ mục trong {root} đã được đóng: hãy mở lại trước khi tìm"
        case SearchTimedOut(_, seconds):
            return f"câu tìm cần nhiều thời gian hơn mức cho phép ({seconds:g} giây): hãy dùng ít từ hơn"
        case WorkerDied(workers):
            return (
                f"một trong {workers} tiến trình phân tích dừng giữa chừng, thường vì thiếu bộ nhớ; "
                "chỉ mục đang dùng còn nguyên: hãy chạy lại với KETLUAN_WORKERS nhỏ hơn"
            )
        case SourceEmptied(folder, documents):
            return (
                f"thư mục {folder} không còn văn bản nào mà chỉ mục đang có {documents} văn bản từ đó: hãy kiểm tra "
                "thư mục (ổ đĩa chưa gắn?), hoặc thêm --prune nếu thật sự muốn bỏ"
            )
        case SourcesShrunk(lost, had):
            return (
                f"cập nhật này sẽ bỏ {lost} trong {had} văn bản của các nguồn đã nêu: hãy kiểm tra nguồn, rồi thêm "
                "--prune nếu thật sự muốn bỏ, hoặc --keep-vanished để giữ lại"
            )
        case InputsRefused(refused):
            return f"{len(refused)} đầu vào bị từ chối nên không thay chỉ mục đang dùng: hãy sửa, hoặc bỏ --strict"
        case NothingToIndex(refused):
            return f"không có văn bản nào để lập chỉ mục ({len(refused)} tệp bị từ chối): hãy kiểm tra các nguồn đã nêu"
        case SettingInvalid(name, value, expected):
            return f"biến môi trường {name} là “{value}”: hãy đặt {expected}"
        case EngineUnknown(name, known):
            return f"không có bộ máy tìm kiếm tên {name}: hãy đặt KETLUAN_ENGINE là một trong {', '.join(known)}"
        case ExtraMissing(extra, package):
            return f"thiếu gói {package}: hãy cài bằng `pip install 'ketluan[{extra}]'`"
        case ClusterUnreachable(url, reason):
            return f"không máy nào của cụm {url} trả lời ({reason}): hãy kiểm tra cụm và KETLUAN_URL rồi chạy lại"
        case AddressUnreadable(reason):
            return f"{reason}: hãy sửa --url hoặc KETLUAN_URL"
    return "chỉ mục không dùng được"
