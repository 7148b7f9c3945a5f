"""Two approvers race for the last money of a fund: played live on the demonstration, as often as wanted."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from uuid import UUID, uuid5

from domain.hardship.aggregate import HARDSHIP
from domain.hardship.aiding import ApproveAid, CancelAid, PlanAid
from domain.hardship.aids import Aid
from domain.hardship.codes import AidKind, AidStatus
from domain.hardship.state import Hardship
from domain.kernel import Rejected, fold
from service.demonstration.hardship_stories import LAST_MONEY
from service.demonstration.stage import DEMONSTRATION, officer_ref, player
from service.edge.running import Service
from service.store.steps import Step

APPROVERS = ("aid", "aid2")


@dataclass(frozen=True, slots=True)
class Lane:
    """One approver's attempt: the case, who tried, and the refusal, or None where the money was won."""

    case: UUID
    officer: UUID
    refusal: Rejected | None


def contested() -> tuple[UUID, ...]:
    """The two requests whose aids together exceed what the fund holds."""
    return tuple(uuid5(DEMONSTRATION, f"hardship {tag}") for tag in LAST_MONEY)


def race(service: Service) -> tuple[Lane, ...]:
    """Both approvals at the same moment; exactly one is won, whoever the fund's stream lets in first."""
    cases = contested()
    for case in cases:
        _plan_anew(service, case)
    start = threading.Barrier(len(cases))
    with ThreadPoolExecutor(len(cases)) as pool:
        return tuple(
            pool.map(lambda lane: _approve(service, lane[0], lane[1], start), zip(cases, APPROVERS, strict=True))
        )


def _approve(service: Service, case: UUID, tag: str, start: threading.Barrier) -> Lane:
    officer = officer_ref(tag)
    aid = _last_aid(service, case)
    command = ApproveAid(aid.number, service.ledger.today(), no_relative=True)
    start.wait(5)
    try:
        service.ledger.execute([Step(case, command)], player(tag, command))
    except Rejected as refusal:
        return Lane(case, officer, refusal)
    return Lane(case, officer, None)


def _last_aid(service: Service, case: UUID) -> Aid:
    state: Hardship = fold(HARDSHIP, (recorded.event for recorded in service.ledger.history(case)))
    return state.aids[max(state.aids)]


def _plan_anew(service: Service, case: UUID) -> None:
    """After an earlier race: the money that was won is given back, and the aid is planned again."""
    aid = _last_aid(service, case)
    if aid.status is AidStatus.PLANNED:
        return
    today = service.ledger.today()
    again = PlanAid(AidKind.A1, aid.amount_fen, aid.fund, "再次申请。Planned again.", today, no_relative=True)
    steps = [Step(case, again)]
    if aid.status is AidStatus.APPROVED:
        words = "演示重来。The demonstration starts over."
        cancel = CancelAid(aid.number, words, today)
        service.ledger.execute([Step(case, cancel)], player("centre", cancel))
    service.ledger.execute(steps, player("union", again))
