"""Token buckets: how often each of many clients may do something, in the memory of one process."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock


@dataclass(slots=True)
class Buckets:
    """A bucket of tokens for each client, filled at `rate` a second up to `burst`.

    At most `clients` are remembered; the one that was seen longest ago is forgotten first, its bucket by then most
    likely full. `clock` counts seconds.
    """

    rate: float
    burst: float
    clients: int = 10_000
    clock: Callable[[], float] = time.monotonic
    _levels: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def take(self, client: str) -> int:
        """Take a token and return 0, or return the whole seconds after which there will be one."""
        with self._lock:
            level = self._level(client)
            enough = level >= 1
            self._levels[client] = (level - 1 if enough else level, self.clock())
            self._levels.move_to_end(client)
            while len(self._levels) > self.clients:
                self._levels.popitem(last=False)
            return 0 if enough else self._wait(level)

    def wait(self, client: str) -> int:
        """Return how many seconds there is no token for; 0 where one could be taken now."""
        with self._lock:
            level = self._level(client)
            return 0 if level >= 1 else self._wait(level)

    def _level(self, client: str) -> float:
        level, at = self._levels.get(client, (self.burst, self.clock()))
        return min(self.burst, level + (self.clock() - at) * self.rate)

    def _wait(self, level: float) -> int:
        return max(1, math.ceil((1 - level) / self.rate))
