"""Security headers of every answer. No page has inline code or styles, so the policy needs no exception."""

from __future__ import annotations

from flask import Response, request

_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "font-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_FOREVER = "public, max-age=31536000, immutable"


def secure(response: Response) -> Response:
    """Put the security headers on `response`; static files asked for by their digest may be kept for good."""
    response.headers.extend(_HEADERS)
    if request.endpoint == "static" and "v" in request.args and response.status_code == 200:
        response.headers["Cache-Control"] = _FOREVER
    elif request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-cache")
    return response
