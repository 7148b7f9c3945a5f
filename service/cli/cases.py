"""The verb that hands several cases over at once: each by itself, refused with its own reason."""

import argparse
import os
from collections.abc import Iterable, Iterator
from datetime import date

from domain.kernel import Rejected
from domain.officers import TokenScope
from projections.catalogue import CASE_VIEWS
from projections.searching import number_key
from service.access.visibility import visible
from service.cli.acting import add_acting, proven
from service.cli.console import Answer, Console, Refused, Verbs, add_group, add_verb
from service.cli.opening import opened
from service.edge.running import Service
from service.kinds.catalogue import CASES_BY_KIND
from service.office.handing import MOST, Handing, ToHandOver, hand_over_each
from service.store.steps import Caller, Outcome
from service.views.conditions import equals
from service.views.queries import Queries
from service.words.sentences import language_of, translated


def add_verbs(verbs: Verbs) -> None:
    """`cases hand-over`."""
    group = add_group(verbs, "cases", "cases of every kind")
    parser = add_verb(group, "hand-over", "name another officer for several cases, each by itself", _hand_over)
    parser.add_argument("concerned", metavar="FROM", help="the officer who is named for them, or was")
    parser.add_argument("handed_to", metavar="TO", help="the officer who takes them over")
    parser.add_argument("numbers", metavar="CASE", nargs="+", help=f"numbers of cases, {MOST} at most")
    parser.add_argument("--on", metavar="DAY", dest="day", type=_day, help="the day of it (default: today)")
    add_acting(parser, "who hands them over")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is no day such as 2027-03-01") from None


def _hand_over(arguments: argparse.Namespace, console: Console) -> Answer:
    numbers = list(dict.fromkeys(arguments.numbers))
    if len(numbers) > MOST:
        raise Refused(f"{len(numbers)} cases are too many at once: give {MOST} at most")
    with opened() as service:
        officer = proven(service, arguments, TokenScope.READ, TokenScope.ACT)
        if officer is None:
            raise Refused("cases are handed over by an officer: say --as OFFICER")
        caller = service.people.caller_known(officer)
        known = service.people.officer_known
        day = arguments.day or service.ledger.today()
        said = Handing(known(arguments.concerned), known(arguments.handed_to), day)
        found = dict(_found(service, caller, numbers))
        key = f"hand-over {said.concerned.hex} {said.handed_to.hex} {day}"
        became = {each.case: told for each, told in hand_over_each(service.giving, caller, key, said, found.values())}
    items = [_item(number, became[found[number].case] if number in found else None) for number in numbers]
    console.table([(each["number"], each["outcome"], each["reason"] or "") for each in items])
    done = sum(each["outcome"] == "DONE" for each in items)
    console.say(f"{done} handed over, {len(items) - done} refused")
    return Answer({"done": done, "refused": len(items) - done, "items": items}, done < len(items))


def _found(service: Service, caller: Caller, numbers: Iterable[str]) -> Iterator[tuple[str, ToHandOver]]:
    """The cases with those numbers that exist for whoever asks, as they stand now."""
    service.engine.catch_up(CASE_VIEWS.values())
    queries = Queries(service.reading)
    for number in numbers:
        for kind, view in CASE_VIEWS.items():
            for row in queries.all(view, [equals("number_key", number_key(number)), *visible(caller, view)]):
                yield number, ToHandOver(CASES_BY_KIND[kind], row["case_id"], row["version"])


def _item(number: str, told: Outcome | Exception | None) -> dict[str, str | None]:
    if isinstance(told, Outcome):
        return {"number": number, "outcome": "DONE", "code": None, "reason": None}
    if told is None:
        return {"number": number, "outcome": "REFUSED", "code": "not_found", "reason": "there is no such case"}
    if not isinstance(told, Rejected):
        return {"number": number, "outcome": "REFUSED", "code": type(told).__name__, "reason": str(told)}
    reason = translated(language_of(os.environ), told.says, told.facts)
    return {"number": number, "outcome": "REFUSED", "code": told.code, "reason": reason}
