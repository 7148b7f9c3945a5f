"""What is printed: lists are tables on A4, and nothing that a reader could unfold is lost on paper."""

from pathlib import Path

import pytest

from domain.roles import Role
from tests.support.applications import application_on
from tests.support.browser import Browser, served
from tests.support.group import received
from tests.support.pages import Site

pytestmark = [pytest.mark.store, pytest.mark.browser]

ROWS = 50
STYLES = Path(__file__).parents[2] / "service/web/static/casework.css"
FOLDED = f"""<!doctype html><html lang="zh-CN"><head><link rel="stylesheet" href="{STYLES.as_uri()}"></head><body><main>
<details{{open}}><summary>详情</summary>{"<p>当时记录的内容</p>" * 200}</details></main></body></html>"""


def test_a_list_of_fifty_is_a_table_on_a_few_pages_of_a4(site: Site, browser: Browser, tmp_path: Path) -> None:
    """Cards for phones took fourteen pages."""
    today = site.group.service.ledger.today()
    for _ in range(ROWS):
        received(site.group, today)
    reader = site.reader(Role.PET_HEAD, "zh")
    site.group.service.engine.catch_up()
    html = reader.client.get("/petitions", headers=reader.headers).text
    assert html.count("<tr>") == ROWS + 1
    page = tmp_path / "page.html"
    with application_on(site.group.service) as app, served(app) as address:
        page.write_text(html.replace("<head>", f'<head><base href="{address}/">'), encoding="utf-8")
        assert 2 <= browser.pages(page.as_uri(), tmp_path / "list.pdf") <= 4


def test_what_is_folded_on_the_screen_is_printed_whole(browser: Browser, tmp_path: Path) -> None:
    printed = {}
    for name, state in (("open", " open"), ("closed", "")):
        page = tmp_path / f"{name}.html"
        page.write_text(FOLDED.format(open=state), encoding="utf-8")
        printed[name] = browser.pages(page.as_uri(), tmp_path / f"{name}.pdf")
    assert printed["closed"] == printed["open"] > 2
