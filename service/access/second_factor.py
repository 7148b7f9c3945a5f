"""The second factor: codes by time (TOTP, RFC 6238), and recovery codes for whoever has lost the device."""

import base64
import hashlib
import hmac
import os
import secrets
import struct
from collections.abc import Sequence
from datetime import datetime
from urllib.parse import quote
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from domain.roles import Role
from service.access.tokens import digest_of
from service.sealing.keys import NONCE_BYTES, MasterKey

STEP_S = 30
DIGITS = 6
AROUND = 1
"""Steps before and after the present one whose codes are good: clocks differ."""
SECRET_BYTES = 20
RECOVERY_CODES = 10
WITHOUT = frozenset({Role.AUDITOR})
"""Roles that read no text about a person, approve nothing, pay nothing and let nobody in."""


def needs_second_factor(roles: frozenset[Role]) -> bool:
    """Whether who holds the roles signs in with a second factor."""
    return bool(roles - WITHOUT)


def code_at(secret: bytes, step: int, digits: int = DIGITS) -> str:
    """The code of a time step (RFC 4226, section 5.3)."""
    mac = hmac.new(secret, struct.pack(">Q", step), hashlib.sha1).digest()
    start = mac[-1] & 0x0F
    number = struct.unpack(">I", mac[start : start + 4])[0] & 0x7FFF_FFFF
    return str(number % 10**digits).zfill(digits)


def step_of(secret: bytes, code: str, now: datetime, after: int = 0) -> int | None:
    """The time step whose code it is, later than `after`; None where it is none."""
    present = int(now.timestamp()) // STEP_S
    typed = "".join(code.split())
    steps = range(present - AROUND, present + AROUND + 1)
    good = [step for step in steps if hmac.compare_digest(code_at(secret, step).encode(), typed.encode())]
    return next((step for step in good if step > after), None)


def new_secret() -> bytes:
    """160 random bits."""
    return secrets.token_bytes(SECRET_BYTES)


def spelled_out(secret: bytes) -> str:
    """The secret as apps take it: base32."""
    return base64.b32encode(secret).decode()


def address_of(secret: bytes, name: str) -> str:
    """The address by which an app takes the secret over."""
    return f"otpauth://totp/Casework:{quote(name)}?secret={spelled_out(secret)}&issuer=Casework"


def new_recovery_codes() -> list[str]:
    """Ten codes of 80 random bits, each good once."""
    return [base64.b32encode(secrets.token_bytes(10)).decode().lower() for _ in range(RECOVERY_CODES)]


def digests_of(codes: Sequence[str]) -> list[str]:
    """What is kept of recovery codes."""
    return [digest_of("".join(code.split()).lower()) for code in codes]


class Sealed:
    """Seals secrets of second factors for the database, each for its officer alone."""

    def __init__(self, master_key: MasterKey) -> None:
        self._cipher = AESGCM(master_key.derived("second factor v1"))

    def seal(self, officer: UUID, secret: bytes) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, secret, officer.bytes)

    def open(self, officer: UUID, sealed: bytes) -> bytes:
        """Raises InvalidTag for what was sealed for somebody else or changed."""
        return self._cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], officer.bytes)
