"""Files that hold a secret: for their owner alone, whole or not at all, and never overwritten."""

import os
from pathlib import Path
from tempfile import NamedTemporaryFile


def write_once(path: Path, secret: bytes) -> None:
    """Writes the secret to a new file, and to a new folder if need be.

    Raises FileExistsError where there is one already, be it that another start made it meanwhile.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with NamedTemporaryFile("wb", dir=path.parent, prefix=f".{path.name}.") as file:
        file.write(secret)
        file.flush()
        os.fsync(file.fileno())
        os.link(file.name, path)
