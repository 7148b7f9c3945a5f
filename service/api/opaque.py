"""Opaque tokens for positions and cursors: the same value gives the same token, and only this service reads it."""

import base64
from typing import Any

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class OpaqueInvalid(Exception):
    """The text was not made by this service, or for another use."""


class Opaque:
    """Seals small JSON values for one use (AES-SIV, RFC 5297)."""

    def __init__(self, secret: bytes, use: str) -> None:
        derived = HKDF(SHA256(), 64, None, f"casework {use}".encode()).derive(secret)
        self._cipher = AESSIV(derived)

    def token(self, value: Any) -> str:
        """The value as an opaque text."""
        return base64.urlsafe_b64encode(self._cipher.encrypt(msgspec.json.encode(value), None)).rstrip(b"=").decode()

    def value(self, token: str) -> Any:
        """The value of a token. Raises OpaqueInvalid."""
        try:
            sealed = base64.urlsafe_b64decode(token.encode("ascii") + b"=" * (-len(token) % 4))
            return msgspec.json.decode(self._cipher.decrypt(sealed, None))
        except (InvalidTag, ValueError, msgspec.DecodeError) as error:
            raise OpaqueInvalid(token[:40]) from error
