"""JSON documents of another server: over TLS or on this machine, of a bounded size, and within a few seconds."""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from http.client import HTTPException
from typing import IO, Any, NoReturn
from urllib.parse import urlencode, urlsplit

LARGEST = 256 * 1024
PATIENCE_S = 5.0
PIECE = 16 * 1024
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class Unreachable(Exception):
    """The server did not answer in time, or not with a JSON object."""


class Refusing(Exception):
    """The server refuses the request; the message is the code that it gave, or the status."""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """An answer from elsewhere than was asked is none."""

    def redirect_request(self, *_args: Any, **_named: Any) -> None:
        return None


def is_private(address: str) -> bool:
    """Whether nobody on the way reads or changes what is sent there: over TLS, or on this machine."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return False
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK))


def fetched(
    address: str, form: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """The JSON object at the address, or the answer to a form that is posted there. Raises Unreachable and Refusing."""
    if not is_private(address):
        raise Unreachable(f"{address} is neither https nor on this machine")
    body = None if form is None else urlencode(form).encode()
    asked = urllib.request.Request(address, body, {"Accept": "application/json", **(headers or {})})  # noqa: S310 — https or this machine, tried above
    is_here = urlsplit(address).hostname in LOOPBACK
    proxies = [urllib.request.ProxyHandler({})] if is_here else []
    try:
        with urllib.request.build_opener(_NoRedirect, *proxies).open(asked, timeout=PATIENCE_S) as answer:
            return _object(_whole(answer))
    except urllib.error.HTTPError as error:
        with error:
            _refused(error)
    except (OSError, HTTPException, ValueError) as error:
        raise Unreachable(f"{address}: {type(error).__name__}") from error


def _refused(error: urllib.error.HTTPError) -> NoReturn:
    if error.code >= 500 or error.code < 400:
        raise Unreachable(f"status {error.code}") from None
    try:
        told = _object(_whole(error)).get("error")
    except (OSError, HTTPException, ValueError):
        told = None
    raise Refusing(told if isinstance(told, str) else f"status {error.code}") from None


def _whole(answer: IO[bytes]) -> bytes:
    ends_at, pieces = time.monotonic() + PATIENCE_S, bytearray()
    while piece := answer.read(PIECE):
        pieces += piece
        if len(pieces) > LARGEST or time.monotonic() > ends_at:
            raise ValueError("too large or too slow")
    return bytes(pieces)


def _object(body: bytes) -> dict[str, Any]:
    found = json.loads(body)
    if not isinstance(found, dict):
        raise ValueError("no object")
    return found
