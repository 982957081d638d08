"""Names of items, feeds and events that stay the same wherever the application is served from."""

from __future__ import annotations

import uuid

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:ketluan")


def stable_uuid(*parts: str) -> uuid.UUID:
    """Return the same UUID for the same parts, everywhere and always."""
    return uuid.uuid5(_NAMESPACE, "\n".join(parts).encode("utf-8", "replace").decode("utf-8"))
