"""The keeper of an embedded server: stops it when nobody holds it any more, however its users ended."""

import fcntl
import os
import sys
import time
from contextlib import suppress
from pathlib import Path

from service.machine.embedded import EmbeddedServer, released

LOOK_SECONDS = 0.5


class Keeper(EmbeddedServer):
    """Looks after the server of a home without holding it; makes no file, in a folder that may be going away."""

    _makes_locks = False

    def keep(self) -> None:
        """Returns when there is no server any more; at once where another keeper looks after it already."""
        folder = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY)
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        while not self._is_done(folder):
            time.sleep(LOOK_SECONDS)

    def _is_done(self, folder: int) -> bool:
        """Whether the server is gone, stopped here where nobody holds it; a later server finds the keeper's lock free.

        Whoever starts a server or lets go of one is not disturbed: both have the lock `starting` meanwhile.
        """
        with suppress(BlockingIOError), released(self._lock("starting.lock", fcntl.LOCK_EX | fcntl.LOCK_NB)):
            if not self._is_down():
                with released(self._lock("users.lock", fcntl.LOCK_EX | fcntl.LOCK_NB)):
                    self._shut_down()
            fcntl.flock(folder, fcntl.LOCK_UN)
            return True
        return False


if __name__ == "__main__":
    os.closerange(3, os.sysconf("SC_OPEN_MAX"))
    with suppress(BlockingIOError, FileNotFoundError):
        Keeper(Path(sys.argv[1])).keep()
