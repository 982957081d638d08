"""Where the index is and which engine reads it, from the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from indexer.errors import SettingInvalid

DEFAULT_INDEX = Path("var/index")
DEFAULT_ENGINE = "embedded"
DEFAULT_CACHE = 2048  # megabytes
DEFAULT_BUILD_MEMORY = 512  # megabytes
DEFAULT_SEARCH_SECONDS = 10
DEFAULT_URL = "http://127.0.0.1:9200/ketluan"


@dataclass(frozen=True, slots=True)
class Settings:
    """`index` from KETLUAN_INDEX (default ./var/index), `engine` from KETLUAN_ENGINE (default embedded).

    `cache` from KETLUAN_CACHE_MB: how many megabytes builds may keep of what they worked out; 0 for none. `workers`
    from KETLUAN_WORKERS: how many processes analyse texts for a build; 0, the default, is one a processor.
    `build_memory` from KETLUAN_BUILD_MB: how many megabytes of rows a build holds before it writes them.
    `search_seconds` from KETLUAN_SEARCH_SECONDS: how long one search may take (default 10).
    `url` from KETLUAN_URL says where a distributed engine finds its cluster, and the name of the index there.
    """

    index: Path = DEFAULT_INDEX
    engine: str = DEFAULT_ENGINE
    cache: int = DEFAULT_CACHE
    workers: int = 0
    build_memory: int = DEFAULT_BUILD_MEMORY
    search_seconds: int = DEFAULT_SEARCH_SECONDS
    url: str = DEFAULT_URL

    @classmethod
    def from_environment(
        cls,
        environment: Mapping[str, str] | None = None,
        *,
        index: Path | None = None,
        engine: str | None = None,
        url: str | None = None,
    ) -> Settings:
        """Read the environment; what is given explicitly comes before it. Empty variables count as unset.

        Raises SettingInvalid for a value that cannot be.
        """
        values = os.environ if environment is None else environment
        return cls(
            index=index or Path(values.get("KETLUAN_INDEX") or DEFAULT_INDEX),
            engine=engine or values.get("KETLUAN_ENGINE") or DEFAULT_ENGINE,
            workers=_count("KETLUAN_WORKERS", values.get("KETLUAN_WORKERS") or "0"),
            build_memory=_count("KETLUAN_BUILD_MB", values.get("KETLUAN_BUILD_MB") or str(DEFAULT_BUILD_MEMORY)),
            cache=_count("KETLUAN_CACHE_MB", values.get("KETLUAN_CACHE_MB") or str(DEFAULT_CACHE)),
            search_seconds=_count(
                "KETLUAN_SEARCH_SECONDS", values.get("KETLUAN_SEARCH_SECONDS") or str(DEFAULT_SEARCH_SECONDS)
            ),
            url=url or values.get("KETLUAN_URL") or DEFAULT_URL,
        )


def _count(name: str, value: str) -> int:
    if not (value.isascii() and value.isdecimal()):
        raise SettingInvalid(name, value, "một số nguyên từ 0 trở lên")
    return int(value)
