"""Silence: where nobody decides within the term for telling the petitioner, handling counts as begun; 2.5, design."""

from datetime import date

from domain.deadlines.calendar import ONE_DAY
from domain.deadlines.clocks import Clock, StopReason, started, stopped
from domain.kernel import Desk, Reaction
from domain.petition.codes import Purpose, Status
from domain.petition.events import PresumedAccepted, PresumptionReplaced
from domain.petition.state import Petition

HANDLING = "D-P05"
REDOING = "D-P20"
"""Handling again what a review revoked; design."""
SERVICE_LEVEL = "D-P05S"
UNDECIDED = frozenset({Status.RECEIVED, Status.REGISTERED, Status.ROUTING, Status.AWAITING_OWNER})
"""Nobody has accepted, refused or referred it yet."""
NOTHING_RUNS = frozenset({Purpose.P3, Purpose.P9})
"""An accusation follows the rules of the discipline office, and a mere contact asks for nothing."""


def _silent_from(state: Petition) -> date | None:
    """The day after the term for telling the petitioner, which silence has filled."""
    term = state.telling_term
    if term is None or state.presumed_on or state.status not in UNDECIDED:
        return None
    if state.purposes and state.purposes <= NOTHING_RUNS:
        return None
    return term.due_on + ONE_DAY


def _presumed(state: Petition, desk: Desk) -> tuple[PresumedAccepted, ...]:
    """Handling counts from the day after the nominal end, as if the petition had been accepted then."""
    term = state.telling_term
    if term is None:
        return ()
    first = term.nominal_on + ONE_DAY
    rule = SERVICE_LEVEL if state.purposes == {Purpose.P2} else HANDLING
    return (PresumedAccepted(first, term.rule, started(rule, first, desk.calendar, desk.profile)),)


SILENCE = Reaction("silence", _silent_from, _presumed)


def handling_term(rule: str, on: date, state: Petition, desk: Desk) -> tuple[tuple[PresumptionReplaced, ...], Clock]:
    """The term of a petition accepted on the day, and the end of one that silence began under another rule.

    What silence began goes on, and by another route with the same first day; an acceptance before that day replaces it.
    """
    fresh = started(rule, min(on, state.presumed_on or on), desk.calendar, desk.profile)
    presumed = next((running for each in (HANDLING, SERVICE_LEVEL) if (running := state.clock(each))), None)
    if presumed is None:
        return (), fresh
    if presumed.rule != rule:
        ended = stopped(presumed, presumed.started_on, StopReason.REPLACED)
        return (PresumptionReplaced(on, (ended,)),), fresh
    return (), presumed if presumed.started_on <= fresh.started_on else fresh
