"""Acts over many records, asked for and told the same way by the interface and by pages."""

from collections.abc import Iterator, Mapping
from typing import Any

from service.access.acting import allowing
from service.access.decisions import Denied
from service.edge.answers import caller
from service.edge.language import language
from service.edge.raised import problem_of
from service.kinds.catalogue import CASES, CASES_BY_KIND
from service.kinds.kind import CaseKind
from service.kinds.offer import Offer
from service.office.batches import BatchFile, ItemTold
from service.words.sentences import translated


def offers_of(kind: CaseKind) -> Iterator[Offer]:
    """What the caller may give, and so may give over many cases of the kind."""
    for offer in kind.addressed:
        if offer.noun and allowing(caller(), offer.command):
            yield offer


def require_some() -> None:
    """Raises Denied unless the caller may do something over many cases of some kind."""
    if not any(next(offers_of(kind), None) for kind in CASES):
        raise Denied("OpenBatch")


def refusal_told(error: Exception) -> tuple[str, str]:
    """Code and reason of what stood against an item, as the command alone would have been answered."""
    problem = problem_of(error)
    return problem.code, translated(language(), problem.detail, problem.facts)


def kind_of(batch: BatchFile) -> CaseKind:
    """The kind of case that it is over."""
    return CASES_BY_KIND[batch.opening.kind]


def offer_in(batch: BatchFile) -> Offer:
    """What was given."""
    return next(each for each in kind_of(batch).addressed if each.command.__name__ == batch.opening.command)


def batch_body(batch: BatchFile) -> dict[str, Any]:
    """The batch as JSON: what was asked, how far it has come, and what became of each item."""
    opening = batch.opening
    return {
        "id": str(batch.stream),
        "batch_no": opening.batch_no,
        "collection": kind_of(batch).name,
        "action": offer_in(batch).noun,
        "reference": batch.reference,
        "unit": str(opening.unit),
        "opened_by": str(opening.opened_by),
        "opened_on": opening.opened_on.isoformat(),
        "status": "DONE" if batch.is_done else "RUNNING",
        "done": batch.done,
        "refused": batch.refused,
        "items": [_item(each) for each in batch.items],
    }


def _item(item: ItemTold) -> Mapping[str, Any]:
    outcome = "DONE" if item.is_done else "REFUSED" if item.is_tried else "WAITING"
    told = {"outcome": outcome, "code": item.refusal, "reason": item.reason}
    return {"number": item.number, "id": str(item.case), "version": item.seen, **told}
