"""That there is nothing to know of is answered at a beat of the clock, so that how long it took tells nothing."""

import time

BEAT_S = 0.004
"""Longer than it takes to find out that a record is hidden, so that the next beat is the same as for none at all."""


def rest_of_beat(spent: float) -> float:
    """Seconds from now to the next beat, where so many were spent since the first one."""
    return BEAT_S - spent % BEAT_S


def wait_for_beat(began: float) -> None:
    """Waits for the next beat, counted from when the request began, by `time.perf_counter`."""
    time.sleep(rest_of_beat(time.perf_counter() - began))
