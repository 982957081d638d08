"""Why a file is not taken: a stable code each, and the one place that turns it into a Vietnamese sentence."""

from __future__ import annotations

from enum import StrEnum

from corpus.errors import InputRefused, Refusal


class Reason(StrEnum):
    """The stable codes of a refusal by a loader."""

    NOT_FOUND = "not-found"
    NOT_A_FILE = "not-a-file"
    UNREADABLE = "unreadable"
    EMPTY = "empty"
    TOO_LARGE = "too-large"
    UNKNOWN_FORMAT = "unknown-format"
    HTML_INSTEAD = "html-instead"
    UNDECODABLE = "undecodable"
    DAMAGED = "damaged"
    ENCRYPTED = "encrypted"
    NO_TEXT_LAYER = "no-text-layer"
    PAGE_LIMIT = "page-limit"
    TIME_LIMIT = "time-limit"
    MEMORY_LIMIT = "memory-limit"


_SENTENCES = {
    Reason.NOT_FOUND: "Không tìm thấy tệp; hãy kiểm tra lại đường dẫn.",
    Reason.NOT_A_FILE: "Đường dẫn không phải là một tệp thường; hãy chỉ vào một tệp văn bản.",
    Reason.UNREADABLE: "Không có quyền đọc hoặc không đọc được tệp; hãy kiểm tra quyền truy cập rồi nạp lại.",
    Reason.EMPTY: "Tệp không có chữ nào; hãy kiểm tra lại tệp nguồn.",
    Reason.TOO_LARGE: "Tệp hoặc nội dung giải nén vượt quá {limit}; hãy tách nhỏ hoặc bỏ bớt ảnh rồi nạp lại.",
    Reason.UNKNOWN_FORMAT: "Không nhận ra định dạng của tệp{found}; hãy lưu thành .docx, .doc, .rtf, .pdf, .html, .md "
    "hoặc .txt rồi nạp lại.",
    Reason.HTML_INSTEAD: "Bên trong tệp là một trang web (thường là trang báo lỗi hoặc đăng nhập), không phải văn bản "
    "như tên tệp cho biết; hãy tải lại đúng tệp từ nguồn.",
    Reason.UNDECODABLE: "Không nhận ra bảng mã chữ của tệp; hãy lưu lại tệp theo bảng mã UTF-8.",
    Reason.DAMAGED: "Tệp bị hỏng hoặc tải về chưa trọn vẹn; hãy tải lại từ nguồn.",
    Reason.ENCRYPTED: "Tệp được bảo vệ bằng mật khẩu; hãy lưu một bản không có mật khẩu rồi nạp lại.",
    Reason.NO_TEXT_LAYER: "Tệp PDF là bản quét, không có lớp chữ; hãy nhận dạng chữ (OCR) trước, hoặc nạp bản Word.",
    Reason.PAGE_LIMIT: "Tệp có {pages} trang, vượt quá giới hạn {limit} trang; hãy tách thành nhiều tệp rồi nạp lại.",
    Reason.TIME_LIMIT: "Đọc tệp quá {limit} giây nên phải dừng; hãy lưu lại tệp hoặc tách nhỏ rồi nạp lại.",
    Reason.MEMORY_LIMIT: "Đọc tệp cần quá nhiều bộ nhớ nên phải dừng; hãy lưu lại tệp hoặc tách nhỏ rồi nạp lại.",
}
_UNKNOWN = {"limit": "giới hạn", "found": "", "pages": "quá nhiều"}


class Unloadable(Exception):  # noqa: N818  a fact about a file, turned into a refusal where its name is known
    """Raised inside a loader that cannot read the bytes it was given; `facts` fill the blanks of the sentence."""

    def __init__(self, reason: Reason, **facts: str) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.facts = facts

    def refusal(self, name: str) -> InputRefused:
        """Return the public exception for the file called `name`."""
        message = _SENTENCES[self.reason].format_map({**_UNKNOWN, **self.facts})
        return InputRefused(Refusal(source=name, code=self.reason.value, message=message))
