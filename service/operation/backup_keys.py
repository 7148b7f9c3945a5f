"""The second file of a backup: data keys, wrapped by a master key that is in no backup.

JSON, one object a line. The first says what it belongs to: the SHA-256 of the archive, how many events it holds, up
to which position, the database roles that own its tables, and how many lines follow. Each of these is one row of
`data_keys`. The first line is sealed by a key that is derived from the master key, and names the SHA-256 of the lines
that follow: with them it vouches for every byte of both files.
"""

import hashlib
import hmac
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
from psycopg import Connection

from domain.values import KeyClass, SubjectRef
from service.sealing.keys import KeyUnavailable, MasterKey, WrappedKey

FORM = "casework-keys-1"
ROWS = """
    SELECT key_id, subject, stream, key_class, master_key_id, wrapped, created_at, destroyed_at
    FROM data_keys ORDER BY key_id
"""
CHUNK = 1 << 20
USE = "backup"


class BackupUnusable(Exception):
    """A backup cannot be written or brought back; the message says why and what to do."""


class Contents(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a backup holds: `archive`, `rows` are SHA-256 of the first file and the lines below; `seal` is a MAC."""

    archive: str
    events: int
    last_position: int
    roles: tuple[str, ...]
    keys: int
    rows: str = ""
    seal: str = ""
    form: str = FORM

    def sealed(self, rows: bytes, master_key: MasterKey) -> "Contents":
        """The same with what vouches for it and for the lines below it."""
        told = msgspec.structs.replace(self, rows=hashlib.sha256(rows).hexdigest(), seal="")
        mac = hmac.new(master_key.derived(USE), msgspec.json.encode(told), hashlib.sha256)
        return msgspec.structs.replace(told, seal=mac.hexdigest())


class KeyRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One row of `data_keys`; `wrapped` is null for a key that was destroyed."""

    key_id: UUID
    subject: UUID
    stream: UUID
    key_class: KeyClass
    master_key_id: str
    wrapped: bytes | None
    created_at: datetime
    destroyed_at: datetime | None


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    text: bytes


def keys_file_of(file: Path) -> Path:
    """Where the keys of a backup lie."""
    return file.with_name(f"{file.name}.keys")


def digest_of(file: Path) -> str:
    """The SHA-256 of a file, in hexadecimal digits."""
    digest = hashlib.sha256()
    with file.open("rb") as opened:
        while chunk := opened.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def write_keys_file(path: Path, connection: Connection[Any], contents: Contents, master_key: MasterKey) -> None:
    """Writes the file, sealed, for its owner alone."""
    rows = b"".join(msgspec.json.encode(KeyRow(*row)) + b"\n" for row in connection.execute(ROWS))
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(msgspec.json.encode(contents.sealed(rows, master_key)) + b"\n")
        file.write(rows)
        file.flush()
        os.fsync(file.fileno())


def read_keys_file(path: Path, archive: Path) -> tuple[Contents, list[KeyRow]]:
    """What the file holds, after trying that it belongs to this archive. Raises BackupUnusable."""
    if not archive.is_file():
        raise BackupUnusable(f"there is no backup {archive}")
    if not path.is_file():
        raise BackupUnusable(
            f"the keys file {path} is missing: without it nothing sealed could be opened; lay it beside the backup"
        )
    lines = _lines(path)
    contents = _decoded(next(lines, _Line(1, b"")), Contents, path)
    if contents.form != FORM or not all(role.isidentifier() for role in contents.roles):
        raise BackupUnusable(f"{path} is no keys file of a form that this version reads")
    if contents.archive != digest_of(archive):
        raise BackupUnusable(f"{path} belongs to another backup than {archive}, or one of them was damaged")
    keys = [_decoded(line, KeyRow, path) for line in lines]
    if contents.keys != len(keys):
        raise BackupUnusable(f"{path} holds {len(keys)} keys and says {contents.keys}: it is not whole")
    return contents, keys


def require_as_written(path: Path, contents: Contents, master_key: MasterKey) -> None:
    """Tries every byte of the file against its seal. Raises BackupUnusable."""
    first, _newline, rows = path.read_bytes().partition(b"\n")
    expected = msgspec.json.encode(contents.sealed(rows, master_key))
    if not hmac.compare_digest(first, expected):
        raise BackupUnusable(
            f"{path} was changed after it was written, or by another master key than the one here "
            f"({master_key.key_id}): nothing of it is restored; take another copy of both files"
        )


def load_keys(rows: list[KeyRow], master_key: MasterKey) -> list[tuple[Any, ...]]:
    """The rows of `data_keys`, each key that lives tried with the master key. Raises BackupUnusable."""
    for row in rows:
        if row.wrapped is not None:
            _try(row, master_key)
    return [tuple(getattr(row, name) for name in KeyRow.__struct_fields__) for row in rows]


def _try(row: KeyRow, master_key: MasterKey) -> None:
    subject = SubjectRef(row.subject)
    wrapped = WrappedKey(row.key_id, subject, row.stream, row.key_class, row.master_key_id, row.wrapped)
    try:
        master_key.unwrap(wrapped)
    except KeyUnavailable:
        raise BackupUnusable(
            f"the master key here ({master_key.key_id}) does not open the keys of the backup (wrapped by "
            f"{row.master_key_id}): put the master key of that time in its place; it is in no file of a backup"
        ) from None


def _lines(path: Path) -> Iterator[_Line]:
    with path.open("rb") as file:
        for number, text in enumerate(file, 1):
            yield _Line(number, text)


def _decoded(line: _Line, form: Any, path: Path) -> Any:
    try:
        return msgspec.json.decode(line.text, type=form)
    except msgspec.DecodeError:
        raise BackupUnusable(f"line {line.number} of {path} is damaged") from None
