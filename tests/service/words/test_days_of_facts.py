"""The day that a timeline shows is the day of the fact, never one at which something ends."""

from datetime import date

from domain.officers import EVERYTHING
from domain.organisation.events import TokenIssued, TokenRevoked
from domain.petition.codes import Delivery
from domain.petition.events import NoticeSent
from service.words.telling import day_of

MARCH_3 = date(2026, 3, 3)


def test_a_fact_that_names_only_its_end_has_no_day_of_its_own() -> None:
    assert day_of(TokenIssued("a" * 64, MARCH_3, None, EVERYTHING)) is None


def test_a_fact_that_names_its_day_is_told_by_it() -> None:
    assert day_of(NoticeSent(Delivery.POST, MARCH_3, ())) == MARCH_3
    assert day_of(TokenRevoked("a" * 64, MARCH_3)) == MARCH_3
