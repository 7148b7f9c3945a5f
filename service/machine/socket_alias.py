"""A short name for a folder whose path is too long for the address of a socket in it."""

import hashlib
import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from service.machine.binaries import EmbeddedServerUnavailable


def alias_of(folder: Path) -> Path:
    """Return a short link to the folder, made in a folder of the temporary directory that only this user may enter."""
    closed = _closed_folder(folder)
    closed.mkdir(mode=0o700, exist_ok=True)
    found = closed.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid() or found.st_mode & 0o077:
        raise EmbeddedServerUnavailable(
            f"{closed} is not a folder of this user alone: remove it or set TMPDIR elsewhere."
        )
    link = closed / "s"
    if not link.is_symlink():
        link.symlink_to(folder)
    return link


def forget_alias(folder: Path) -> None:
    closed = _closed_folder(folder)
    with suppress(OSError):
        (closed / "s").unlink()
        closed.rmdir()


def _closed_folder(folder: Path) -> Path:
    digest = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"casework-{os.geteuid()}-{digest}"
