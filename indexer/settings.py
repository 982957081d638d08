"""Where the index is and which engine reads it, from the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

DEFAULT_INDEX = Path("var/index")
DEFAULT_ENGINE = "embedded"


@dataclass(frozen=True, slots=True)
class Settings:
    """`index` from KETLUAN_INDEX (default ./var/index), `engine` from KETLUAN_ENGINE (default embedded)."""

    index: Path = DEFAULT_INDEX
    engine: str = DEFAULT_ENGINE

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None, *, index: Path | None = None) -> Settings:
        """Read the environment; an explicit `index` comes before it. Empty variables count as unset."""
        values = os.environ if environment is None else environment
        return cls(
            index=index or Path(values.get("KETLUAN_INDEX") or DEFAULT_INDEX),
            engine=values.get("KETLUAN_ENGINE") or DEFAULT_ENGINE,
        )
