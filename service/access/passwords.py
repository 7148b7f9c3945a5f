"""Passwords: kept as Argon2id makes them, with the parameters of RFC 9106 for machines with little memory to spare."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerifyMismatchError

AT_ONCE = 2
"""Passwords that a process computes at a time: each takes 64 MiB."""
PATIENCE_S = 2.0

_HASHER = PasswordHasher(time_cost=3, memory_cost=65_536, parallelism=4, hash_len=32, salt_len=16, type=Type.ID)
_TURNS = threading.BoundedSemaphore(AT_ONCE)


class TooManyAtOnce(Exception):
    """More passwords wait to be computed than a process does in two seconds."""


def kept_form(password: str) -> str:
    """What is kept of a password. Raises TooManyAtOnce."""
    with _turn():
        return _HASHER.hash(password)


def is_password(kept: str | None, password: str) -> bool:
    """Whether it is the password of that form; as slow where there is none. Raises TooManyAtOnce."""
    form = kept or _nobodys()
    with _turn():
        try:
            return _HASHER.verify(form, password) and kept is not None
        except (VerifyMismatchError, InvalidHashError):
            return False


@cache
def _nobodys() -> str:
    return kept_form("a password that nobody has")


@contextmanager
def _turn() -> Iterator[None]:
    if not _TURNS.acquire(timeout=PATIENCE_S):
        raise TooManyAtOnce
    try:
        yield
    finally:
        _TURNS.release()
