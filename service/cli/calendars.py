"""The verbs of holiday calendars."""

import argparse
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from domain.deadlines.calendar import YearCalendar
from service.cli.console import Answer, Console, Verbs, add_group, add_verb, file_path, whole_number
from service.cli.opening import opened
from service.composition import Service
from service.office.calendars import read_calendar_files
from service.office.settling import Move, import_calendar, known_calendar, moves, settle_clocks, would_be_recorded


def add_verbs(verbs: Verbs) -> None:
    """`calendar import` and `calendar show`."""
    group = add_group(verbs, "calendar", "holidays and make-up working days")
    bring = add_verb(group, "import", "record published plans and count anew the terms whose days they change", _import)
    bring.add_argument(
        "file",
        metavar="FILE",
        type=file_path,
        help="JSON of one year, or a list of years, as the project holiday-cn publishes it",
    )
    bring.add_argument("--dry-run", action="store_true", help="record nothing; list every due day that would move")
    bring.add_argument(
        "--left-out",
        metavar="DAY",
        type=_day,
        action="extend",
        nargs="+",
        default=[],
        help="days off by law, as YYYY-MM-DD, that the plan leaves out on purpose; without this such a plan is refused",
    )
    show = add_verb(group, "show", "show the plan of a year", _show)
    show.add_argument("year", metavar="YEAR", type=whole_number(1900, 2999), help="such as 2026")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is no day such as 2027-02-06") from None


def _import(arguments: argparse.Namespace, console: Console) -> Answer:
    plans, left_out = read_calendar_files(arguments.file), arguments.left_out
    with opened() as service:
        if arguments.dry_run:
            return _tried(service, plans, left_out, console)
        news = {plan.year: import_calendar(service, plan, left_out=left_out) for plan in plans}
        with console.bar("counting terms anew") as bar:
            settled = settle_clocks(service, [plan.year for plan in plans], progress=bar.show)
    for year, is_new in news.items():
        console.say(f"{year}: {'recorded' if is_new else 'was recorded before with the same days'}")
    console.say(f"{settled.settled} of {settled.asked} cases with due days that were provisional or moved counted anew")
    if settled.settled < settled.asked:
        console.say("The others wait for a plan that is not known yet, or stand where nothing can be settled.")
    return Answer({"years": _years(news), "provisional": settled.asked, "settled": settled.settled})


def _tried(service: Service, plans: Sequence[YearCalendar], left_out: Sequence[date], console: Console) -> Answer:
    """What would be recorded, and every due day that would move."""
    news = {plan.year: would_be_recorded(service, plan, left_out) for plan in plans}
    moving = [_moved(move) for move in moves(service, plans)]
    for year, is_new in news.items():
        console.say(f"{year}: {'would be recorded' if is_new else 'was recorded before with the same days'}")
    if moving:
        console.table([(e["case"], e["rule"], e["item"], f"{e['due_on']} → {e['becomes']}") for e in moving])
    console.say(f"{len(moving)} running terms would be counted anew; nothing was recorded")
    return Answer({"years": _years(news), "dry_run": True, "moves": moving})


def _moved(move: Move) -> dict[str, Any]:
    return {
        "case": move.case,
        "kind": move.kind,
        "rule": move.after.rule,
        "item": move.after.item,
        "due_on": move.before.due_on,
        "becomes": move.after.due_on,
        "waits_for": move.after.waits_for,
    }


def _years(news: Mapping[int, bool]) -> list[dict[str, Any]]:
    return [{"year": year, "recorded": is_new} for year, is_new in news.items()]


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
