"""Marks of those from whom a matter is kept, made and tried with a secret that stands in no log, view or export."""

import hashlib
import hmac
from collections.abc import Callable, Iterable
from functools import lru_cache
from uuid import UUID

from domain.marks import Mark

SALT = 32
"""Characters of the salt, which is the id of the stream; as many of the digest follow."""
KEPT_FROM = f"""EXISTS (
    SELECT FROM unnest(kept_from) mark, unnest(%s::text[]) trial
    WHERE right(mark, -{SALT})
          = left(encode(sha256(convert_to(trial || left(mark, {SALT}), 'UTF8')), 'hex'), {SALT})
)"""
"""The condition that the marks of a row stand for one of those whose trials the value holds."""


class KeyedMarks:
    """Each unit or person has a key of its own, derived from the secret; a mark is a digest of that key and a salt."""

    def __init__(self, secret: Callable[[], bytes]) -> None:
        self._secret = secret
        self._known = lru_cache(maxsize=256)(self._among)

    def of(self, stream: UUID, one: UUID) -> Mark:
        """The mark of a unit, an officer or an office in the matter of that stream."""
        return Mark(stream.hex + _digest(self.trial(one), stream.hex))

    def stand_for(self, marks: Iterable[Mark], one: UUID) -> bool:
        """Whether one of the marks is that of the unit, officer or office."""
        trial = self.trial(one)
        return any(hmac.compare_digest(mark[SALT:], _digest(trial, mark[:SALT])) for mark in marks)

    def among(self, marks: Iterable[Mark], several: Iterable[UUID]) -> frozenset[UUID]:
        """Those of several units or officers for whom one of the marks stands."""
        return self._known(tuple(marks), frozenset(several))

    def _among(self, marks: tuple[Mark, ...], several: frozenset[UUID]) -> frozenset[UUID]:
        return frozenset(one for one in several if self.stand_for(marks, one))

    def trial(self, one: UUID) -> str:
        """The key by which marks are tried for it, in hexadecimal."""
        return hmac.new(self._secret(), one.bytes, hashlib.sha256).hexdigest()


def _digest(trial: str, salt: str) -> str:
    return hashlib.sha256((trial + salt).encode()).hexdigest()[:SALT]
