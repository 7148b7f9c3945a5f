"""The tour: every step opens what its sentence says, asserted step by step; it exists in the demonstration alone."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from service.edge.running import Service
from service.wsgi import build
from tests.support.applications import application_on
from tests.support.demonstrations import Played

pytestmark = pytest.mark.store


@pytest.fixture(scope="module")
def own(played_once: Played, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A demonstration of its own, because its approvers race."""
    with played_once.opened(tmp_path_factory.mktemp("tour") / "home") as opened:
        yield opened


@pytest.fixture
def client(own: Service) -> Iterator[FlaskClient]:
    with application_on(own) as app:
        found = app.test_client()
        found.set_cookie("language", "en")
        yield found


def tour(client: FlaskClient) -> str:
    answer = client.get("/tour")
    assert answer.status_code == 200
    return unescape(answer.text)


def send(client: FlaskClient, path: str, **fields: str) -> TestResponse:
    token = re.search(r'name="_csrf" value="([^"]+)"', tour(client))
    assert token is not None
    return client.post(path, data={"_csrf": token[1], **fields}, follow_redirects=True)


def opened(client: FlaskClient, key: str) -> str:
    """The page that a step opens, seen by the officer that it names."""
    step = tour(client).split(f'id="{key}"')[1].split("</li>")[0]
    officer = re.search(r'name="officer" value="([^"]+)"', step)
    href = re.search(r'name="next" value="([^"]+)"', step)
    assert officer is not None
    assert href is not None
    answer = send(client, "/act-as", officer=officer[1], next=href[1])
    assert answer.status_code in (200, 409), answer.text
    return unescape(answer.text)


def test_a_due_date_names_the_holidays_that_it_skipped(client: FlaskClient) -> None:
    page = opened(client, "holiday")
    holidays = ("National Day", "Mid-Autumn", "Spring Festival", "Labour Day", "Dragon Boat", "Qingming", "New Year")
    assert any(holiday in page for holiday in holidays)


def test_an_approval_before_the_end_of_the_publicity_is_refused(client: FlaskClient) -> None:
    page = opened(client, "publicity")
    assert "The notice stands until the end of" in page


def test_one_of_two_racing_approvers_gets_the_last_money_every_time(client: FlaskClient) -> None:
    for _ in range(3):
        page = unescape(send(client, "/tour/race").text)
        assert (page.count("<strong>approved</strong>"), page.count("<strong>refused</strong>")) == (1, 1)
        assert "yuan" in page.split("<strong>refused</strong>")[1].split("</li>")[0]


def test_a_failed_verification_keeps_its_overdue_fact(client: FlaskClient) -> None:
    step = tour(client).split('id="verification"')[1].split("</li>")[0]
    late = re.search(r"was (\d+) days overdue", step)
    assert late is not None
    assert int(late[1]) > 0
    assert late[1] in opened(client, "verification")


def test_a_case_is_replayed_forth_and_back(client: FlaskClient) -> None:
    here = opened(client, "replay")

    def turned(page: str, way: str) -> str:
        link = re.search(rf'rel="{way}" href="([^"]+)"', page)
        assert link is not None
        return unescape(client.get(link[1]).text)

    earlier = turned(here, "prev")
    assert step_of(earlier) == step_of(here) - 1
    assert recorded_in(earlier) != recorded_in(here)
    again = turned(earlier, "next")
    assert (step_of(again), recorded_in(again)) == (step_of(here), recorded_in(here))


def step_of(page: str) -> int:
    found = re.search(r"Step (\d+) of \d+", page)
    assert found is not None
    return int(found[1])


def recorded_in(page: str) -> str:
    """What the step recorded, and the case after it with what it was before."""
    return page.split("<h1>")[1].split("</main>")[0]


def test_the_audit_trail_shows_what_was_just_done(client: FlaskClient) -> None:
    """Whoever won the race stands at the head of the trail, with the approval."""
    outcome = unescape(send(client, "/tour/race").text).split('id="race"')[1]
    winner = next(line for line in outcome.split("<li>") if "<strong>approved</strong>" in line)
    name = re.search(r"<a [^>]+>([^<]+)</a>", winner)
    assert name is not None
    newest = opened(client, "audit").split("<tbody>")[1].split("</tr>")[:2]
    assert all(name[1].strip() in row for row in newest)
    assert any("Aid approved" in row for row in newest)


def test_there_is_no_tour_outside_the_demonstration(service: Service) -> None:
    for path in ("/tour", "/tour/sign-in"):
        assert build(service).test_client().get(path).status_code in (302, 404)


def test_how_signing_in_looks_is_shown_and_does_nothing(client: FlaskClient) -> None:
    assert 'href="/tour/sign-in"' in tour(client)
    shown = client.get("/tour/sign-in")
    assert shown.status_code == 200
    form = shown.text[shown.text.index("<fieldset disabled>") : shown.text.index("</fieldset>")]
    assert all(f'name="{name}"' in form for name in ("name", "password", "code"))
    assert "<svg" in shown.text
    assert client.post("/tour/sign-in", data={"name": "x", "password": "x"}).status_code in (403, 405)
    assert client.get("/login").status_code == 302
