"""A relief fund for one reader: its history, and for those who sum it up what it was spent on."""

from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from domain.catalogue import BY_EVENT
from domain.fund.aggregate import FUND
from domain.hardship.codes import GIVEN, AidStatus
from domain.kernel import fold
from projections.aids import AIDS
from service.access.scopes import held_for
from service.access.texts import texts_open
from service.access.visibility import may_list
from service.edge.answers import caller, service
from service.edge.reading import queries
from service.kinds.allowance import Relation, allowed
from service.kinds.board import Says
from service.kinds.case_file import CaseFile
from service.kinds.fund.roles import SUMMING
from service.sealing.readers import COLLEAGUES
from service.store.steps import UnknownStream
from service.views.conditions import equals

SUMS = allowed(SUMMING, Relation.BELOW)


@dataclass(frozen=True, slots=True)
class OfKind:
    """What a fund has given for one kind of aid."""

    kind: str
    aids: Annotated[int, Says("How many, promised or paid.")]
    promised_fen: int
    paid_fen: int


def fund_at(identifier: UUID) -> CaseFile:
    """The fund, for a reader in whose list it stands. Raises UnknownStream."""
    history = tuple(service().ledger.history(identifier))
    if not history or BY_EVENT[type(history[0].event)] is not FUND:
        raise UnknownStream(identifier.hex)
    state = fold(FUND, (recorded.event for recorded in history))
    if not may_list(caller(), FUND.kind, state.scope):
        raise UnknownStream(identifier.hex)
    opens = texts_open(caller(), FUND.kind, state)
    return CaseFile(identifier, FUND, history, state, {}, roles=caller().roles, reader=COLLEAGUES, opens=opens)


def may_sum(fund: CaseFile) -> bool:
    """Whether the reader is told what the fund was spent on."""
    return bool(held_for(caller(), SUMS, fund.state.scope))


def spent_on(fund: UUID) -> list[dict[str, Any]]:
    """By kind of aid: how many the fund was asked for and gave, and what for; what was cancelled or is planned alone is
    no part of it."""
    found: dict[str, dict[str, Any]] = {}
    for row in queries().totals(AIDS, ("kind", "status"), "amount_fen", [equals("fund", fund)]):
        status = AidStatus(row["status"])
        part = "paid_fen" if status in GIVEN else "promised_fen" if status is AidStatus.APPROVED else ""
        if part:
            of_kind = found.setdefault(row["kind"], {"kind": row["kind"], "aids": 0, "promised_fen": 0, "paid_fen": 0})
            of_kind["aids"] += row["number"]
            of_kind[part] += row["amount"]
    return list(found.values())
