"""Handing over a place in a supervision team to another member."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar
from uuid import UUID

from domain.cases import handing
from domain.kernel import Desk, Event, Rejected
from domain.officers import Officer, stands_over
from domain.roles import Role
from domain.supervision.codes import OPEN, Trade
from domain.supervision.events import HandedOver, TradeTold
from domain.supervision.serving import SUCCESSOR
from domain.supervision.state import Supervision
from domain.supervision.teams import admitted, of_two_trades
from domain.values import OfficerRef


class SuccessorFromSupervisedUnit(Rejected):
    """SD8: whoever takes a place over comes from outside: neither from the supervised unit nor from one below it."""

    code = "successor_from_supervised_unit"
    says = (
        "Whoever takes over a place in the team must not work in the supervised unit or in one below it. "
        "Choose somebody from outside."
    )


class SuccessorLeadsNoTeam(Rejected):
    """The check stays led: whoever takes the leader's place can take the steps that are the leader's."""

    code = "successor_leads_no_team"
    says = "The place of the leader goes to somebody who holds the role of a team leader. {officer} does not."


@dataclass(frozen=True, slots=True, repr=False)
class HandOver(handing.HandOver[Supervision]):
    """What holds of a team when it is assigned holds after each change: somebody leads it, and two trades are in it."""

    allowed_in: ClassVar = OPEN
    handed: ClassVar = HandedOver
    records: ClassVar[tuple[type[Event], ...]] = (HandedOver, TradeTold)
    handed_to: Annotated[OfficerRef, SUCCESSOR]
    trade: Trade

    def lines(self, state: Supervision) -> Sequence[UUID]:
        return () if state.supervised_unit is None else (state.supervised_unit,)

    def decide(self, state: Supervision, desk: Desk) -> tuple[Event, ...]:
        works_in = handing.works_in(self.handed_to, desk)
        if stands_over(state.unit_looked_into, works_in, desk.consulted):
            raise SuccessorFromSupervisedUnit
        admitted(self.handed_to, works_in, state, desk)
        facts = handing.HandOver.decide(self, state, desk)
        if self.concerned == state.leader and not _leads(self.handed_to, desk):
            raise SuccessorLeadsNoTeam(officer=self.handed_to)
        of_two_trades([self.trade, *(trade for who, trade in state.trades.items() if who != self.concerned)])
        return (*facts, TradeTold(self.handed_to, self.trade))


def _leads(who: OfficerRef, desk: Desk) -> bool:
    officer = desk.consulted.get(who)
    held = officer.roles.items() if isinstance(officer, Officer) else ()
    return any(each.role is Role.TEAM_LEAD and any(term.holds(desk.today) for term in terms) for each, terms in held)
