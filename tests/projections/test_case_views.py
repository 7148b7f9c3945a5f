"""Case views agree with the state that decisions are taken on, step by step through whole lives."""

from datetime import UTC, datetime, time
from typing import Any

import pytest

from domain.catalogue import CASES
from domain.kernel import Aggregate, Event, Recorded, fold
from projections.catalogue import CASE_VIEWS
from projections.next_due import NEVER
from projections.projection import rows_after
from tests.support import hardships, petitions, supervision
from tests.support.given import CLERK, STREAM, TODAY, acting

LIVES: dict[str, tuple[Event, ...]] = {
    "petition": petitions.shortest().after.history,
    "supervision": supervision.shortest().after.history,
    "hardship": hardships.aid_paid(),
}


def recorded(events: tuple[Event, ...]) -> list[Recorded]:
    """The events as the log would hold them."""
    at = datetime.combine(TODAY, time(9), UTC)
    return [Recorded(n, STREAM, n, acting(CLERK), at, event) for n, event in enumerate(events, 1)]


def row_after(aggregate: Aggregate[Any], events: tuple[Event, ...]) -> dict[str, Any]:
    """The row that the case view keeps after the events."""
    return rows_after(CASE_VIEWS[aggregate.kind], recorded(events), fold(aggregate, events))[STREAM]


@pytest.mark.parametrize("aggregate", CASES, ids=lambda aggregate: aggregate.kind)
def test_every_kind_has_a_view_that_knows_all_its_events(aggregate: Aggregate[Any]) -> None:
    assert set(CASE_VIEWS[aggregate.kind].on) == set(aggregate.events)


@pytest.mark.parametrize("aggregate", CASES, ids=lambda aggregate: aggregate.kind)
def test_status_and_due_day_follow_the_state_through_a_whole_life(aggregate: Aggregate[Any]) -> None:
    events = LIVES[aggregate.kind]
    assert len(events) > 5
    for count in range(1, len(events) + 1):
        state = fold(aggregate, events[:count])
        row = row_after(aggregate, events[:count])
        assert row["status"] == aggregate.status_of(state), events[count - 1]
        if "next_due_on" in row:
            assert row["next_due_on"] == min((clock.due_on for clock in state.clocks.values()), default=NEVER)
