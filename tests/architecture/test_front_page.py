"""The front page: two screens in two languages that say the same, a due date and figures that are so."""

import json
import re
from datetime import date
from xml.etree import ElementTree

import pytest

from service.api.case_answers import clock_body
from tests.architecture.test_readme import CHINESE, LINK, README, Section, coded, section
from tests.support.due_date_picture import PICTURE, clock_shown, picture
from tests.support.sources import ROOT

TOP = 95
"""Lines on two screens."""
NUMBER = re.compile(r"\d[\d,.:-]*\d|\d")
BLOCK = re.compile(r"^```\w+\n(.*?)^```", re.MULTILINE | re.DOTALL)


def _tables(page: str) -> list[list[list[str]]]:
    return Section(page).tables


def _shape(page: str) -> list[list[int]]:
    return [[len(row) for row in table] for table in _tables(page)]


def _blocks(page: str) -> list[str]:
    """What stands in its blocks of code, comments left out."""
    return [re.sub(r" +# .*", "", block) for block in BLOCK.findall(page)]


def _promises() -> list[list[str]]:
    return next(table for table in _tables(README) if len(table) == 5)


@pytest.mark.parametrize("page", [README, CHINESE], ids=["en", "zh"])
def test_it_is_at_most_two_screens(page: str) -> None:
    assert len(page.splitlines()) <= TOP


def test_both_languages_show_the_same() -> None:
    other = {"README.zh.md": "README.md", "README.md": "README.zh.md"}
    links = ["".join(link) for link in LINK.findall(README)]
    assert ["".join(link) for link in LINK.findall(CHINESE)] == [other.get(link, link) for link in links]
    assert _blocks(CHINESE) == _blocks(README)
    assert _shape(CHINESE) == _shape(README)
    assert CHINESE.count("\n## ") == README.count("\n## ")
    assert coded(CHINESE) == coded(README)


@pytest.mark.parametrize("place", range(5))
def test_both_languages_promise_the_same(place: int) -> None:
    [theirs] = [table for table in _tables(CHINESE) if len(table) == 5]
    assert sorted(NUMBER.findall(theirs[place][1])) == sorted(NUMBER.findall(_promises()[place][1]))


def test_the_due_date_is_what_the_service_answers() -> None:
    [block] = re.findall(r"^```json\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    clock, _calendar = clock_shown()
    body = clock_body(clock, date(2026, 9, 21), None)
    shown = json.loads(block)
    assert {"due_on", "skipped"} <= shown.keys()
    assert shown == {name: body[name] for name in shown}


def test_the_picture_of_the_due_date_is_drawn_from_it() -> None:
    assert PICTURE.read_text(encoding="utf-8") == picture()


@pytest.mark.parametrize("file", sorted((ROOT / "docs/pictures").glob("*.svg")), ids=lambda file: file.name)
def test_a_drawing_is_readable_on_light_and_on_dark(file: str) -> None:
    drawing = (ROOT / file).read_text(encoding="utf-8")
    assert ElementTree.fromstring(drawing).get("aria-label")  # noqa: S314 — a file of ours
    assert "prefers-color-scheme: dark" in drawing


def test_every_figure_that_the_benchmark_prints_is_the_one_in_its_table() -> None:
    tables = _tables((ROOT / "docs/performance.md").read_text(encoding="utf-8"))
    table = {cell.split()[0] for rows in tables for row in rows for cell in row[1:] if cell}
    measured = [told for _promise, told, command in _promises() if coded(command) == ["make bench"]]
    figures = [figure for told in measured for figure in re.findall(r"\d[\d,]*[.,]\d+", told)]
    assert (len(measured), bool(figures)) == (3, True)
    assert [figure for figure in figures if figure not in table] == []


def test_every_other_promise_is_tried_by_a_file_of_tests() -> None:
    others = [coded(command)[0] for _promise, _told, command in _promises() if "bench" not in command]
    files = [ROOT / command.partition("TESTS=")[2] for command in others]
    assert [file for file in files if not file.is_file()] == []


def test_who_starts_where_is_told_at_length_elsewhere() -> None:
    [short] = [table for table in _tables(README) if len(table) == 10]
    at_length = {row[0]: row[1].replace("](../", "](") for row in section("Where to start").tables[0]}
    assert {row[0]: row[1] for row in short} == at_length
