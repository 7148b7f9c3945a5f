"""A relief fund for one reader: its history, and for those who sum it up what it was spent on."""

from typing import Any
from uuid import UUID

from domain.catalogue import BY_EVENT
from domain.fund.aggregate import FUND
from domain.kernel import fold
from projections.aids import AIDS
from service.access.scopes import held_for
from service.access.texts import texts_open
from service.access.visibility import may_list
from service.edge.answers import caller, service
from service.edge.reading import queries
from service.kinds.allowance import Relation, allowed
from service.kinds.case_file import CaseFile
from service.kinds.fund.roles import SUMMING
from service.kinds.fund.spending import BY, by_kind
from service.sealing.readers import COLLEAGUES
from service.store.steps import UnknownStream
from service.views.conditions import equals

SUMS = allowed(SUMMING, Relation.BELOW)


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
    """By kind of aid: how many the fund has promised or paid, and how much."""
    return by_kind(queries().totals(AIDS, BY, "amount_fen", [equals("fund", fund)]))
