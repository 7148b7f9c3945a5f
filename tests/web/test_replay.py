"""Replay for a reader who is not told everything: each step shows its own event or says that it is not told."""

import re
from collections.abc import Iterable
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from domain.kernel import Recorded
from service.demonstration.stage import officer_ref
from service.edge.running import Service
from service.kinds.catalogue import CASES_BY_NAME
from service.wsgi import build
from tests.support.words import words_in

pytestmark = pytest.mark.store
UNTOLD = "A step that is not told to you"


@pytest.fixture
def contact(demonstration: Service) -> FlaskClient:
    """The contact of the supervised unit, in English."""
    client = build(demonstration).test_client()
    client.set_cookie("language", "en")
    with client.session_transaction() as session:
        session["officer"] = str(officer_ref("supervised"))
    return client


def steps_of(service: Service, cases: Iterable[str]) -> list[Recorded]:
    """Every step of the longest life, and of the others the kinds of steps that it lacks."""
    longest, *others = sorted((service.ledger.history(UUID(case)) for case in cases), key=len, reverse=True)
    lacking = {each.event.NAME: each for life in others for each in life}
    return [*longest, *(lacking[name] for name in lacking.keys() - {each.event.NAME for each in longest})]


def test_the_supervised_unit_replays_its_checks_as_if_what_it_is_not_told_had_never_been(
    demonstration: Service, contact: FlaskClient
) -> None:
    cases = set(re.findall(r'href="/supervision-cases/([0-9a-f-]{36})"', contact.get("/supervision-cases").text))
    assert cases
    part = CASES_BY_NAME["supervision-cases"].reading.part
    assert part is not None
    for case in cases:
        told = [each for each in demonstration.ledger.history(UUID(case)) if part.event(each.event) is not None]
        for version, recorded in enumerate(told, 1):
            answer = contact.get(f"/supervision-cases/{case}/replay?version={version}")
            assert answer.status_code == 200
            heading = re.findall("<h1>([^<]+)", answer.text)[0].strip()
            assert heading == words_in("en").event(recorded.event.NAME)
            assert "What was recorded" in answer.text
        beyond = contact.get(f"/supervision-cases/{case}/replay?version={len(told) + 1}")
        assert beyond.status_code == 404
