"""The picture of a due date as SVG text: `python -m tests.support.due_date_picture` writes it anew."""

from collections.abc import Iterator
from datetime import date, timedelta

from domain.deadlines.calendar import WEEKEND, Calendar, days_between
from domain.deadlines.clocks import Clock, started
from domain.profiles import NATIONAL
from service.office.calendars import packaged_calendar
from tests.support.sources import ROOT

PICTURE = ROOT / "docs/pictures/due-date.svg"
BEGUN = date(2026, 9, 14)
NAMES = {"mid_autumn": "中秋节", "national_day": "国庆节"}
WIDE, HIGH, TOP = 66, 52, 30
HEAD = """<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{label}"
  viewBox="0 0 {width} {height}" width="{width}" height="{height}">
<style>
text {{ font: 14px system-ui, sans-serif; fill: #1f2328 }} .small {{ font-size: 11px }}
.head, .off text {{ fill: #656d76 }}
rect {{ fill: none; stroke: #8c959f }} .off rect {{ stroke-dasharray: 3 3 }} .made rect {{ fill: #fff1c2 }}
.due rect {{ fill: #0969da; stroke: #0969da }} .due text {{ fill: #ffffff; font-weight: bold }}
@media (prefers-color-scheme: dark) {{
  text {{ fill: #e6edf3 }} .head, .off text {{ fill: #9198a1 }} .made rect {{ fill: #4d3d0b }}
}}
</style>
"""


def clock_shown() -> tuple[Clock, Calendar]:
    """The term of the picture, 15 working days to answer a notice, with the calendar that it was counted on."""
    calendar = packaged_calendar()
    return started("D-S06", BEGUN, calendar, NATIONAL), calendar


def picture() -> str:
    """Weeks as rows from Monday: days that count with their number, days off dashed, the due day filled."""
    clock, calendar = clock_shown()
    first = clock.started_on - timedelta(days=clock.started_on.weekday())
    days = list(days_between(first, clock.due_on + timedelta(days=6 - clock.due_on.weekday())))
    width, height = 7 * WIDE + 1, TOP + len(days) // 7 * HIGH + 1
    label = f"15 working days from {clock.started_on} end on {clock.due_on}"
    heads = "".join(
        f'<text class="head" x="{place * WIDE + 6}" y="18">{name}</text>\n'
        for place, name in enumerate(("一 Mon", "二 Tue", "三 Wed", "四 Thu", "五 Fri", "六 Sat", "日 Sun"))
    )
    boxes = "".join(_boxes(clock, calendar, days))
    return HEAD.format(width=width, height=height, label=label) + heads + boxes + "</svg>\n"


def _boxes(clock: Clock, calendar: Calendar, days: list[date]) -> Iterator[str]:
    for place, day in enumerate(days):
        left, top = place % 7 * WIDE, TOP + place // 7 * HIGH
        yield (
            f'<g class="{_kind(clock, calendar, day)}">'
            f'<rect x="{left}.5" y="{top}.5" width="{WIDE - 4}" height="{HIGH - 4}"/>'
            f'<text x="{left + 6}" y="{top + 19}">{day.month}-{day.day:02}</text>'
            f'<text class="small" x="{left + 6}" y="{top + 38}">{_told(clock, calendar, day)}</text></g>\n'
        )


def _kind(clock: Clock, calendar: Calendar, day: date) -> str:
    if day == clock.due_on:
        return "due"
    if calendar.is_day_off(day):
        return "off"
    return "made" if day.weekday() > 4 else "day"


def _told(clock: Clock, calendar: Calendar, day: date) -> str:
    if day == clock.started_on:
        return "通知 told"
    if code := calendar.day_off_code(day):
        return "" if code == WEEKEND else NAMES[code]
    return str(calendar.working_days_between(clock.started_on, day)) if day <= clock.due_on else ""


if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8")
