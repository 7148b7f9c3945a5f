"""The pauses of a case as a view remembers them: `rule=why/since/checked/resumed/over`, separated by spaces."""

from datetime import date
from functools import lru_cache

from domain.deadlines.pauses import Pause, Paused, PauseReason
from domain.growing import Growing


@lru_cache(maxsize=1_024)
def pauses_in(text: str) -> Paused:
    """The pauses by rule."""
    found: dict[str, Pause] = {}
    for each in text.split():
        rule, _, told = each.partition("=")
        why, since, checked, resumed, over = told.split("/")
        since_on, checked_on, resumed_on = (date.fromisoformat(day) for day in (since, checked, resumed))
        found[rule] = Pause(PauseReason(why), since_on, checked_on, resumed_on, over == "1")
    return Growing(found)


def kept_pauses(pauses: Paused) -> str:
    """The text that `pauses_in` reads."""
    return " ".join(
        f"{rule}={each.why}/{each.since_on}/{each.checked_on}/{each.resumed_on}/{int(each.is_over)}"
        for rule, each in pauses.items()
    )
