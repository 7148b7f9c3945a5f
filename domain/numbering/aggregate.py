"""The series of official numbers as a whole: its events, its commands and its statuses."""

from dataclasses import replace
from typing import assert_never

from domain.kernel import Aggregate, events_of
from domain.numbering.commands import TakeNumber, VoidTakenNumber
from domain.numbering.events import NumberingFact, NumberTaken, TakenNumberVoided
from domain.scopes import scope_after
from domain.series import SERIES_KIND, NumberSeries, SeriesStatus


def evolve(state: NumberSeries, event: NumberingFact) -> NumberSeries:
    """The series after one more fact."""
    match event:
        case NumberTaken():
            scope = scope_after(state.scope, event)
            return NumberSeries(SeriesStatus.RUNNING, event.number, state.voided, scope)
        case TakenNumberVoided():
            return replace(state, voided=state.voided + 1)
    assert_never(event)


NUMBER_SERIES = Aggregate(
    kind=SERIES_KIND,
    initial=NumberSeries(),
    starts=SeriesStatus.NEW,
    statuses=SeriesStatus,
    events=events_of(NumberingFact),
    commands=(TakeNumber, VoidTakenNumber),
    evolve=evolve,
    status_of=lambda state: state.status,
)
