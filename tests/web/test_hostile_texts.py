"""Third-party naughty texts go through forms and pages: they come back as typed, and none of them is markup."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from domain.lines import is_seen
from domain.roles import Role
from tests.support.pages import Page, Reader, Site

pytestmark = pytest.mark.store

NAUGHTY = Path(__file__).parents[2].parent / "shared" / "data" / "suites" / "blns" / "blns.json"
ROWS = 20
PARAMETERS = (("/petitions", "q"), ("/petitions", "status"), ("/petitions", "cursor"), ("/due-dates", "rule"))

needs_naughty = pytest.mark.skipif(not NAUGHTY.is_file(), reason="blns is not in ../shared/data/suites")


def naughty() -> list[str]:
    """The texts that can be stored: not blank, and of the length that a demand takes."""
    texts: list[str] = json.loads(NAUGHTY.read_text(encoding="utf-8"))
    return [text for text in texts if text.strip() and len(text) <= 500 and "\0" not in text]


def as_browsers_send(text: str) -> str:
    """Line ends as a browser sends them from a text area."""
    return re.sub(r"\r\n|\r|\n", "\r\n", text)


def filled(texts: list[str], **changes: Any) -> dict[str, Any]:
    """A registration whose demands are the texts."""
    demands = {
        f"registration.demands.{row}.{name}": value
        for row, text in enumerate(texts)
        for name, value in (("text", as_browsers_send(text)), ("purpose", "P1"), ("issue", "I99"))
    }
    title = {
        "registration.title": "".join(filter(is_seen, texts[0])).strip()[:40] or "-",
        "registration.demands._rows": str(len(texts)),
    }
    return {"channel": "LETTER", **title, **demands, **changes}


def shown(page: Page) -> str:
    """The text of a page with its white space made even."""
    return " ".join(page.text.split())


@needs_naughty
def test_naughty_texts_come_back_as_they_were_typed(shared_site: Site) -> None:
    clerk, texts = shared_site.reader(Role.INTAKE), naughty()
    assert len(texts) > 400
    for start in range(0, len(texts), ROWS):
        some = texts[start : start + ROWS]
        form = clerk.get("/petitions/new").form()
        kept = Page(clerk.send("/petitions/new", form, **filled(some, channel="")).text).form().values
        for row, text in enumerate(some):
            assert kept[f"registration.demands.{row}.text"] == as_browsers_send(text).replace("\r\n", "\n")
        answer = clerk.send("/petitions/new", form, **filled(some))
        assert answer.status_code == 303, shown(Page(answer.text))
        _is_told(clerk, answer.location, some)


def _is_told(clerk: Reader, address: str, texts: list[str]) -> None:
    html = clerk.client.get(address, headers=clerk.headers).text
    page = Page(html)
    text = shown(page)
    for each in texts:
        assert " ".join(each.split()) in text
    assert page.scripts == ["/static/casework.js"]
    assert [form.action for form in page.forms] == ["/logout", f"{address}/opened"]


@needs_naughty
def test_naughty_texts_in_addresses_break_nothing(shared_site: Site) -> None:
    head = shared_site.reader(Role.PET_HEAD)
    for number, text in enumerate(naughty()):
        path, name = PARAMETERS[number % len(PARAMETERS)]
        answer = head.client.get(path, query_string={name: text})
        assert answer.status_code in (200, 400), f"{path}?{name}={text!r}: {answer.status_code}"
        assert Page(answer.text).scripts == ["/static/casework.js"]
