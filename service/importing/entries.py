"""How the rows of a register ended, kept outside memory in the order in which they ended."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import msgspec

from service.importing.notes import Note
from service.machine.unnamed_files import BLOCK, UnnamedFile

_LENGTH = 4
"""Bytes that say how long the next entry is."""


class Result(StrEnum):
    """How a data row ended: each in exactly one way."""

    CREATED = "created"
    ALREADY_THERE = "already_there"
    REPEATED = "repeated"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Entry:
    """The end of one data row."""

    number: int
    external_id: str
    result: Result
    reason: str = ""
    notes: tuple[Note, ...] = ()
    differs: tuple[str, ...] = ()
    """Fields in which the row says something else than its case, or than the first row with its id."""


class Entries:
    """Entries that are added one by one and read from the first as often as they are wanted."""

    def __init__(self) -> None:
        self._file = UnnamedFile()
        self._encoder = msgspec.msgpack.Encoder()
        self._decoder = msgspec.msgpack.Decoder(Entry)
        self._unwritten = bytearray()

    def add(self, entry: Entry) -> None:
        """Adds one; raises OSError where the disk is full."""
        data = self._encoder.encode(entry)
        self._unwritten += len(data).to_bytes(_LENGTH, "big") + data
        if len(self._unwritten) >= BLOCK:
            self._write()

    def __iter__(self) -> Iterator[Entry]:
        self._write()
        with self._file.reader() as reader:
            while length := reader.read(_LENGTH):
                yield self._decoder.decode(reader.read(int.from_bytes(length, "big")))

    def _write(self) -> None:
        self._file.add(bytes(self._unwritten))
        self._unwritten.clear()
