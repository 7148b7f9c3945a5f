"""No value of any query parameter makes a page fail."""

import pytest

from domain.roles import Role
from tests.support.pages import Site

pytestmark = pytest.mark.store

NAMES = (
    *("status", "kind", "q", "sort", "cursor", "limit", "as_of", "lang", "next", "version", "encoding", "officer"),
    *("event", "rule", "unit", "received_from", "due_before", "year", "period", "overdue", "case", "fund", "role"),
)
VALUES = ("9" * 400, "%D9%A3", "%ED%A0%80", "%FF", "-1", "9999-12-31", "%EF%BC%91")


def test_every_page_takes_any_value_without_a_fault(shared_site: Site) -> None:
    client = shared_site.reader(Role.AUDITOR).client
    rules = [rule for rule in shared_site.app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    pages = [rule.rule for rule in rules if "<" not in rule.rule and not rule.rule.startswith("/api/v1")]
    assert len(pages) > 10
    for number, path in enumerate(pages):
        given = [f"{name}={VALUES[(number + at) % len(VALUES)]}" for at, name in enumerate(NAMES)]
        for query in ("&".join(given), *given):
            assert client.get(f"{path}?{query}").status_code < 500, f"{path}?{query}"
        assert client.get(f"{path}?unit=%00").status_code == 400, path


def test_over_plain_http_from_another_machine_the_cause_is_named_and_what_to_do(shared_site: Site) -> None:
    reader = shared_site.anonymous()
    elsewhere = "http://casework.intranet"
    assert "X-Forwarded-Proto" in reader.client.get("/login", base_url=elsewhere, headers=reader.headers).text
    sent = reader.client.post("/login", base_url=elsewhere, data={"token": "x"}, headers=reader.headers)
    assert sent.status_code == 403
    assert "plain HTTP" in sent.text
    assert (
        "plain HTTP"
        not in reader.client.get("/login", base_url="https://casework.intranet", headers=reader.headers).text
    )
    assert "plain HTTP" not in reader.client.get("/login", headers=reader.headers).text
