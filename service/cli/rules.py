"""The verbs of local rows: a term or a number of a place, proposed by an administrator and confirmed by another."""

import argparse
from datetime import date
from typing import Any

from domain.deadlines.rules import LOCAL_VERSIONS
from domain.kernel import Command
from domain.organisation.local_rows import settable_numbers, settable_rules
from domain.organisation.setting_rows import ConfirmLocalRow, DeclineLocalRow, ProposeLocalRow
from domain.organisation.working_days import WORKING_DAYS_STREAM
from domain.profiles import Profile
from service.cli.acting import acting_for, add_acting
from service.cli.console import Answer, Console, Verbs, add_group, add_verb, whole_number
from service.cli.opening import opened
from service.store.steps import Step
from service.store.tasks import Task

NUMBER = whole_number(1, 999_999)


def add_verbs(verbs: Verbs) -> None:
    """`rules list`, `rules propose`, `rules confirm` and `rules decline`."""
    group = add_group(verbs, "rules", "terms and numbers that a place sets itself, from a day on, by two persons")
    add_verb(group, "list", "list the local rows that hold and those that wait for a second person", _list)
    propose = add_verb(group, "propose", "propose a local row; what runs keeps its term", _propose, _names())
    propose.add_argument("name", metavar="NAME", help="code of a term, such as D-P01, or name of a number")
    propose.add_argument("value", metavar="VALUE", type=whole_number(1, 999_999_999), help="days, fen, or a number")
    propose.add_argument("--from", metavar="DAY", dest="day", type=_day, required=True, help="a day after today")
    propose.add_argument("--source", metavar="PAPER", required=True, help="the paper that sets it, with its number")
    propose.add_argument("--profile", choices=list(Profile), default=Profile.NATIONAL, help="where it holds")
    add_acting(propose, "who proposes it")
    for name, text, run in (
        ("confirm", "confirm a proposed row, as another officer who has seen the paper", _confirm),
        ("decline", "decline a proposed row, or take it back", _decline),
    ):
        verb = add_verb(group, name, text, run)
        verb.add_argument("number", metavar="NUMBER", type=NUMBER, help="as `rules list` numbers it")
        add_acting(verb, "who does")


def _names() -> str:
    return f"Terms: {', '.join(sorted(settable_rules()))}.\nNumbers: {', '.join(sorted(settable_numbers()))}."


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is no day such as 2027-03-01") from None


def _list(arguments: argparse.Namespace, console: Console) -> Answer:
    with opened() as service:
        rows = service.settling.local_rows()
    held = [
        *(
            (row.version - LOCAL_VERSIONS, row.code, row.length, row.profile, row.in_force_from, row.source)
            for row in rows.rules
        ),
        *((0, row.name, row.value, row.profile, row.in_force_from, row.source) for row in rows.parameters),
    ]
    waiting = [(n, r.name, r.value, r.profile, r.in_force_from, r.source) for n, r in rows.proposed.items()]
    for title, found in (("in force from their day on", held), ("waiting for a second person", waiting)):
        console.say(f"{len(found)} local rows {title}")
        if found:
            console.table(
                [
                    (n or "", name, value, profile, f"from {day}", source)
                    for n, name, value, profile, day, source in found
                ]
            )
    return Answer({"rows": [_told(row) for row in held], "proposed": [_told(row) for row in waiting]})


def _told(row: tuple[Any, ...]) -> dict[str, Any]:
    return dict(zip(("number", "name", "value", "profile", "in_force_from", "source"), row, strict=True))


def _propose(arguments: argparse.Namespace, console: Console) -> Answer:
    command = ProposeLocalRow(
        arguments.name, arguments.value, Profile(arguments.profile), arguments.day, arguments.source
    )
    number = _given(arguments, command).rows.count
    console.say(f"row {number} waits for another officer: casework rules confirm {number}")
    return Answer({"number": number})


def _confirm(arguments: argparse.Namespace, console: Console) -> Answer:
    _given(arguments, ConfirmLocalRow(arguments.number))
    console.say(f"row {arguments.number} holds for what begins from its day on")
    return Answer({"number": arguments.number})


def _decline(arguments: argparse.Namespace, console: Console) -> Answer:
    _given(arguments, DeclineLocalRow(arguments.number))
    console.say(f"row {arguments.number} was declined")
    return Answer({"number": arguments.number})


def _given(arguments: argparse.Namespace, command: Command[Any]) -> Any:
    """The state after the command."""
    with opened() as service:
        by = acting_for(service, arguments, Task.RULES_SET, type(command))
        return service.ledger.execute([Step(WORKING_DAYS_STREAM, command)], by).state
