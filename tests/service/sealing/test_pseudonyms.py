"""References of persons and families leave under a name of their own for each reader."""

from uuid import UUID

from domain.actors import ServiceActing
from domain.catalogue import BY_EVENT
from domain.hardship.events import HouseholdFileOpened
from domain.kernel import Recorded
from domain.petition.events import Received
from service.sealing.pseudonyms import Pseudonyms, names_of_persons
from tests.support.petitions import GROUP, day, received

ONE, OTHER, FAMILY = (UUID(int=number) for number in (1, 2, 3))
PSEUDONYMS = Pseudonyms(b"secret")


def test_a_reference_is_the_same_for_one_reader_and_another_for_every_other() -> None:
    told = PSEUDONYMS.of(ONE, FAMILY)
    assert told == Pseudonyms(b"secret").of(ONE, FAMILY)
    assert (
        len({told, FAMILY, PSEUDONYMS.of(OTHER, FAMILY), PSEUDONYMS.of(ONE, OTHER), Pseudonyms(b"x").of(ONE, FAMILY)})
        == 5
    )


def test_an_event_is_told_without_the_reference_of_its_person_and_otherwise_as_it_is() -> None:
    event = received()[0]
    assert isinstance(event, Received)
    told = PSEUDONYMS.event(ONE, event)
    assert isinstance(told, Received)
    assert told.subject == PSEUDONYMS.of(ONE, event.subject) != event.subject
    assert (told.case_no, told.unit, told.clock) == (event.case_no, event.unit, event.clock)


def test_a_household_is_called_by_its_pseudonym() -> None:
    opened = Recorded(1, FAMILY, 1, ServiceActing("tests"), None, HouseholdFileOpened(OTHER, GROUP, day("2025-03-03")))  # type: ignore[arg-type]
    told = PSEUDONYMS.recorded(ONE, opened)
    assert (told.stream, told.event) == (PSEUDONYMS.of(ONE, FAMILY), opened.event)


def test_the_events_of_every_kind_of_case_name_their_person_in_one_field() -> None:
    named = {event.NAME: names_of_persons(event) for event in BY_EVENT if names_of_persons(event)}
    assert named == {
        "organisation.officer_appointed": ("subject",),
        "petition.received": ("subject",),
        "petition.carried_over": ("subject",),
        "supervision.lead_recorded": ("subject",),
        "hardship.applied": ("subject", "household"),
        "batch.opened": ("subject",),
    }
