"""The page of the API comes from the package, with every operation of the OpenAPI document."""

import re

import pytest

from service.wsgi import SECURITY_HEADERS
from tests.support.pages import Site

pytestmark = pytest.mark.store


def test_every_operation_stands_on_the_page(shared_site: Site) -> None:
    client = shared_site.app.test_client()
    document = client.get("/api/openapi.json").get_json()
    html = client.get("/api/docs").text
    operations = [
        operation["operationId"]
        for item in document["paths"].values()
        for method, operation in item.items()
        if method != "parameters"
    ]
    assert len(operations) > 60
    for name in operations:
        assert f'id="{name}"' in html
    for path in document["paths"]:
        assert f"<code>{path}</code>" in html
    for schema, told in document["components"]["schemas"].items():
        assert f'id="schema-{schema}"' in html or not told.get("properties")


def test_the_page_needs_no_network(shared_site: Site) -> None:
    html = shared_site.app.test_client().get("/api/docs").text
    addresses = re.findall(r'(?:src|href|action)="([^"]*)"', html)
    assert addresses
    assert all(address.startswith(("/", "#")) and not address.startswith("//") for address in addresses)
    for file in ("casework.css", "casework.js"):
        with shared_site.app.test_client().get(f"/static/{file}") as answer:
            assert not re.search(r"https?://|@import|url\(", answer.text)


def test_nothing_is_inline_that_the_policy_forbids(shared_site: Site) -> None:
    answer = shared_site.app.test_client().get("/api/docs")
    assert answer.headers["Content-Security-Policy"] == SECURITY_HEADERS["Content-Security-Policy"]
    assert not re.search(r"<style|\sstyle=|<script(?![^>]*src=)|\son[a-z]+=|javascript:", answer.text)


def test_commands_stand_under_the_names_that_the_pages_give_them(shared_site: Site) -> None:
    client = shared_site.app.test_client()
    client.set_cookie("language", "zh")
    html = client.get("/api/docs").text
    assert '登记帮扶申请 <span class="quiet">hardship_Apply</span>' in html
