"""Secrets of keyed digests: kept among the data keys, wrapped by the master key, so that they survive its rotation."""

from uuid import NAMESPACE_URL, UUID, uuid5

from eventsourcing.postgres import PostgresDatastore
from psycopg.rows import tuple_row

from domain.values import KeyClass, SubjectRef
from service.sealing.keys import MasterKey, WrappedKey, new_data_key, wrapped_of

HOUSEHOLDS, IDENTITIES, ACCUSED = (
    uuid5(NAMESPACE_URL, f"casework:{use}") for use in ("households", "identities", "accused")
)
USES = frozenset({HOUSEHOLDS, IDENTITIES, ACCUSED})
"""What secrets are kept for: each stands where a key has its stream, and has no events."""

KEEP = """
    INSERT INTO data_keys (key_id, subject, stream, key_class, master_key_id, wrapped)
    VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (stream, subject, key_class) DO NOTHING
"""
KEPT = """
    SELECT key_id, subject, stream, key_class, master_key_id, wrapped FROM data_keys WHERE stream = %s
"""


class KeptSecret:
    """The secret of one use, made where it is asked for first."""

    def __init__(self, database: PostgresDatastore, master_key: MasterKey, use: UUID) -> None:
        self._database = database
        self._master_key = master_key
        self._use = use
        self._secret: bytes | None = None

    def value(self) -> bytes:
        """The secret. Raises KeyUnavailable where the master key is another."""
        if self._secret is None:
            self._secret = self._master_key.unwrap(self._kept() or self._made()).secret
        return self._secret

    def _made(self) -> WrappedKey:
        fresh = self._master_key.wrap(new_data_key(SubjectRef(self._use), self._use, KeyClass.IDENTITY))
        row = (fresh.key_id, fresh.subject, fresh.stream, str(fresh.key_class), fresh.master_key_id, fresh.wrapped)
        with self._database.get_connection() as connection:
            connection.execute(KEEP, row)
        kept = self._kept()
        if kept is None:
            raise LookupError("a secret was stored and is not there")
        return kept

    def _kept(self) -> WrappedKey | None:
        with self._database.get_connection() as connection, connection.cursor(row_factory=tuple_row) as cursor:
            row = cursor.execute(KEPT, (self._use,)).fetchone()
        return None if row is None else wrapped_of(row)
