"""Files that are written for their owner alone, whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def whole(out: Path) -> Iterator[Path]:
    """A file beside OUT, for its owner alone, which takes OUT's place once the block has ended well."""
    part = out.with_name(f"{out.name}.part")
    os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
    try:
        yield part
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
