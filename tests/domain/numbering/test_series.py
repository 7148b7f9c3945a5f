"""A series of official numbers: the next one and no other, whoever races for it; a voided one stays taken."""

from hypothesis import HealthCheck, settings
from hypothesis import given as with_any
from hypothesis import strategies as st

from domain.numbering.aggregate import NUMBER_SERIES
from domain.numbering.commands import MOST, NumberNotTaken, NumberOutOfTurn, TakeNumber, VoidTakenNumber
from domain.numbering.events import NumberTaken, TakenNumberVoided
from domain.petition.codes import Channel
from domain.petition.notices import SendNotice
from domain.petition.numbering import NumberDocument, VoidNumber
from domain.petition.reception import Receive
from domain.series import SERIES_KIND, Document, NumberSeries, SeriesStatus, series_stream
from tests.support.given import GROUP, given, ref
from tests.support.petitions import MARCH_3, day, registration, told
from tests.support.streams import Prepared, Streams

CASE = ref("case")
APRIL_1 = day("2025-04-01")
NOTICES = series_stream(Document.TELLING, GROUP, 2025)


def take(number: int, fact: int = 3) -> TakeNumber:
    return TakeNumber(Document.TELLING, GROUP, 2025, number, CASE, fact, APRIL_1)


def test_the_next_number_is_taken_and_no_other() -> None:
    series = given(NUMBER_SERIES).when(take(1))
    series.then(NumberTaken(Document.TELLING, GROUP, 2025, 1, CASE, 3, APRIL_1))
    for wrong in (1, 3):
        series.after.when(take(wrong)).refuses(NumberOutOfTurn, next=2)
    assert series.after.when(take(2)).state.last == 2


def test_a_voided_number_stays_taken() -> None:
    series = given(NUMBER_SERIES).when(take(1)).after
    series.when(VoidTakenNumber(2, APRIL_1)).refuses(NumberNotTaken, number=2)
    voided = series.when(VoidTakenNumber(1, APRIL_1))
    voided.then(TakenNumberVoided(1, APRIL_1))
    assert (voided.state.last, voided.state.voided) == (1, 1)
    voided.after.when(take(1)).refuses(NumberOutOfTurn, next=2)


def test_the_longest_series_folds_to_three_numbers() -> None:
    facts = tuple(NumberTaken(Document.TELLING, GROUP, 2025, each, CASE, 3, APRIL_1) for each in range(1, MOST + 1))
    state = given(NUMBER_SERIES, facts).state
    assert (state.status, state.last, state.voided) == (SeriesStatus.RUNNING, MOST, 0)


WRITERS = 8


@with_any(
    steps=st.lists(st.tuples(st.integers(0, WRITERS - 1), st.booleans()), max_size=60),
    voids=st.sets(st.integers(0, WRITERS - 1)),
)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_eight_writers_that_race_take_every_number_once_and_leave_no_gap(
    steps: list[tuple[int, bool]], voids: set[int]
) -> None:
    """In every order of deciding and appending: a step lets a writer decide on what it sees, or append that."""
    streams = Streams(today=APRIL_1)
    cases = [ref(f"case {each}") for each in range(WRITERS)]
    for case in cases:
        streams.execute(case, Receive(Channel.LETTER, MARCH_3, registration(), GROUP))
        streams.execute(case, SendNotice(told(APRIL_1)))
    prepared: dict[int, Prepared] = {}
    for writer, appends in (*steps, *((each, kind) for each in range(WRITERS) for kind in (False, True))):
        case = cases[writer]
        if streams.state(case, "petition").past.get(4) is not None:
            continue
        if appends and writer in prepared:
            streams.commit(prepared.pop(writer))
        else:
            prepared[writer] = streams.prepare(case, NumberDocument(3))
    for writer in voids:
        streams.execute(cases[writer], VoidNumber(3, "作废"))
    borne = [event for stream, event in streams.log if hasattr(event, "official_no") and hasattr(event, "numbered_on")]
    taken = [event for stream, event in streams.log if isinstance(event, NumberTaken)]
    series: NumberSeries = streams.state(NOTICES, SERIES_KIND)
    numbers = [event.number for event in taken]
    assert numbers == list(range(1, len(taken) + 1))
    assert [event.number for event in borne] == numbers
    assert len({event.official_no for event in borne}) == len(borne)
    assert series.voided == len(voids)
    assert series.last == len(taken)
