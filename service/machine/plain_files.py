"""New files for their owner alone: whole or not at all, never in another file's place and never through a link."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from pathlib import Path
from secrets import token_hex
from typing import IO

NEW = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)


class NotWritable(Exception):
    """A file cannot be written where it was asked for; the message says what to do."""

    code = "not_writable"


def refuse_unwritable(out: Path) -> None:
    """That a file cannot be written is better known before the work than after it. Raises NotWritable."""
    if os.path.lexists(out):
        what = "a link" if out.is_symlink() else "there already"
        raise NotWritable(f"{out} is {what}: nothing is written through links or over what is there; name a new file")
    if not out.name or not out.absolute().parent.is_dir():
        raise NotWritable(f"nothing can be written to {out}: name a new file in a folder that exists")


@contextmanager
def whole(out: Path) -> Iterator[IO[bytes]]:
    """A file that nobody else can open, which takes the name OUT once the block has ended well.

    Raises NotWritable where something has that name, before the block or by then, be it a link that leads nowhere.
    """
    refuse_unwritable(out)
    part = out.with_name(f".{out.name[:100]}.{token_hex(8)}.part")
    with _new(part) as file:
        try:
            yield file
            file.flush()
            os.fsync(file.fileno())
            _name(part, out)
        finally:
            with suppress(FileNotFoundError):
                part.unlink()


@contextmanager
def texts(file: IO[bytes], encoding: str, newline: str) -> Iterator[IO[str]]:
    """Writes texts to a file of bytes and leaves it open."""
    writer = TextIOWrapper(file, encoding=encoding, newline=newline)
    try:
        yield writer
    finally:
        writer.detach()


def _new(path: Path) -> IO[bytes]:
    try:
        return os.fdopen(os.open(path, NEW, 0o600), "w+b")
    except OSError as error:
        raise NotWritable(f"nothing can be written to {path.parent} ({error.strerror}): name another folder") from None


def _name(part: Path, out: Path) -> None:
    """A second name for the same file: unlike a renaming it never takes the place of another."""
    try:
        os.link(part, out, follow_symlinks=False)
    except FileExistsError:
        raise NotWritable(f"{out} has come to be meanwhile and is left as it is: name a new file") from None
    except OSError:
        _copy(part, out)


def _copy(part: Path, out: Path) -> None:
    """Where a file system knows no second names."""
    try:
        copy = os.open(out, NEW, 0o600)
    except OSError as error:
        raise NotWritable(f"nothing can be written to {out} ({error.strerror}): name another file") from None
    try:
        with os.fdopen(copy, "wb") as file, part.open("rb") as source:
            while block := source.read(2**20):
                file.write(block)
    except BaseException:
        out.unlink()
        raise
