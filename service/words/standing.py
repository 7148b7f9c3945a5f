"""How a term stands to today, as a short text and a tone: the same words on every page."""

from dataclasses import dataclass
from datetime import date

from domain.deadlines.pauses import PauseReason
from domain.deadlines.rules import UNHURRIED
from domain.deadlines.standing import Standing, standing
from service.words.sentences import no_op as _
from service.words.speech import Words

SOON_DAYS = 3


@dataclass(frozen=True, slots=True)
class Badge:
    """What stands beside a due day: late, soon (within three days), calm, or quiet where the term stands still."""

    text: str
    tone: str


def badge(
    words: Words,
    rule: str,
    due_on: date | None,
    today: date,
    paused_on: date | None = None,
    paused_for: str | None = None,
) -> Badge | None:
    """How the term stands to today; nothing where no term runs or stands still."""
    if paused_on is not None and paused_for is not None:
        why = words.code(PauseReason(paused_for))
        return Badge(words.text(_("Paused since {day}: {why}"), day=words.short_day(paused_on), why=why), "quiet")
    if due_on is None:
        return None
    left = (due_on - today).days
    if left > 0:
        tone = "soon" if left <= SOON_DAYS and rule not in UNHURRIED else "calm"
        return Badge(words.text(_("{days} left"), days=words.days(left)), tone)
    if rule in UNHURRIED:
        return Badge(
            words.text(_("Over for {days}"), days=words.days(-left)) if left else words.text(_("Ends today")), "calm"
        )
    if standing(rule, due_on, today) is Standing.OVERDUE:
        return Badge(words.text(_("Overdue by {days}"), days=words.days(-left)), "late")
    return Badge(words.text(_("Due today")), "soon")
