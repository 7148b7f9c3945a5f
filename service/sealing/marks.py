"""Marks of whom a matter accuses, made and tried with a secret that stands in no log, view or export."""

import hashlib
import hmac
from collections.abc import Callable, Iterable
from uuid import UUID

from domain.marks import Mark

SALT = 32
"""Characters of the salt, which is the id of the stream; as many of the digest follow."""
ACCUSES = f"""EXISTS (
    SELECT FROM unnest(accused) mark, unnest(%s::text[]) trial
    WHERE right(mark, -{SALT})
          = left(encode(sha256(convert_to(trial || left(mark, {SALT}), 'UTF8')), 'hex'), {SALT})
)"""
"""The condition that the marks of a row accuse one of those whose trials the value holds."""


class KeyedMarks:
    """Each unit or person has a key of its own, derived from the secret; a mark is a digest of that key and a salt."""

    def __init__(self, secret: Callable[[], bytes]) -> None:
        self._secret = secret

    def of(self, stream: UUID, accused: UUID) -> Mark:
        """The mark of a unit, an officer or an office in the matter of that stream."""
        return Mark(stream.hex + _digest(self.trial(accused), stream.hex))

    def accuse(self, marks: Iterable[Mark], one: UUID) -> bool:
        """Whether one of the marks is that of the unit, officer or office."""
        trial = self.trial(one)
        return any(hmac.compare_digest(mark[SALT:], _digest(trial, mark[:SALT])) for mark in marks)

    def trial(self, one: UUID) -> str:
        """The key by which marks are tried for it, in hexadecimal."""
        return hmac.new(self._secret(), one.bytes, hashlib.sha256).hexdigest()


def _digest(trial: str, salt: str) -> str:
    return hashlib.sha256((trial + salt).encode()).hexdigest()[:SALT]
