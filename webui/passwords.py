"""The door of a closed office: HTTP Basic against hashes of the configuration, without a session."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from flask import Flask, request
from werkzeug.security import check_password_hash, generate_password_hash

from webui.buckets import Buckets
from webui.errors import Refused
from webui.limits import client
from webui.metrics import count
from webui.strings import t

OPEN = frozenset({"health.show"})
_METHOD = "scrypt"
_CHALLENGE = 'Basic realm="ketluan", charset="UTF-8"'
_WRONG_A_MINUTE, _WRONG_AT_ONCE = 10, 10
_REMEMBERED = 1000


class PasswordFileError(ValueError):
    """A line of a password file is not `name:hash`; carries its number."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line}")
        self.line = line


def read_passwords(path: Path) -> dict[str, str]:
    """Read `name:hash` lines; empty ones and those that begin with `#` are skipped.

    Raises OSError, UnicodeDecodeError or PasswordFileError; a file without any line is a PasswordFileError as well, for
    an office that asked to be closed must not stand open.
    """
    found: dict[str, str] = {}
    lines = path.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        if not (entry := line.strip()) or entry.startswith("#"):
            continue
        name, _, hashed = entry.partition(":")
        if not name or not _is_hash(hashed):
            raise PasswordFileError(number)
        found[name] = hashed
    if not found:
        raise PasswordFileError(len(lines))
    return found


def password_line(name: str, password: str) -> str:
    """Return the line of a password file that lets `name` in."""
    return f"{name}:{generate_password_hash(password, _METHOD)}"


@dataclass(slots=True)
class Guard:
    """Checks names and passwords.

    scrypt is slow by design, so what was right before is known by a digest under a key of this process. Whoever tries
    too many wrong ones waits; a right one that is known goes through all the same.
    """

    passwords: Mapping[str, str]
    _wrong: Buckets = field(default_factory=lambda: Buckets(_WRONG_A_MINUTE / 60, _WRONG_AT_ONCE))
    _known: OrderedDict[bytes, None] = field(default_factory=OrderedDict)
    _key: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    _decoy: str = field(default_factory=lambda: generate_password_hash(secrets.token_hex(8), _METHOD))
    _lock: Lock = field(default_factory=Lock)
    _one: Lock = field(default_factory=Lock)

    def check(self, name: str, password: str, who: str) -> int | None:
        """Return None for a right password, else the seconds that `who` has to wait, 0 for none."""
        digest = hmac.digest(self._key, f"{name}\0{password}".encode("utf-8", "replace"), hashlib.sha256)
        with self._lock:
            if digest in self._known:
                self._known.move_to_end(digest)
                return None
        if wait := self._wrong.wait(who):
            return wait
        # One at a time: each takes 32 MB and a tenth of a second, which a crowd must not multiply.
        with self._one:
            # An unknown name takes as long as a known one.
            right = check_password_hash(self.passwords.get(name, self._decoy), password) and name in self.passwords
        if not right:
            self._wrong.take(who)
            return 0
        with self._lock:
            self._known[digest] = None
            while len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        return None


def register(app: Flask, passwords: Mapping[str, str]) -> None:
    """Let nobody read `app` without a password, where there are any; liveness stays open."""
    if not passwords:
        return
    guard = Guard(passwords)

    def check() -> None:
        if request.endpoint in OPEN:
            return
        given = request.authorization
        if given is None or given.type != "basic" or given.username is None or given.password is None:
            raise Refused(401, t("error.401.say"), challenge=_CHALLENGE)
        wait = guard.check(given.username, given.password, client() or "here")
        if wait is None:
            return
        count("refused_passwords")
        if wait:
            raise Refused(429, t("limit.passwords"), wait=wait)
        raise Refused(401, t("error.401.say"), challenge=_CHALLENGE)

    app.before_request(check)


def _is_hash(hashed: str) -> bool:
    """Say whether `werkzeug.security` can read a hash: it raises for a method or a form that it does not know."""
    if hashed.count("$") != 2 or not hashed.startswith(("scrypt:", "pbkdf2:")):
        return False
    try:
        check_password_hash(hashed, "")
    except ValueError:
        return False
    return True
