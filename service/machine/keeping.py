"""Starting the keeper of an embedded server: a process of its own, which no kill of a user of the server ends."""

import os
import sys
from contextlib import suppress
from pathlib import Path


def spawn_keeper(home: Path) -> None:
    """Starts `service.machine.keeper` for the home, in a session of its own; it ends with the server.

    A user who may not run this interpreter, having been another one when it began, gets none: then a server that all
    its users left by being killed is stopped by the next one.
    """
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CASEWORK_")}
    environment["PYTHONPATH"] = os.pathsep.join(place for place in sys.path if place)
    silent = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_RDWR, 0) for number in (0, 1, 2)]
    command = [sys.executable, "-m", "service.machine.keeper", str(home)]
    with suppress(PermissionError):
        os.posix_spawn(sys.executable, command, environment, file_actions=silent, setsid=True)
