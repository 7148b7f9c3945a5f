"""Deciding a command: the status of its stream, what stands against it whatever its data, whom it names, its rule."""

from collections.abc import Sequence
from typing import Any, TypeVar
from uuid import UUID

from domain.actors import officer_of
from domain.cases.concerning import is_own_matter, nobody_concerned
from domain.cases.handing import HandOver
from domain.cases.recusal import NO_RECUSALS, Recusals, recused_since, waits_for_decision
from domain.cases.recusing import AskRecusal, DecideRecusal, DeclareTie, OfficerRecused, OrderRecusal
from domain.cases.second import SecondPersonMissing
from domain.cases.waiting import waits
from domain.kernel import Aggregate, Command, Desk, Event, NotAllowedNow, Rejected, first_bar
from domain.officers import named_in, officers_serve
from domain.scopes import NOWHERE
from domain.values import OfficerRef

S = TypeVar("S")

ON_RECUSALS = (AskRecusal, OrderRecusal, DecideRecusal, HandOver)
"""What names officers because they are to take no part."""


class Recused(Rejected):
    """SD1: whoever is recused takes no part from that moment on."""

    code = "recused"
    says = "You take no part in this case: you are recused from it."


class WaitsForRecusal(Rejected):
    code = "waits_for_recusal"
    says = "It was asked that you take no part in this case. You take no step in it until that is decided."


class NotPossibleNow(Rejected):
    """Something that whoever asks is not told of stands against it."""

    code = "not_possible_now"
    says = "This step is not possible as the case stands now."


def decide_as_told(aggregate: Aggregate[S], state: S, told: S, command: Command[S], desk: Desk) -> tuple[Event, ...]:
    """The same decision for somebody who is told a part of the record, which stands at `told` for them.

    A refusal says what follows from that part; one that follows from more raises NotPossibleNow, which says nothing.
    """
    decide(aggregate, told, command, desk)
    try:
        return decide(aggregate, state, command, desk)
    except Rejected:
        raise NotPossibleNow from None


def decide(aggregate: Aggregate[S], state: S, command: Command[S], desk: Desk) -> tuple[Event, ...]:
    """The facts that follow from the command, or the refusal of the first rule against it.

    Raises NotAllowedNow for a status that the command does not list, the refusals of officers whom it names, and
    those of the command itself.
    """
    status = aggregate.status_of(state)
    if status not in command.allowed_in:
        raise NotAllowedNow(status=status, allowed=", ".join(sorted(command.allowed_in)))
    rejection = stands_against(command, state, desk)
    if rejection is not None:
        raise rejection
    officers_serve(command, state, desk)
    _nobody_recused(command, state, desk)
    nobody_concerned(command, state, desk)
    facts = command.decide(state, desk)
    return facts if aggregate.held is None else aggregate.held(command, state, desk, facts)


def stands_against(command: type[Command[S]] | Command[S], state: S, desk: Desk) -> Rejected | None:
    """The first rule that stands against the command whatever its data, those on recusals before its own."""
    who = officer_of(desk.by)
    if who is not None and (recused_since(state, who) or is_own_matter(state, who, desk)):
        return Recused()
    steps_back = issubclass(command if isinstance(command, type) else type(command), DeclareTie)
    if who is not None and not steps_back and waits_for_decision(state, who):
        return WaitsForRecusal()
    if not command.beside and any(each.blocks for each in waits(state).statements.values()):
        return SecondPersonMissing()
    return first_bar(command, state, desk)


def taking_no_part(command: type[Command[Any]], state: object) -> frozenset[OfficerRef]:
    """Those whom a command on the record cannot name: recused, or it is still to be decided; for a handing over also
    those who are named for the case already. A command about a recusal names whom it likes."""
    if issubclass(command, AskRecusal | OrderRecusal | DecideRecusal):
        return frozenset()
    known: Recusals = getattr(state, "recusals", NO_RECUSALS)
    named = getattr(state, "scope", NOWHERE).assigned if issubclass(command, HandOver) else ()
    return frozenset((*known.since, *known.undecided, *named))


def _nobody_recused(command: Command[Any], state: object, desk: Desk) -> None:
    """Nobody is named for a step who took no part on its day, or takes none today."""
    if isinstance(command, ON_RECUSALS):
        return
    for named in named_in(command):
        if not named.serving.takes_part:
            continue
        officer = OfficerRef(named.officer)
        since = recused_since(state, officer)
        if waits_for_decision(state, officer) or (since is not None and since <= (named.on or desk.today)):
            raise OfficerRecused(officer=officer)


def read_by(command: Command[Any]) -> Sequence[tuple[str, UUID]]:
    """The streams that the decision reads besides its own, as (kind, stream): those it asks for, and officers."""
    return (*command.consults(), *dict.fromkeys(("officer", named.officer) for named in named_in(command)))
