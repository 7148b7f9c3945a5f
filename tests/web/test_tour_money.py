"""The race of the tour after its money was paid out: both are refused, and the page says why."""

import re
from collections.abc import Iterator
from html import unescape

import pytest

from domain.hardship.aggregate import HARDSHIP
from domain.hardship.codes import AidStatus, PaymentMethod
from domain.hardship.paying import PayAid
from domain.kernel import fold
from service.demonstration.race import contested, race
from service.demonstration.stage import player
from service.edge.running import Service
from service.store.steps import Step
from tests.support.applications import application_on
from tests.support.demonstrations import Played

pytestmark = pytest.mark.store
GONE = "the money of this fund was paid out before"


@pytest.fixture(scope="module")
def own(played_once: Played, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A demonstration of its own, because what is paid does not come back."""
    with played_once.opened(tmp_path_factory.mktemp("money") / "home") as opened:
        yield opened


def raced(own: Service) -> str:
    with application_on(own) as app:
        client = app.test_client()
        client.set_cookie("language", "en")
        token = re.search(r'name="_csrf" value="([^"]+)"', client.get("/tour").text)
        assert token is not None
        return unescape(client.post("/tour/race", data={"_csrf": token[1]}).text)


def pay_the_winner(own: Service) -> None:
    day = own.ledger.today()
    for case in contested():
        state = fold(HARDSHIP, (recorded.event for recorded in own.ledger.history(case)))
        for aid in state.aids_in(AidStatus.APPROVED):
            payment = PayAid(aid.number, PaymentMethod.BANK_TRANSFER, True, day, no_relative=True)
            own.ledger.execute([Step(case, payment)], player("payer", payment))


def test_a_race_for_money_that_is_gone_says_so(own: Service) -> None:
    assert GONE not in raced(own)
    assert sum(lane.refusal is None for lane in race(own)) == 1
    pay_the_winner(own)
    page = raced(own)
    assert page.count("<strong>refused</strong>") == 2
    assert GONE in page
