"""Data keys of subjects and the master key that wraps them."""

import base64
import hashlib
import os
import secrets
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from domain.values import KeyClass, SubjectRef
from service.machine.secret_files import write_once

NONCE_BYTES = 12
KEY_BYTES = 32


class MasterKeyInvalid(Exception):
    """The master key file cannot be used; the message says why and what to do."""


class KeyUnavailable(Exception):
    """A data key is needed and not there, without a tombstone: an outage or a wrong master key, never an erasure."""


class KeyDestroyed(Exception):
    """The data key was destroyed on purpose: what it sealed is erased, and nothing more is sealed for it."""


@dataclass(frozen=True, slots=True)
class DataKey:
    """One key per subject, stream and class, as it is used; never stored in this form."""

    key_id: UUID
    subject: SubjectRef
    stream: UUID
    key_class: KeyClass
    secret: bytes

    def __repr__(self) -> str:
        return f"DataKey({self.key_id}, redacted)"

    def commitment(self) -> str:
        """What the log says of a key: fixes it without telling it."""
        digest = hashlib.sha256(b"casework-key-v1" + self.key_id.bytes + self.secret).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


@dataclass(frozen=True, slots=True)
class WrappedKey:
    """A data key as the database holds it; `wrapped` is None once it was destroyed."""

    key_id: UUID
    subject: SubjectRef
    stream: UUID
    key_class: KeyClass
    master_key_id: str
    wrapped: bytes | None


def wrapped_of(row: tuple[Any, ...]) -> WrappedKey:
    """The row of `data_keys` that a query returned in the order of `WrappedKey`."""
    wrapped = None if row[5] is None else bytes(row[5])
    return WrappedKey(row[0], SubjectRef(row[1]), row[2], KeyClass(row[3]), row[4], wrapped)


@dataclass(frozen=True)
class MasterKey:
    """The key-encryption key: AES-256-GCM, kept outside every database and its backups."""

    key_id: str
    secret: bytes

    def __repr__(self) -> str:
        return f"MasterKey({self.key_id}, redacted)"

    @cached_property
    def _cipher(self) -> AESGCM:
        return AESGCM(self.secret)

    def derived(self, use: str) -> bytes:
        """A key for one other use, from which the master key cannot be told (HKDF, RFC 5869)."""
        return HKDF(SHA256(), KEY_BYTES, None, f"casework {use}".encode()).derive(self.secret)

    def wrap(self, key: DataKey) -> WrappedKey:
        """The key under a fresh 96-bit nonce; what it belongs to is authenticated with it."""
        nonce = os.urandom(NONCE_BYTES)
        sealed = self._cipher.encrypt(nonce, key.secret, _belongs(key))
        return WrappedKey(key.key_id, key.subject, key.stream, key.key_class, self.key_id, nonce + sealed)

    def unwrap(self, row: WrappedKey) -> DataKey:
        """The usable key. Raises KeyUnavailable when it was wrapped by another master key or tampered with."""
        if row.wrapped is None or row.master_key_id != self.key_id:
            raise KeyUnavailable(f"the data key {row.key_id} cannot be opened with the master key {self.key_id}")
        nonce, sealed = row.wrapped[:NONCE_BYTES], row.wrapped[NONCE_BYTES:]
        try:
            secret = self._cipher.decrypt(nonce, sealed, _belongs(row))
        except InvalidTag:
            raise KeyUnavailable(
                f"the data key {row.key_id} does not open: wrong master key or a changed row"
            ) from None
        return DataKey(row.key_id, row.subject, row.stream, row.key_class, secret)


def _belongs(key: DataKey | WrappedKey) -> bytes:
    return b"|".join((key.key_id.bytes, key.subject.bytes, key.stream.bytes, key.key_class.encode()))


def new_data_key(subject: SubjectRef, stream: UUID, key_class: KeyClass) -> DataKey:
    """A fresh random key."""
    return DataKey(uuid4(), subject, stream, key_class, secrets.token_bytes(KEY_BYTES))


def create_master_key(path: Path) -> MasterKey:
    """Writes a new master key to a file that only its owner may read, whole or not at all.

    Raises FileExistsError: an existing file is never overwritten.
    """
    write_once(path, base64.b64encode(secrets.token_bytes(KEY_BYTES)) + b"\n")
    return load_master_key(path)


def load_master_key(path: Path) -> MasterKey:
    """The master key in the file. Raises MasterKeyInvalid for a missing, open, or malformed file."""
    try:
        mode = path.stat().st_mode & 0o777
        text = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise MasterKeyInvalid(f"the master key file {path} cannot be read: {error}") from None
    if mode & 0o077:
        raise MasterKeyInvalid(f"the master key file {path} is open to others (mode {mode:o}): chmod 600 {path}")
    try:
        secret = base64.b64decode(text, validate=True)
    except ValueError:
        secret = b""
    if len(secret) != KEY_BYTES:
        raise MasterKeyInvalid(f"the master key file {path} must hold 32 random bytes in base64")
    return MasterKey(hashlib.sha256(b"casework-master-v1" + secret).hexdigest()[:16], secret)
