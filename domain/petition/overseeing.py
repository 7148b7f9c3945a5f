"""Overseeing: the desk above supervises a petition or proposes to do better, and the unit answers; 信访工作条例 §40."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar

from domain.deadlines.clocks import started, stopped
from domain.kernel import Command, Desk, Rejected
from domain.petition.codes import OPEN, SUPPORTED, Adoption, OversightForm, OversightGround, Purpose, Status
from domain.petition.oversight import ANSWER, Oversight, Supervised, SupervisionAnswered
from domain.petition.state import Petition
from domain.values import Known, LongText, Whole, written

ANSWERABLE = OPEN | {Status.REFERRED_DI}
"""Where the unit still owes what it was asked, though the matter itself may have gone elsewhere."""
OneOversight = Annotated[int, Whole(1, 1_000), Known("oversight_numbers")]


class AccusationNotSupervised(Rejected):
    """信访工作条例 §§22, 30: no unit is written to about what accuses somebody."""

    code = "accusation_not_supervised"
    says = "The petition contains an accusation. It goes to the discipline office, and no unit is written to about it."
    is_moot = True


class SupervisedAlready(Rejected):
    code = "supervised_already"
    says = "The unit was written to already and has until {due_on} to answer. Write again once that day is over."
    is_moot = True


class SupervisesOwnWork(Rejected):
    """SD1: whoever works on the matter does not watch over it."""

    code = "supervises_own_work"
    says = "You work on this petition yourself. The head of another petition office above supervises it."


class NothingOverdue(Rejected):
    code = "nothing_overdue"
    says = "No duty in this petition is overdue. Choose another ground."


class NothingToExecute(Rejected):
    code = "nothing_to_execute"
    says = "No supported demand waits to be carried out. Choose another ground."


@dataclass(frozen=True, slots=True, repr=False)
class Supervise(Command[Petition]):
    """督办函 or 改进建议 to the unit whose matter it is, whoever holds it there, or nobody.

    That a duty is overdue, or a supported demand not carried out, is known; of the other grounds the letter tells.
    """

    allowed_in: ClassVar = OPEN
    lapse: OversightGround
    letter: LongText
    supervised_on: date
    measure: OversightForm = OversightForm.SUPERVISION

    @classmethod
    def barred(cls, state: Petition, desk: Desk) -> Iterator[Rejected]:
        if Purpose.P3 in state.purposes:
            yield AccusationNotSupervised()
        for each in unanswered(state):
            clock = state.clock(ANSWER, str(each.number))
            if clock and (ANSWER, clock.item) not in state.overdue:
                yield SupervisedAlready(due_on=clock.due_on)
        if desk.officer in state.scope.assigned:
            yield SupervisesOwnWork()

    def decide(self, state: Petition, desk: Desk) -> tuple[Supervised, ...]:
        if state.unit is None:
            raise LookupError("a petition that was never received has no unit")
        self._is_so(state)
        day = desk.happened("supervised_on", self.supervised_on, not_before=state.received_on)
        number = len(state.oversights) + 1
        return (
            Supervised(
                oversight=number,
                measure=self.measure,
                lapse=self.lapse,
                to_unit=state.unit,
                letter=written(state.known_subject, f"oversight/{number}/letter", self.letter),
                supervised_by=desk.officer,
                supervised_on=day,
                clock=started(ANSWER, day, desk.calendar, desk.profile, item=str(number)),
            ),
        )

    def _is_so(self, state: Petition) -> None:
        if self.lapse is OversightGround.OVERDUE and not state.overdue:
            raise NothingOverdue(field="lapse")
        waits = state.delivered_on is not None and not state.is_implemented and SUPPORTED & set(state.outcomes)
        if self.lapse is OversightGround.NOT_EXECUTED and not waits:
            raise NothingToExecute(field="lapse")


def unanswered(state: Petition) -> Iterator[Oversight]:
    """The letters and proposals that the unit has not answered."""
    return (each for each in state.oversights.values() if not each.is_answered)


class NothingToAnswer(Rejected):
    code = "no_supervision_to_answer"
    says = "No letter of supervision and no proposal waits for an answer."
    is_moot = True


class OwnLetterAnswered(Rejected):
    """SD7: whoever asks does not answer."""

    code = "own_letter_answered"
    says = "You wrote this letter yourself. The unit that it was written to answers."


@dataclass(frozen=True, slots=True, repr=False)
class AnswerSupervision(Command[Petition]):
    """The written answer, late or not; what of a proposal is not adopted is given reasons for."""

    allowed_in: ClassVar = ANSWERABLE
    oversight: OneOversight
    adoption: Adoption
    answer: LongText
    answered_on: date

    @classmethod
    def barred(cls, state: Petition, desk: Desk) -> Iterator[Rejected]:
        waiting = list(unanswered(state))
        if not waiting:
            yield NothingToAnswer()
        elif all(each.by == desk.officer for each in waiting):
            yield OwnLetterAnswered()

    def decide(self, state: Petition, desk: Desk) -> tuple[SupervisionAnswered, ...]:
        known = state.oversights.get(self.oversight)
        if known is None or known.is_answered:
            raise NothingToAnswer
        if known.by == desk.officer:
            raise OwnLetterAnswered
        day = desk.happened("answered_on", self.answered_on, not_before=known.supervised_on)
        clock = state.clock(ANSWER, str(known.number))
        answer = written(state.known_subject, f"oversight/{known.number}/answer", self.answer)
        ended = (stopped(clock, day),) if clock else ()
        return (SupervisionAnswered(known.number, self.adoption, answer, desk.officer, day, ended),)
