"""Times, memory, sizes and the machine, measured alike by every benchmark of speed."""

from __future__ import annotations

import math
import os
import platform
from collections.abc import Mapping, Sequence
from importlib import metadata
from pathlib import Path

_PACKAGES = ("numpy", "numba", "whoosh3", "tantivy", "underthesea")


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that at least `share` of all do not exceed (nearest rank); 0 of none."""
    if not values:
        return 0.0
    return sorted(values)[max(math.ceil(share * len(values)) - 1, 0)]


def summary(milliseconds: Sequence[float]) -> dict[str, float]:
    """Return p50, p95 and p99 in milliseconds."""
    return {name: round(percentile(milliseconds, share), 4) for name, share in _SHARES.items()}


_SHARES = {"p50": 0.50, "p95": 0.95, "p99": 0.99}


def geometric_mean(values: Sequence[float]) -> float:
    """Return the geometric mean of positive numbers; 0 of none."""
    return math.exp(sum(map(math.log, values)) / len(values)) if values else 0.0


def folder_bytes(folder: Path) -> int:
    """Return how many bytes the files below a folder hold."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def forget_pages(folder: Path) -> None:
    """Ask the system to drop the cached pages of every file below a folder; pages in use stay."""
    for file in folder.rglob("*"):
        if file.is_file():
            with file.open("rb") as opened:
                os.fsync(opened.fileno())
                os.posix_fadvise(opened.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def pin(core: int | None) -> int:
    """Keep this process on one core, by default the last that it may use; return which."""
    chosen = max(os.sched_getaffinity(0)) if core is None else core
    os.sched_setaffinity(0, {chosen})
    return chosen


def machine() -> dict[str, object]:
    """Describe the machine and the software, and how busy it is now."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9, 1),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "packages": {name: version for name in _PACKAGES if (version := _version(name))},
        "load": [round(value, 2) for value in os.getloadavg()],
    }


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines() if Path("/proc/cpuinfo").exists() else []
    named = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.processor()


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def described(machine_of: Mapping[str, object]) -> str:
    """Return the machine in one line."""
    packages = machine_of["packages"]
    versions = [f"{name} {version}" for name, version in packages.items()] if isinstance(packages, dict) else []
    parts = [
        f"{machine_of['processor']}, {machine_of['cores']} cores, {machine_of['memory_gb']} GB",
        f"{machine_of['system']}, Python {machine_of['python']}",
        *versions,
    ]
    return f"{', '.join(parts)}; load {machine_of['load']}"
