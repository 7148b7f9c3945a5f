"""The shortest lawful supervision case."""

from domain.supervision.codes import Status
from domain.supervision.events import Closed
from tests.support.supervision import shortest


def test_the_shortest_case_ends_closed_with_no_clock_running() -> None:
    after = shortest()
    assert type(after.events[-1]) is Closed
    assert after.state.status is Status.CLOSED
    assert not after.state.clocks
