"""The verbs of what days ask of the service: which cases are parked, and trying them again."""

import argparse
from uuid import UUID

from service.cli.console import Answer, Console, Verbs, add_group, add_verb
from service.cli.opening import opened


def add_verbs(verbs: Verbs) -> None:
    """`steps parked`, `steps retry` and `steps take`."""
    group = add_group(verbs, "steps", "what days ask of the service: overdue facts, silence, notices taken down")
    add_verb(group, "parked", "list the cases in which the service could not take its step, and why", _parked)
    retry = add_verb(group, "retry", "let the worker try parked cases again, all of them where none is named", _retry)
    retry.add_argument("cases", metavar="CASE", nargs="*", type=_case, help="id of a case, as `steps parked` lists it")
    add_verb(group, "take", "take every step that is due now, as the worker does", _take)


def _case(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is no id of a case; casework steps parked lists them") from None


def _parked(arguments: argparse.Namespace, console: Console) -> Answer:
    with opened() as service:
        found = service.due_steps.parked()
    if found:
        console.table([(each.case_id, each.kind, f"due {each.due_on}", each.why) for each in found])
    console.say(f"{len(found)} cases wait for somebody to look at them")
    facts = [
        {"case": each.case_id, "kind": each.kind, "version": each.version, "due_on": each.due_on, "why": each.why}
        for each in found
    ]
    return Answer({"parked": facts}, is_wrong=bool(found))


def _retry(arguments: argparse.Namespace, console: Console) -> Answer:
    with opened() as service:
        cases = arguments.cases or [each.case_id for each in service.due_steps.parked()]
        released = service.due_steps.resume(cases)
    console.say(f"{released} cases will be tried again by the worker")
    return Answer({"released": released})


def _take(arguments: argparse.Namespace, console: Console) -> Answer:
    with opened() as service:
        taken = service.due_steps.catch_up()
        parked = len(service.due_steps.parked())
    console.say(f"steps were taken in {taken} cases; {parked} are parked")
    return Answer({"taken": taken, "parked": parked}, is_wrong=parked > 0)
