"""Opening sealed values for readers who may see them."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import nullcontext
from typing import Any, Final
from uuid import UUID

from psycopg import Connection
from psycopg.rows import tuple_row

from domain.values import KeyClass
from service.machine.database import Database
from service.sealing.forms import opened
from service.sealing.keys import DataKey, KeyUnavailable, MasterKey, WrappedKey, wrapped_of
from service.sealing.readers import Chore, Machine, NotAdmitted, Reader
from service.sealing.seal import SealBroken, Token, token_of, unseal

ERASED: Final = "⟦erased⟧"
"""What stands for a text whose key was destroyed."""
SEALED: Final = {"sealed": True}
"""What stands for a text that the reader may not open."""

Opening = Callable[[Iterable[Token], Connection[Any]], Mapping[Token, Any]]
"""Opens tokens within a connection's transaction."""


class Opened(str):
    """A text of a sealed column, opened for a reader: whatever is not one does not leave the service."""

    __slots__ = ()


KEYS_BY_ID = """
    SELECT key_id, subject, stream, key_class, master_key_id, wrapped FROM data_keys WHERE key_id = ANY(%s)
"""


class Vault:
    """Opens tokens with the data keys in the database and the master key."""

    def __init__(self, database: Database, master_key: MasterKey) -> None:
        self._database = database
        self._master_key = master_key

    def open(
        self, tokens: Iterable[Token], reader: Reader, connection: Connection[Any] | None = None
    ) -> Mapping[Token, Any]:
        """The texts and typed values of the tokens, ERASED for those whose key was destroyed.

        Reads the keys within the connection, where one is given. Raises KeyUnavailable for a key that is missing
        without a tombstone, SealBroken for a changed value, and NotAdmitted for one that the reader may not open now.
        """
        wanted = _by_key_id(tokens)
        rows = self._rows(wanted, connection)
        named = {token: rows[key_id] for token, key_id in wanted.items()}
        opened = self._admitted(named, reader)
        if len(opened) < len(named):
            raise NotAdmitted
        return opened

    def open_allowed(
        self, tokens: Iterable[Token], is_allowed: Callable[[Token, KeyClass], bool], reader: Reader
    ) -> dict[Token, Any]:
        """What the reader may open, by its place and class of key; None, unopened, for the others."""
        wanted = _by_key_id(tokens)
        rows = self._rows(wanted)
        named = {token: rows[key_id] for token, key_id in wanted.items()}
        allowed = {token: row for token, row in named.items() if is_allowed(token, row.key_class)}
        return dict.fromkeys(named) | self._admitted(allowed, reader)

    def _admitted(self, named: Mapping[Token, WrappedKey], reader: Reader) -> dict[Token, Any]:
        """What the reader admits of what may be opened; of an erased text there is nothing to admit."""
        kept = {token: row.key_class for token, row in named.items() if row.wrapped is not None}
        opened = (named.keys() - kept.keys()) | (set(reader.admits(kept)) if kept else set())
        return {token: self._value(token, named[token]) for token in opened}

    def for_search(self, tokens: Iterable[Token], connection: Connection[Any]) -> Mapping[Token, Any]:
        """The texts that terms of a search are made of; nobody is shown one."""
        return self.open(tokens, Machine(Chore.SEARCHING), connection)

    def texts(self, columns: Iterable[str | None], reader: Reader) -> dict[str, str]:
        """The texts of what view columns hold, by column value."""
        tokens = {column: token_of(column) for column in set(columns) if column}
        opened = self.open(tokens.values(), reader)
        return {column: opened[token] for column, token in tokens.items()}

    def require_opens(self, token: Token, row: WrappedKey) -> None:
        """Raises KeyUnavailable and SealBroken where the token does not open; the text is told to nobody."""
        self._value(token, row)

    def _value(self, token: Token, row: WrappedKey) -> Any:
        """The text or typed value of one token, ERASED for a tombstone. Raises KeyUnavailable and SealBroken."""
        return ERASED if row.wrapped is None else opened(token, unseal(token, self.unwrap(row)))

    def unwrap(self, row: WrappedKey) -> DataKey:
        """The usable key of a row. Raises KeyUnavailable."""
        return self._master_key.unwrap(row)

    def _rows(self, tokens: Mapping[Token, UUID], connection: Connection[Any] | None = None) -> dict[UUID, WrappedKey]:
        ids = set(tokens.values())
        if not ids:
            return {}
        with nullcontext(connection) if connection else self._database.get_connection() as reading:
            found = _kept(reading, ids)
        if absent := ids - found.keys():
            raise KeyUnavailable(f"{len(absent)} data keys are missing without a tombstone")
        return found


def _kept(connection: Connection[Any], ids: set[UUID]) -> dict[UUID, WrappedKey]:
    with connection.cursor(binary=True, row_factory=tuple_row) as cursor:
        rows = cursor.execute(KEYS_BY_ID, (list(ids),)).fetchall()
    return {row[0]: wrapped_of(row) for row in rows}


def _by_key_id(tokens: Iterable[Token]) -> dict[Token, UUID]:
    return {token: _key_id(token) for token in tokens}


def _key_id(token: Token) -> UUID:
    try:
        return UUID(token.sealed.k)
    except ValueError:
        raise SealBroken(f"the sealed value of {token.sealed.f} names no key") from None
