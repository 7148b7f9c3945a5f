"""The packaged holiday plans against the published ones, and files that are refused."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from domain.deadlines.calendar import Calendar, YearCalendar, days_between
from domain.deadlines.clocks import started
from domain.deadlines.festivals import FESTIVALS, base_days
from service.office.calendars import CalendarFileInvalid, packaged_calendar, read_calendar_files

PUBLISHED = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "calendars" / "holiday_cn"

NAMED_BY_ONE_SIDE_ONLY = {
    date(2011, 6, 5),
    date(2012, 6, 23),
    date(2014, 4, 6),
    date(2015, 9, 5),
    date(2019, 4, 6),
    date(2019, 4, 7),
    date(2019, 6, 8),
    date(2019, 6, 9),
    date(2019, 9, 14),
    date(2019, 9, 15),
    date(2023, 12, 30),
    date(2023, 12, 31),
}
"""Saturdays and Sundays beside a holiday: one source calls them part of it, the other leaves them plain weekend.

No day is a day off in one source and a working day in the other.
"""


def only_plan(path: Path) -> YearCalendar:
    """The plan of a file with one year."""
    (plan,) = read_calendar_files(path)
    return plan


def published_file(year: int) -> Path:
    if not PUBLISHED.is_dir():
        pytest.skip(f"holiday-cn files are not present at {PUBLISHED}")
    return PUBLISHED / f"{year}.json"


@pytest.fixture(scope="module")
def published() -> Calendar:
    plans = [only_plan(published_file(year)) for year in range(2007, 2027)]
    return Calendar({plan.year: plan for plan in plans})


def days_of(year: int) -> Iterator[date]:
    return days_between(date(year, 1, 1), date(year, 12, 31))


@pytest.mark.parametrize("year", range(2007, 2027))
def test_the_package_and_the_published_plans_agree_on_every_day_off(published: Calendar, year: int) -> None:
    packaged = packaged_calendar()
    assert [day for day in days_of(year) if packaged.is_day_off(day) != published.is_day_off(day)] == []


@pytest.mark.parametrize("year", range(2007, 2027))
def test_the_sources_differ_in_names_only_beside_and_between_holidays(published: Calendar, year: int) -> None:
    packaged = packaged_calendar()
    pairs = {day: {packaged.day_off_code(day), published.day_off_code(day)} for day in days_of(year)}
    differing = {day: codes for day, codes in pairs.items() if len(codes) > 1}
    named_once = {day for day, codes in differing.items() if "weekend" in codes}
    assert named_once == {day for day in NAMED_BY_ONE_SIDE_ONLY if day.year == year}
    assert all(codes == {"national_day", "mid_autumn"} for day, codes in differing.items() if day not in named_once)


def test_every_packaged_year_counts_as_published() -> None:
    assert {*range(2004, 2027)} <= packaged_calendar().years.keys()


def test_the_packaged_calendar_is_built_once() -> None:
    assert packaged_calendar() is packaged_calendar()


def test_the_packaged_codes_are_the_ones_of_the_domain() -> None:
    codes = {code for plan in packaged_calendar().years.values() for code in plan.off.values()}
    assert codes == {*base_days(2027).values(), "other"}


@pytest.mark.parametrize("year", [2025, 2026])
def test_the_base_days_of_the_law_are_days_off_in_the_plans_made_under_it(year: int) -> None:
    assert all(packaged_calendar().is_day_off(day) for day in base_days(year))


@pytest.mark.parametrize("year", FESTIVALS)
def test_the_table_of_festivals_has_qingming_where_the_solar_term_falls(year: int) -> None:
    chinese_calendar = pytest.importorskip("chinese_calendar")
    terms = chinese_calendar.get_solar_terms(date(year, 4, 1), date(year, 4, 10))
    assert [day for day, name in terms if name == "清明"] == [date(year, *FESTIVALS[year].qingming)]


def test_the_unpublished_file_of_2027_is_refused() -> None:
    with pytest.raises(CalendarFileInvalid, match=r"2027.json: 2027 has no days: its plan is not published yet"):
        only_plan(published_file(2027))


def test_a_term_that_reaches_2027_is_provisional_with_the_published_plans(published: Calendar) -> None:
    assert started("D-P07", date(2026, 12, 10), published, "national").provisional
    assert not started("D-P07", date(2025, 12, 10), published, "national").provisional


def stored(folder: Path, content: object) -> Path:
    path = folder / "plan.json"
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return path


def off(day: str, name: str = "元旦") -> dict[str, object]:
    return {"name": name, "date": day, "isOffDay": True}


def worked(day: str, name: str = "元旦") -> dict[str, object]:
    return {"name": name, "date": day, "isOffDay": False}


def year_file(*days: dict[str, object], year: int = 2030) -> dict[str, object]:
    certain = [off(f"{year}-01-01"), off(f"{year}-10-01", "国庆节、中秋节")]
    return {"$schema": "any", "year": year, "papers": ["a notice"], "days": [*certain, *days]}


def test_a_file_gives_days_off_by_code_and_make_up_days(tmp_path: Path) -> None:
    content = year_file(off("2030-09-03", "抗战胜利纪念日"), worked("2030-01-05"))
    assert only_plan(stored(tmp_path, content)) == YearCalendar(
        2030,
        {date(2030, 1, 1): "new_year", date(2030, 10, 1): "national_day", date(2030, 9, 3): "other"},
        frozenset({date(2030, 1, 5)}),
    )


def test_a_plan_keeps_the_december_days_of_the_year_before(tmp_path: Path) -> None:
    plan = only_plan(stored(tmp_path, year_file(off("2029-12-31"), worked("2029-12-29"))))
    calendar = Calendar({}).with_year(plan)
    assert calendar.day_off_code(date(2029, 12, 31)) == "new_year"
    assert not calendar.is_day_off(date(2029, 12, 29))
    assert not calendar.is_published(2029)


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(year_file()), encoding="utf-8-sig")
    assert only_plan(path).year == 2030


def test_a_list_of_years_is_read_as_several_plans(tmp_path: Path) -> None:
    path = stored(tmp_path, [year_file(), year_file(year=2031)])
    assert [plan.year for plan in read_calendar_files(path)] == [2030, 2031]


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ([], "holds no year"),
        ("text", "Expected"),
        ({"year": 2030, "papers": []}, "missing required field `days`"),
        ({"year": "2030", "papers": [], "days": []}, "Expected `int`"),
        ({"year": 2030, "papers": [], "days": []}, "not published yet"),
        ({"year": 2030, "papers": [], "days": [{"name": "元旦", "date": "1.1.2030", "isOffDay": True}]}, "date"),
        ({"year": 2030, "papers": [], "days": [{"name": "元旦", "date": "2030-01-01"}]}, "isOffDay"),
        ({"year": 10_000, "papers": [], "days": [off("2030-01-01")]}, "Expected `int` <= 9999"),
        ({"year": 0, "papers": [], "days": [off("2030-01-01")]}, "Expected `int` >= 1"),
        (year_file(off("2030-01-01")), "names days twice: 2030-01-01"),
        (year_file(off("2031-01-01")), "days of another year: 2031-01-01"),
        (year_file(off("2029-11-30")), "days of another year: 2029-11-30"),
        ([year_file(), year_file()], "years given twice: 2030"),
    ],
)
def test_a_file_of_the_wrong_shape_is_refused_with_the_reason(tmp_path: Path, content: object, complaint: str) -> None:
    with pytest.raises(CalendarFileInvalid, match=complaint):
        read_calendar_files(stored(tmp_path, content))


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"\xff\xfe", b"[" * 100_000, b'{"x": ' + b"[" * 100_000, b'{"year": 2030, "papers": ["\xff"]}'],
)
def test_a_file_that_is_no_json_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "plan.json"
    path.write_bytes(content)
    with pytest.raises(CalendarFileInvalid, match=r"plan\.json"):
        read_calendar_files(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CalendarFileInvalid, match="No such file"):
        only_plan(tmp_path / "none.json")


def test_the_reach_of_a_new_year_plan_is_wide_enough_for_every_published_one(published: Calendar) -> None:
    early = [(date(plan.year, 1, 1) - day) for plan in published.years.values() for day in {*plan.off, *plan.worked}]
    assert max(early) <= timedelta(days=3)
