"""Papers on disk to be indexed, and what an index made of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from indexer.embedded.engine import EmbeddedEngine
from indexer.embedded.generations import Generations
from indexer.embedded.origin import SOURCES, sources_from
from indexer.page import IngestReport

Run = Callable[..., IngestReport]

PAPER = """UBND TỈNH LÀO CAI                    CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
VĂN PHÒNG                                 Độc lập - Tự do - Hạnh phúc
Số: {number}/TB-VP                        Lào Cai, ngày {day} tháng 6 năm 2023

THÔNG BÁO
Kết luận của Chủ tịch UBND tỉnh tại cuộc họp về {topic}

1. Giao Sở Xây dựng rà soát {topic}, báo cáo trước ngày 30/6/2023.

2. Giao Sở Tài chính bố trí kinh phí cho {topic}.
"""


def paper(number: int, topic: str) -> str:
    return PAPER.format(number=number, day=f"{number % 27 + 1:02}", topic=topic)


def indexed(root: Path) -> dict[str, str]:
    """Return the number and first item's text of every document."""
    engine = EmbeddedEngine(root)
    try:
        live = Generations(root)
        directory = live.live()
        records = sources_from((directory / SOURCES).read_bytes())
        documents = [engine.document(name) for record in records for name, _ in record.documents]
        return {d.number or d.id: d.items[0].text for d in documents if d}
    finally:
        engine.close()
