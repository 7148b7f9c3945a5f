"""Asking the party organisation: a plan or a result is put before it, and it knows of the check for as long."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from domain.kernel import Command, Desk, Rejected
from domain.roles import Role
from domain.supervision.codes import Paper, Status
from domain.supervision.events import PutBeforeParty
from domain.supervision.state import Supervision
from domain.values import LongText, written

PAPERS = {Status.TRIAGED: Paper.PLAN, Status.VERIFIED: Paper.RESULT}
"""What is put before it where a check stands so."""


class PartyIsAsked(Rejected):
    code = "party_is_asked"
    says = "That was put before the party organisation already, which has not decided yet."
    is_moot = True


@dataclass(frozen=True, slots=True, repr=False)
class AskParty(Command[Supervision]):
    """党委（党组）前置研究: the paper is all that it reads of the check; it records its own decision."""

    allowed_in: ClassVar = frozenset(PAPERS)
    paper: LongText
    put_on: date

    @classmethod
    def barred(cls, state: Supervision, desk: Desk) -> Iterator[Rejected]:
        if Role.PARTY_COMMITTEE in state.scope.asked:
            yield PartyIsAsked()

    def decide(self, state: Supervision, desk: Desk) -> tuple[PutBeforeParty, ...]:
        day = desk.happened("put_on", self.put_on, not_before=state.stepped_on)
        return (PutBeforeParty(PAPERS[state.status], written(state.known_subject, "paper", self.paper), day),)
