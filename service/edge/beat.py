"""That there is nothing to know of is answered at a beat of the clock, so that how long it took tells nothing."""

import time

from flask import Flask, current_app

SETTING = "BEAT_S"
BEAT_S = 0.02
"""Longer than it takes to find out that a record is hidden, so that the next beat is the same as for none at all."""


def keep_time(app: Flask) -> None:
    """Answers of the application keep to beats."""
    app.config[SETTING] = BEAT_S


def rest_of_beat(spent: float, beat: float) -> float:
    """Seconds from now to the next beat, where so many were spent since the first one; none without a beat."""
    return beat - spent % beat if beat else 0.0


def wait_for_beat(began: float) -> None:
    """Waits for the next beat, counted from when the request began, by `time.perf_counter`."""
    time.sleep(rest_of_beat(time.perf_counter() - began, current_app.config[SETTING]))
