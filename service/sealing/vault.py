"""Opening sealed values for readers who may see them."""

from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from psycopg.rows import tuple_row

from domain.values import KeyClass, SubjectRef
from service.sealing.keys import DataKey, KeyUnavailable, MasterKey, WrappedKey
from service.sealing.seal import Token, token_of, unseal
from service.store.database import Database

ERASED: Final = "⟦erased⟧"
"""What stands for a text whose key was destroyed."""

KEYS_BY_ID = """
    SELECT key_id, subject, stream, key_class, master_key_id, wrapped FROM data_keys WHERE key_id = ANY(%s)
"""


class Vault:
    """Opens tokens with the data keys in the database and the master key."""

    def __init__(self, database: Database, master_key: MasterKey) -> None:
        self._database = database
        self._master_key = master_key

    def open(self, tokens: Iterable[Token]) -> Mapping[Token, str]:
        """The texts of the tokens, ERASED for those whose key was destroyed.

        Raises KeyUnavailable for a key that is missing without a tombstone, and SealBroken for a changed value.
        """
        wanted = set(tokens)
        keys = self._keys({UUID(token.sealed.k) for token in wanted})
        return {token: self._text(token, keys) for token in wanted}

    def texts(self, columns: Iterable[str | None]) -> dict[str, str]:
        """The texts of what view columns hold, by column value."""
        tokens = {column: token_of(column) for column in set(columns) if column}
        opened = self.open(tokens.values())
        return {column: opened[token] for column, token in tokens.items()}

    def class_of(self, token: Token) -> KeyClass:
        """Which class of key seals the value: identity, content or attachment."""
        row = self._rows({UUID(token.sealed.k)})[UUID(token.sealed.k)]
        return row.key_class

    def _text(self, token: Token, keys: Mapping[UUID, DataKey | None]) -> str:
        key = keys[UUID(token.sealed.k)]
        return ERASED if key is None else unseal(token, key)

    def _keys(self, ids: set[UUID]) -> dict[UUID, DataKey | None]:
        rows = self._rows(ids)
        return {key: None if row.wrapped is None else self._master_key.unwrap(row) for key, row in rows.items()}

    def _rows(self, ids: set[UUID]) -> dict[UUID, WrappedKey]:
        if not ids:
            return {}
        with self._database.get_connection() as connection, connection.cursor(row_factory=tuple_row) as cursor:
            rows = [_wrapped(row) for row in cursor.execute(KEYS_BY_ID, (list(ids),))]
        found = {row.key_id: row for row in rows}
        if absent := ids - found.keys():
            raise KeyUnavailable(f"{len(absent)} data keys are missing without a tombstone")
        return found


def _wrapped(row: tuple[Any, ...]) -> WrappedKey:
    return WrappedKey(
        row[0], SubjectRef(row[1]), row[2], KeyClass(row[3]), row[4], None if row[5] is None else bytes(row[5])
    )
