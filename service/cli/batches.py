"""The verb that tells what became of an act over many cases."""

import argparse
from uuid import UUID

from domain.officers import TokenScope
from projections.batches import BATCHES
from projections.catalogue import CASE_VIEWS
from service.access.visibility import visible
from service.cli.acting import add_acting, proven
from service.cli.console import Answer, Console, Refused, Verbs, add_group, add_verb
from service.cli.opening import opened
from service.edge.running import Service
from service.office.batches import BatchFile, ItemTold
from service.store.steps import Caller
from service.views.conditions import Condition, equals
from service.views.queries import Queries


def add_verbs(verbs: Verbs) -> None:
    """`batches show`."""
    group = add_group(verbs, "batches", "acts over many cases")
    parser = add_verb(group, "show", "tell what became of each case of an act over many", _show)
    parser.add_argument("number", metavar="NUMBER", help="such as BAT-HQ-2026-7K4M2Q9D")
    add_acting(parser, "who gave it: nobody else reads it")


def _show(arguments: argparse.Namespace, console: Console) -> Answer:
    with opened() as service:
        caller = service.people.caller_known(proven(service, arguments, TokenScope.READ))
        service.engine.catch_up([BATCHES])
        given = [equals("batch_no", arguments.number)]
        given += [] if caller.is_service else [equals("opened_by", caller.officer)]
        rows = Queries(service.reading).all(BATCHES, given)
        if not rows:
            raise Refused(f"there is no act over many cases with the number {arguments.number}")
        batch = service.batches.open(rows[0]["batch"], caller)
        numbers = _numbers(service, caller, batch)
    console.table([(str(e.number), numbers.get(e.case, str(e.case)), _became(e)) for e in batch.items])
    left = len(batch.items) - batch.done - batch.refused
    console.say(f"{batch.done} done, {batch.refused} refused, {left} not tried yet")
    items = [
        {"number": e.number, "case": e.case, "case_no": numbers.get(e.case), "outcome": _outcome(e), "code": e.refusal}
        for e in batch.items
    ]
    return Answer({"batch": batch.stream, "done": batch.done, "refused": batch.refused, "items": items})


def _numbers(service: Service, caller: Caller, batch: BatchFile) -> dict[UUID, str]:
    """The numbers of the cases of which the reader may know."""
    view = CASE_VIEWS[batch.opening.kind]
    service.engine.catch_up([view])
    cases = Condition("case_id = ANY(%s)", [each.case for each in batch.items])
    rows = Queries(service.reading).all(view, [cases, *visible(caller, view)])
    return {row["case_id"]: str(row["case_no"]) for row in rows}


def _outcome(item: ItemTold) -> str:
    return "DONE" if item.is_done else "REFUSED" if item.is_tried else "WAITING"


def _became(item: ItemTold) -> str:
    return " ".join(part for part in (_outcome(item), item.refusal, item.reason) if part)
