"""Opaque tokens for positions and cursors: the same value gives the same token, and only this service reads it."""

import base64
import re
from typing import Any

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

LONGEST = 1_000
ALPHABET = re.compile(r"[A-Za-z0-9_-]+")


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
        if len(token) > LONGEST or not ALPHABET.fullmatch(token):
            raise OpaqueInvalid(token[:40])
        try:
            sealed = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
            return msgspec.json.decode(self._cipher.decrypt(sealed, None))
        except (InvalidTag, ValueError, msgspec.DecodeError) as error:
            raise OpaqueInvalid(token[:40]) from error


class Sealing:
    """What seals everything opaque that leaves the service; its keys are derived once per application."""

    def __init__(self, secret: bytes) -> None:
        self.positions = Opaque(secret, "position")
        self.cursors = Opaque(secret, "cursor")

    def position(self, token: str) -> int:
        """The position of the log that a token stands for. Raises OpaqueInvalid."""
        value = self.positions.value(token)
        if not isinstance(value, int):
            raise OpaqueInvalid(token[:40])
        return value
