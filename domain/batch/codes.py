"""Where a batch stands."""

from enum import StrEnum


class BatchStatus(StrEnum):
    """A batch runs until each of its items was tried; whoever repeats it lets it run on."""

    NEW = "NEW"
    RUNNING = "RUNNING"
    DONE = "DONE"
