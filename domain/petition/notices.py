"""Notices: the petitioner is told in writing that the petition arrived, before it is accepted or forwarded."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from domain.deadlines.clocks import stopped
from domain.kernel import Command, Desk, Rejected
from domain.petition.codes import (
    Delivery,
    Status,
)
from domain.petition.events import NoticeSent
from domain.petition.state import Petition

FIRST_NOTICE = "D-P01"


OWNERS_NOTICE = "D-P03"


@dataclass(frozen=True, slots=True)
class Notice:
    """A written notice to the petitioner: the day on which it was sent or handed over, and how."""

    sent_on: date
    method: Delivery


class PetitionerHasNoContact(Rejected):
    code = "petitioner_has_no_contact"
    says = "No contact is known, so no notice could have been sent."
    is_moot = True


def notice_sent(notice: Notice, state: Petition, desk: Desk) -> NoticeSent:
    """The written notice, stopping whichever notice clock runs; 信访工作条例 §23."""
    running = [clock for rule in (FIRST_NOTICE, OWNERS_NOTICE) if (clock := state.clock(rule))]
    arrived = max((clock.started_on for clock in running), default=state.received_on)
    day = desk.happened("sent_on", notice.sent_on, not_before=arrived)
    return NoticeSent(notice.method, day, tuple(stopped(clock, day) for clock in running))


class NoticeAlreadySent(Rejected):
    code = "notice_already_sent"
    says = "The first notice to the petitioner is recorded already."
    is_moot = True


@dataclass(frozen=True, slots=True, repr=False)
class SendNotice(Command[Petition]):
    """The first notice, sent on its own before the petition is accepted or forwarded."""

    allowed_in: ClassVar = frozenset({Status.REGISTERED, Status.ROUTING, Status.AWAITING_OWNER})
    notice: Notice

    @classmethod
    def barred(cls, state: Petition, desk: Desk) -> Iterator[Rejected]:
        if not state.has_contact:
            yield PetitionerHasNoContact()
        if state.is_told:
            yield NoticeAlreadySent()

    def decide(self, state: Petition, desk: Desk) -> tuple[NoticeSent, ...]:
        return (notice_sent(self.notice, state, desk),)


class NoticeMissing(Rejected):
    """信访工作条例 §23: the petitioner is told in writing; exempt only without name or address."""

    code = "notice_missing"
    says = "The petitioner can be reached and has not been told in writing. Give the day and the way of the notice."


def asks_for_notice(state: Petition) -> Mapping[str, bool]:
    """Whether a step demands the notice, or has no use for it: it was sent, or nobody can be reached."""
    return {"notice": state.has_contact and not state.is_told}


def first_notice(notice: Notice | None, state: Petition, desk: Desk) -> tuple[NoticeSent, ...]:
    """The notice that the step needs: given with it, sent before, or not owed because nobody can be reached."""
    if notice is not None:
        if not state.has_contact:
            raise PetitionerHasNoContact
        if state.is_told:
            raise NoticeAlreadySent
        return (notice_sent(notice, state, desk),)
    if state.has_contact and not state.is_told:
        raise NoticeMissing(field="notice")
    return ()
