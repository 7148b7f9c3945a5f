"""The verbs of holiday calendars."""

import argparse
from typing import Any

from domain.deadlines.calendar import YearCalendar
from service.cli.console import Answer, Console, Verbs, add_group, add_verb, file_path, whole_number
from service.cli.opening import opened
from service.office.calendars import read_calendar_files
from service.office.settling import import_calendar, known_calendar, settle_clocks


def add_verbs(verbs: Verbs) -> None:
    """`calendar import` and `calendar show`."""
    group = add_group(verbs, "calendar", "holidays and make-up working days")
    bring = add_verb(group, "import", "record published plans and settle the due days that waited for them", _import)
    bring.add_argument(
        "file",
        metavar="FILE",
        type=file_path,
        help="JSON of one year, or a list of years, as the project holiday-cn publishes it",
    )
    show = add_verb(group, "show", "show the plan of a year", _show)
    show.add_argument("year", metavar="YEAR", type=whole_number(1900, 2999), help="such as 2026")


def _import(arguments: argparse.Namespace, console: Console) -> Answer:
    plans = read_calendar_files(arguments.file)
    with opened() as service, console.bar("settling due days") as bar:
        news = {plan.year: import_calendar(service, plan) for plan in plans}
        settled = settle_clocks(service, progress=bar.show)
    for year, is_new in news.items():
        console.say(f"{year}: {'recorded' if is_new else 'was recorded before with the same days'}")
    console.say(f"{settled.settled} of {settled.asked} cases with provisional due days settled")
    if settled.settled < settled.asked:
        console.say("The others wait for a plan that is not known yet, or stand where nothing can be settled.")
    years = [{"year": year, "recorded": is_new} for year, is_new in news.items()]
    return Answer({"years": years, "provisional": settled.asked, "settled": settled.settled})


def _show(arguments: argparse.Namespace, console: Console) -> Answer:
    with opened() as service:
        plan = known_calendar(service).years.get(arguments.year)
    if plan is None:
        console.say(f"no plan of {arguments.year} is known: due days that depend on it are provisional")
        return Answer({"year": arguments.year, "is_published": False, "off": [], "worked": []})
    days = _days(plan)
    console.table([(day["day"], f"{day['day']:%a}", day["holiday"] or "make-up working day") for day in days])
    off = [day for day in days if day["holiday"]]
    return Answer({"year": plan.year, "is_published": True, "off": off, "worked": sorted(plan.worked)})


def _days(plan: YearCalendar) -> list[dict[str, Any]]:
    listed = [*plan.off.items(), *((day, None) for day in plan.worked)]
    return [{"day": day, "holiday": holiday} for day, holiday in sorted(listed, key=lambda pair: pair[0])]
