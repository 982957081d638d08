"""Security headers of every answer. No page has inline code or styles, so the policy needs no exception."""

from __future__ import annotations

from flask import Flask, Response, request

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
HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_FOREVER = "public, max-age=31536000, immutable"
_A_YEAR = 31_536_000  # seconds


def register(app: Flask, *, tls: bool) -> None:
    """Put the security headers on every answer of `app`; `tls` says that every reader comes over HTTPS."""

    def secured(response: Response) -> Response:
        # Sent over plain HTTP it would mean nothing, and promised wrongly it would lock readers out.
        if tls or request.is_secure:
            response.headers["Strict-Transport-Security"] = f"max-age={_A_YEAR}"
        return secure(response)

    app.after_request(secured)


def secure(response: Response) -> Response:
    """Put the security headers on `response`; static files asked for by their digest may be kept for good."""
    response.headers.extend(HEADERS)
    if request.endpoint == "static" and "v" in request.args and response.status_code == 200:
        response.headers["Cache-Control"] = _FOREVER
    elif request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-cache")
    return response
