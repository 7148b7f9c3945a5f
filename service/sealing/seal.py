"""The stored form of personal values: sealed with AES-256-GCM, committed to by a salted digest."""

import base64
import hashlib
import os
from binascii import b2a_base64
from bisect import bisect_left
from typing import Any
from uuid import UUID

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from domain.values import Personal
from service.sealing.keys import NONCE_BYTES, DataKey

SALT_BYTES = 16
BUCKETS = (64, 128, 256, 512, 1024)
KIB = 1024
_URL_SAFE = bytes.maketrans(b"+/", b"-_")


class SealBroken(Exception):
    """A sealed value does not open: it was changed, moved, or belongs to another key."""


class Sealed(msgspec.Struct, frozen=True):
    """What stands in a stored event in place of a personal value."""

    s: str
    f: str
    k: str
    n: str
    c: str
    d: str


class Token(msgspec.Struct, frozen=True):
    """A sealed value with the place in the log that it is bound to; what views keep."""

    sealed: Sealed
    stream: str
    version: int
    topic: str


def token_of(text: str) -> Token:
    """The token that a view column holds. Raises SealBroken for anything else."""
    try:
        return msgspec.json.decode(text, type=Token)
    except msgspec.DecodeError as error:
        raise SealBroken("not a sealed value") from error


def seal(personal: Personal[Any], key: DataKey, stream: UUID, version: int, topic: str) -> Sealed:
    """The sealed form of a text or of the JSON of a typed value, bound to its place in the log and its key."""
    if personal.value is None:
        raise SealBroken("a value that was read back sealed cannot be sealed anew")
    random = os.urandom(SALT_BYTES + NONCE_BYTES)
    salt, nonce = random[:SALT_BYTES], random[SALT_BYTES:]
    disclosure = _disclosure(salt, personal.field, personal.value)
    bound = _bound(stream.hex, version, topic, personal.field, key.key_id.hex)
    return Sealed(
        s=personal.subject.hex,
        f=personal.field,
        k=key.key_id.hex,
        n=_b64(nonce),
        c=_b64(AESGCM(key.secret).encrypt(nonce, _padded(disclosure), bound)),
        d=_b64(hashlib.sha256(disclosure).digest()),
    )


def unseal(token: Token, key: DataKey) -> Any:
    """The text, or the JSON value. Raises SealBroken unless place, subject, key, ciphertext and digest all agree."""
    sealed = token.sealed
    if (sealed.s, sealed.k) != (key.subject.hex, key.key_id.hex):
        raise SealBroken(f"the sealed value of {sealed.f} names another subject or key")
    bound = _bound(token.stream, token.version, token.topic, sealed.f, key.key_id.hex)
    try:
        padded = AESGCM(key.secret).decrypt(_unb64(sealed.n), _unb64(sealed.c), bound)
    except (InvalidTag, ValueError):
        raise SealBroken(f"the sealed value of {sealed.f} does not open") from None
    disclosure = padded.rstrip(b"\0")
    if _b64(hashlib.sha256(disclosure).digest()) != sealed.d:
        raise SealBroken(f"the digest of {sealed.f} does not fit it")
    _salt, field, value = msgspec.json.decode(_unb64(disclosure.decode()), type=tuple[str, str, Any])
    if field != sealed.f:
        raise SealBroken(f"the sealed value of {sealed.f} speaks of {field}")
    return value


def _disclosure(salt: bytes, field: str, value: Any) -> bytes:
    """RFC 9901 §4.2.1: base64url of the JSON array of salt, name and value."""
    return _b64(msgspec.json.encode((_b64(salt), field, value))).encode()


def _padded(disclosure: bytes) -> bytes:
    length = len(disclosure)
    size = BUCKETS[bisect_left(BUCKETS, length)] if length <= BUCKETS[-1] else -(-length // KIB) * KIB
    return disclosure.ljust(size, b"\0")


def _bound(stream: str, version: int, topic: str, field: str, key_id: str) -> bytes:
    return msgspec.json.encode(("seal-v1", stream, version, topic, field, key_id))


def _b64(data: bytes) -> str:
    return b2a_base64(data, newline=False).translate(_URL_SAFE, b"=").decode()


def _unb64(text: str) -> bytes:
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if _b64(data) != text:
        raise ValueError("not canonical base64url")
    return data
