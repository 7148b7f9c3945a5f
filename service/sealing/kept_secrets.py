"""Secrets of the whole group, kept among the data keys: wrapped by the master key, they outlive its rotation."""

from uuid import NAMESPACE_URL, UUID, uuid5

from eventsourcing.postgres import PostgresDatastore
from psycopg.rows import tuple_row

from domain.values import KeyClass, SubjectRef
from service.sealing.keys import MasterKey, WrappedKey, new_data_key, wrapped_of

HOUSEHOLDS = uuid5(NAMESPACE_URL, "casework:households")
ACCUSED = uuid5(NAMESPACE_URL, "casework:accused")
KEPT_FOR = frozenset({HOUSEHOLDS, ACCUSED})
"""What secrets are kept for; each is the key of a stream that has no events."""

KEEP = """
    INSERT INTO data_keys (key_id, subject, stream, key_class, master_key_id, wrapped)
    VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (stream, subject, key_class) DO NOTHING
"""
KEPT = """
    SELECT key_id, subject, stream, key_class, master_key_id, wrapped FROM data_keys WHERE stream = %s
"""


class KeptSecret:
    """One secret: made when it is first asked for, and the same for every process from then on."""

    def __init__(self, database: PostgresDatastore, master_key: MasterKey, kept_for: UUID) -> None:
        self._database = database
        self._master_key = master_key
        self._kept_for = kept_for
        self._secret: bytes | None = None

    def bytes(self) -> bytes:
        """256 random bits. Raises KeyUnavailable."""
        if self._secret is None:
            self._secret = self._master_key.unwrap(self._kept() or self._made()).secret
        return self._secret

    def _made(self) -> WrappedKey:
        fresh = self._master_key.wrap(new_data_key(SubjectRef(self._kept_for), self._kept_for, KeyClass.IDENTITY))
        row = (fresh.key_id, fresh.subject, fresh.stream, str(fresh.key_class), fresh.master_key_id, fresh.wrapped)
        with self._database.get_connection() as connection:
            connection.execute(KEEP, row)
        kept = self._kept()
        if kept is None:
            raise LookupError("the secret was stored and is not there")
        return kept

    def _kept(self) -> WrappedKey | None:
        with self._database.get_connection() as connection, connection.cursor(row_factory=tuple_row) as cursor:
            row = cursor.execute(KEPT, (self._kept_for,)).fetchone()
        return None if row is None else wrapped_of(row)
