"""References of households: a keyed hash of an identifier that is stored nowhere."""

import hashlib
import hmac
import unicodedata
from uuid import NAMESPACE_URL, UUID, uuid5

from eventsourcing.postgres import PostgresDatastore
from psycopg.rows import tuple_row

from domain.values import HouseholdRef, KeyClass, SubjectRef
from service.sealing.keys import MasterKey, WrappedKey, new_data_key, wrapped_of

HOUSEHOLDS = uuid5(NAMESPACE_URL, "casework:households")

KEEP = """
    INSERT INTO data_keys (key_id, subject, stream, key_class, master_key_id, wrapped)
    VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (stream, subject, key_class) DO NOTHING
"""
KEPT = """
    SELECT key_id, subject, stream, key_class, master_key_id, wrapped FROM data_keys WHERE stream = %s
"""


class Households:
    """Makes the same reference of the same identifier, as long as its key is kept.

    The key lies among the data keys, wrapped by the master key, so that it survives every rotation of it.
    """

    def __init__(self, database: PostgresDatastore, master_key: MasterKey) -> None:
        self._database = database
        self._master_key = master_key
        self._secret: bytes | None = None

    def ref(self, identifier: str) -> HouseholdRef:
        """The reference of the household with that identifier, such as the number of its register book.

        Letters and digits alone tell households apart: neither case nor width, spaces or hyphens do.
        """
        normal = "".join(filter(str.isalnum, unicodedata.normalize("NFKC", identifier).casefold()))
        digest = hmac.new(self._key(), normal.encode(), hashlib.sha256).digest()
        return HouseholdRef(UUID(bytes=digest[:16], version=5))

    def _key(self) -> bytes:
        if self._secret is None:
            self._secret = self._master_key.unwrap(self._kept() or self._made()).secret
        return self._secret

    def _made(self) -> WrappedKey:
        fresh = self._master_key.wrap(new_data_key(SubjectRef(HOUSEHOLDS), HOUSEHOLDS, KeyClass.IDENTITY))
        row = (fresh.key_id, fresh.subject, fresh.stream, str(fresh.key_class), fresh.master_key_id, fresh.wrapped)
        with self._database.get_connection() as connection:
            connection.execute(KEEP, row)
        kept = self._kept()
        if kept is None:
            raise LookupError("the key of the households was stored and is not there")
        return kept

    def _kept(self) -> WrappedKey | None:
        with self._database.get_connection() as connection, connection.cursor(row_factory=tuple_row) as cursor:
            row = cursor.execute(KEPT, (HOUSEHOLDS,)).fetchone()
        return None if row is None else wrapped_of(row)
