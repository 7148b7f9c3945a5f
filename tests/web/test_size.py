"""Pages ask the database for what they show, however much is stored, and tell nobody how much that is."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import g

from domain.roles import Role
from service.edge.opaque import Sealing
from service.kinds.labels import LABELS
from service.views.queries import Queries
from service.views.terms import roles_by_officer
from service.web import duties, overview
from service.words.names import Names
from service.words.speech import Words
from tests.support.counting import statements
from tests.support.group import delivered, furnished, handling, proposed
from tests.support.pages import Site

pytestmark = pytest.mark.store
TODAY = date(2026, 3, 3)


def test_roles_of_officers_are_told_in_one_pass_over_the_terms() -> None:
    officers = [uuid4() for _ in range(50)]

    def terms() -> Iterator[dict[str, Any]]:
        for officer in officers:
            yield {"officer": officer, "role": "INTAKE", "from_on": TODAY, "until_on": None}
            yield {"officer": officer, "role": "HANDLER", "from_on": TODAY + timedelta(days=1), "until_on": None}

    assert roles_by_officer(terms(), TODAY) == {officer: ["INTAKE"] for officer in officers}


def test_what_ids_name_is_looked_up_at_once_and_what_names_nothing_is_not_asked_twice(site: Site) -> None:
    service = site.group.service
    cases = furnished(site.group)
    words = Words("en", service.settings.timezone, LABELS)
    names = Names(Queries(service.reading), service.vault, service.ledger.today(), words)
    refs = [*site.group.officers.values(), *cases.values(), uuid4()]
    with statements() as told:
        names.know(refs)
    assert len(told) <= 6
    with statements() as told:
        names.know(refs)
        assert [names.of(ref) for ref in cases.values()] == [None] * len(cases)
        assert all(names.of(officer) for officer in site.group.officers.values())
    assert told == []


def test_the_audit_trail_asks_as_often_for_many_events_as_for_few(site: Site) -> None:
    furnished(site.group)
    reader = site.reader(Role.AUDITOR)
    asked = []
    for _ in range(2):
        reader.get("/audit-trail?limit=200")
        with statements() as told:
            reader.get("/audit-trail?limit=200")
        asked.append(len(told))
        for number in range(5):
            site.group.service.people.add_officer(f"钱{number}", "HS", [Role.INTAKE])
        furnished(site.group)
    assert asked[0] == asked[1]


def test_the_overview_chooses_what_is_due_for_the_reader_before_it_stops(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = site.group.service.ledger.today()
    handling(site.group, today - timedelta(days=70))
    proposed(site.group, today - timedelta(days=65))
    delivered(site.group, today - timedelta(days=28))
    furnished(site.group)
    counted = {}
    for shown in (200, 1):
        monkeypatch.setattr(duties, "SHOWN", shown)
        for role in Role:
            with site.app.test_request_context("/"):
                g.caller = site.group.caller(role)
                counted[shown, role] = duties.due_until(today, today + overview.SOON)
    assert any(due.rows and due.others for due in counted.values())
    for role in Role:
        whole, cut = counted[200, role], counted[1, role]
        late = [row for row in whole.rows if row["due_on"] < today]
        assert cut.rows == [*late[:1], *whole.rows[len(late) :][:1]]
        assert (whole.more, cut.more) == (0, len(whole.rows) - len(cut.rows))
        assert cut.others == whole.others


def test_the_cookie_of_the_session_holds_no_position_of_the_log(site: Site) -> None:
    service, reader = site.group.service, site.reader(Role.AID_CENTER)
    opened = reader.fill("/funds/new", unit="HS", source="FD1", period="2026", opened_on="2026-03-03")
    assert opened.status_code == 303
    position = service.recorder.max_notification_id()
    cookie = reader.client.get_cookie("session")
    assert cookie is not None
    known = service.sessions.find(cookie.value)
    assert known is not None
    kept = known.kept
    assert kept["written"] == Sealing(service.settings.secret_key).positions.token(position)
    assert not [value for value in kept.values() if str(value).isdecimal()]
    assert "2026 – 华盛集团" in reader.get("/funds").text
    service.sessions.keep(cookie.value, {"written": position})  # as an earlier release kept it
    assert reader.client.get("/funds").status_code == 200
