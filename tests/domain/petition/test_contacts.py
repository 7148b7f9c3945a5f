"""A note of a contact: an enquiry or thanks, which owes nobody anything and is closed as it is registered."""

import pytest

from domain.deadlines.clocks import StopReason
from domain.petition.aggregate import PETITION
from domain.petition.codes import Purpose, Status
from domain.petition.events import KeptAsContact, NoticeSent, Registered
from domain.petition.registering import Register, Registration
from domain.petition.routing import Accept
from tests.support.given import CLERK, HEAD, given
from tests.support.petitions import anonymous, day, demand, receive, received, registration, told

MARCH_3 = day("2025-03-03")
ASKS = demand(Purpose.P9)


@pytest.mark.parametrize("asked", [registration(demands=(ASKS,)), anonymous(demands=(ASKS, ASKS))])
def test_an_enquiry_is_closed_with_its_registration_and_no_term_runs(asked: Registration) -> None:
    kept = given(PETITION, received(MARCH_3)).when(Register(asked), today=day("2025-03-05"))
    assert [type(event) for event in kept.happened] == [Registered, KeptAsContact]
    assert kept.state.status is Status.CLOSED
    assert not kept.state.clocks
    assert kept.happened[1].kept_on == MARCH_3
    assert all(ended.late_days == 0 for ended in kept.happened[1].stopped)


def test_the_first_notice_of_whoever_can_be_reached_ends_unmet() -> None:
    kept = given(PETITION, received(MARCH_3)).when(Register(registration(demands=(ASKS,))))
    assert [(ended.rule, ended.why) for ended in kept.happened[1].stopped] == [("D-P01", StopReason.ENDED)]


def test_in_one_visit_with_a_word_handed_over_it_is_three_facts() -> None:
    visit = receive(MARCH_3, registration=registration(demands=(ASKS,), notice=told(MARCH_3)))
    kept = given(PETITION).when(visit, by=CLERK)
    assert [type(event) for event in kept.happened][1:] == [Registered, NoticeSent, KeptAsContact]
    assert kept.happened[-1].stopped == ()


def test_whoever_also_demands_something_has_a_petition() -> None:
    both = registration(demands=(ASKS, demand(Purpose.P1)))
    assert given(PETITION, received(MARCH_3)).when(Register(both)).state.status is Status.REGISTERED


def test_nothing_follows_upon_a_contact() -> None:
    kept = given(PETITION, received(MARCH_3)).when(Register(registration(demands=(ASKS,)))).after
    assert kept.when(Accept(MARCH_3), by=HEAD).rejection is not None
