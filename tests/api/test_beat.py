"""What nobody may know of is answered at a beat, counted from the beginning of the request."""

import pytest
from flask import Flask

from service.edge.beat import BEAT_S, SETTING, keep_time, rest_of_beat


@pytest.mark.parametrize("spent", [0.0, 0.001, 0.0199, 0.02, 0.031, 1.234])
def test_an_answer_leaves_at_the_next_beat(spent: float) -> None:
    rest = rest_of_beat(spent, BEAT_S)
    assert 0 < rest <= BEAT_S
    assert (spent + rest) / BEAT_S == pytest.approx(round((spent + rest) / BEAT_S))


def test_an_application_keeps_time_and_one_of_the_tests_does_not() -> None:
    app = Flask("beating")
    keep_time(app)
    assert app.config[SETTING] == BEAT_S
    assert rest_of_beat(0.001, 0.0) == 0.0
