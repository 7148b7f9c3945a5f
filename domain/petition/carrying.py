"""Carrying over: what an old register says of a case becomes one fact."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Annotated, ClassVar
from uuid import NAMESPACE_URL, UUID, uuid5

from domain.deadlines.clocks import Clock, ClockStopped, started, stated, stopped
from domain.kernel import Command, Desk, Rejected
from domain.numbers import case_number
from domain.petition.codes import Channel, Issue, Outcome, Purpose, Status
from domain.petition.events import CarriedOver
from domain.petition.notices import FIRST_NOTICE
from domain.petition.silence import HANDLING
from domain.petition.state import Petition
from domain.units import Unit, active_unit
from domain.values import Guarded, Text, UnitRef, Whole, guarded

CARRIED = uuid5(NAMESPACE_URL, "casework:carried-over")
STAGES = frozenset({Status.RECEIVED, Status.HANDLING, Status.REPLIED, Status.CLOSED})
STEPS_BEYOND = {Status.RECEIVED: ("accepted_on", "replied_on"), Status.HANDLING: ("replied_on",)}
"""Days of steps that a case in this stage has not come to; a closing day beside an open stage is refused."""
ENDED = frozenset({Status.REPLIED, Status.CLOSED})
"""Stages in which the answer was given: no term runs any more, also where the register does not state the day."""


def carried_stream(source: str, external_id: str) -> UUID:
    """The stream of a register's row: the same row of the same source always names the same case."""
    return uuid5(CARRIED, f"{source}\x1f{external_id}")


class RegisterContradictsItself(Rejected):
    code = "register_contradicts_itself"
    says = "The register gives {later_field} {later} before {earlier_field} {earlier}."


class StageContradictsDays(Rejected):
    code = "stage_contradicts_days"
    says = "The register gives the stage {stage} and at the same time {field} {day}."


class StatusNotCarriedOver(Rejected):
    code = "status_not_carried_over"
    says = "A case cannot be carried over in status {status}. Possible: {allowed}."


@dataclass(frozen=True, slots=True, repr=False)
class CarryOver(Command[Petition]):
    """One row of an old register; steps that it does not state are not invented."""

    allowed_in: ClassVar = frozenset({Status.NEW})
    source: Annotated[str, Text(most=100)]
    external_id: Annotated[str, Text(most=200)]
    unit: UnitRef
    received_on: date
    title: Annotated[str, Text(most=200)]
    channel: Channel | None = None
    purpose: Purpose | None = None
    issue: Issue | None = None
    summary: Annotated[str | None, Text(most=20_000, long=True)] = None
    group_size: Annotated[int | None, Whole(1, 100_000)] = None
    stated_due_on: date | None = None
    accepted_on: date | None = None
    replied_on: date | None = None
    closed_on: date | None = None
    outcome: Outcome | None = None
    reply: Annotated[str | None, Text(most=20_000, long=True)] = None
    stage: Status | None = None

    def consults(self) -> Sequence[tuple[str, UUID]]:
        return (("unit", self.unit),)

    def decide(self, state: Petition, desk: Desk) -> tuple[CarriedOver, ...]:
        unit = active_unit(desk, self.unit)
        self._days_agree(desk)
        status = self._status()
        self._stage_agrees(status)
        terms = self._terms(status, desk)
        if status not in ENDED:
            return (self._carried_over(unit, status, desk, terms, ()),)
        ended_on = self.replied_on or self.closed_on
        ended = tuple(stopped(clock, ended_on) for clock in terms) if ended_on else ()
        return (self._carried_over(unit, status, desk, (), ended),)

    def _days_agree(self, desk: Desk) -> None:
        days = [
            (name, day)
            for name in ("received_on", "accepted_on", "replied_on", "closed_on")
            if (day := getattr(self, name)) is not None
        ]
        for name, day in days:
            desk.happened(name, day)
        for (earlier_field, earlier), (later_field, later) in combinations(days, 2):
            if later < earlier:
                raise RegisterContradictsItself(
                    earlier_field=earlier_field, earlier=earlier, later_field=later_field, later=later
                )

    def _stage_agrees(self, status: Status) -> None:
        """What was closed is not open. An answer may be given before a case ends, and is kept with it."""
        if status is not Status.CLOSED and self.closed_on is not None:
            raise StageContradictsDays(stage=status, field="closed_on", day=self.closed_on)

    def _terms(self, status: Status, desk: Desk) -> tuple[Clock, ...]:
        """The terms that the register's own days start; of a first notice it says nothing once the case went on."""
        terms = []
        if status is Status.RECEIVED:
            terms.append(started(FIRST_NOTICE, self.received_on, desk.calendar, desk.profile))
        elif self.accepted_on is not None:
            terms.append(started(HANDLING, self.accepted_on, desk.calendar, desk.profile))
        if self.stated_due_on is not None:
            terms.append(stated(self.stated_due_on, self.received_on, desk.profile))
        return tuple(terms)

    def _status(self) -> Status:
        status = self.stage or self._derived_status()
        if status not in STAGES:
            raise StatusNotCarriedOver(status=status, allowed=", ".join(sorted(STAGES)))
        return status

    def _derived_status(self) -> Status:
        if self.closed_on is not None:
            return Status.CLOSED
        if self.replied_on is not None:
            return Status.REPLIED
        return Status.HANDLING if self.accepted_on is not None else Status.RECEIVED

    def _carried_over(
        self, unit: Unit, status: Status, desk: Desk, clocks: tuple[Clock, ...], ended: tuple[ClockStopped, ...]
    ) -> CarriedOver:
        return CarriedOver(
            case_no=case_number("PET", unit.code, self.received_on.year, desk.stream),
            unit=self.unit,
            subject=desk.subject,
            source=self.source,
            external_id=self.external_id,
            status=status,
            channel=self.channel,
            purpose=self.purpose,
            issue=self.issue,
            title=guarded(desk.subject, "title", self.title, self.purpose is Purpose.P3),
            summary=self._guarded("summary", self.summary, desk),
            group_size=self.group_size,
            received_on=self.received_on,
            stated_due_on=self.stated_due_on,
            accepted_on=self.accepted_on,
            replied_on=self.replied_on,
            closed_on=self.closed_on,
            outcome=self.outcome,
            reply=self._guarded("reply", self.reply, desk),
            clocks=clocks,
            stopped=ended,
        )

    def _guarded(self, field: str, text: str | None, desk: Desk) -> Guarded[str] | None:
        return guarded(desk.subject, field, text, self.purpose is Purpose.P3) if text else None
