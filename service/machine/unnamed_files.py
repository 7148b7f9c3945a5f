"""Files under no name: for what is too large for memory and must not outlast the process."""

import os
import weakref
from collections.abc import Iterator
from io import SEEK_CUR, SEEK_SET, BufferedReader, RawIOBase
from tempfile import TemporaryFile
from typing import IO, Any

BLOCK = 2**16
"""Bytes that are read at a time."""


class UnnamedFile:
    """Bytes on the disk that nobody else can open; they go with this object, and with the process however it ends.

    Reading and adding raise OSError, such as where the disk is full.
    """

    def __init__(self) -> None:
        with TemporaryFile(buffering=0) as file:
            self._descriptor = os.dup(file.fileno())
        weakref.finalize(self, os.close, self._descriptor)

    @property
    def size(self) -> int:
        """Bytes in it."""
        return os.fstat(self._descriptor).st_size

    def add(self, data: bytes) -> None:
        """Adds to its end."""
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(self._descriptor, rest) :]

    def read(self, start: int, size: int) -> bytes:
        """Bytes from a place on, as far as there are any."""
        return os.pread(self._descriptor, size, start)

    def reader(self) -> BufferedReader:
        """Reads from the start, whatever others read or add meanwhile; keeps the file for as long."""
        return BufferedReader(_Reading(self), BLOCK)

    def blocks(self) -> Iterator[bytes]:
        """All that is in it, one block at a time."""
        with self.reader() as reader:
            while block := reader.read(BLOCK):
                yield block

    def opened(self) -> IO[bytes]:
        """The same file from its start for a program or library that wants a true one; to be closed."""
        os.lseek(self._descriptor, 0, SEEK_SET)
        return os.fdopen(os.dup(self._descriptor), "w+b")


class _Reading(RawIOBase):
    """One reader of the file, at a place of its own."""

    def __init__(self, file: UnnamedFile) -> None:
        self._file = file
        self._place = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = SEEK_SET) -> int:
        start = {SEEK_SET: 0, SEEK_CUR: self._place}.get(whence, self._file.size)
        self._place = start + offset
        return self._place

    def tell(self) -> int:
        return self._place

    def readinto(self, into: Any) -> int:
        data = self._file.read(self._place, len(into))
        into[: len(data)] = data
        self._place += len(data)
        return len(data)
