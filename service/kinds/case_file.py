"""One case up to a version, as readers see it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from domain.deadlines.clocks import NOTHING_RUNNING, Clock
from domain.deadlines.pauses import NOTHING_PAUSED, Pause, pauses_after, standing_still
from domain.deadlines.running import clocks_after
from domain.kernel import Aggregate, Recorded
from domain.roles import Held, Role
from domain.values import KeyClass
from projections.projection import in_effect
from service.kinds.allowance import Relation
from service.sealing.readers import NOBODY, Reader


def _nothing_opens(_key_class: KeyClass, _event: str, _field: str) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case up to a version: its events, its state and its row, who reads it, and by which roles.

    `opens` tells by class, event and field which of its sealed texts open for the reader.
    """

    stream: UUID
    aggregate: Aggregate[Any]
    history: tuple[Recorded, ...]
    state: Any
    row: Mapping[str, Any]
    is_past: bool = False
    roles: frozenset[Role] = frozenset()
    reasons: tuple[tuple[Held, Relation], ...] = ()
    reader: Reader = NOBODY
    opens: Callable[[KeyClass, str, str], bool] = _nothing_opens

    @property
    def version(self) -> int:
        """The number of events."""
        return len(self.history)

    @property
    def clocks(self) -> Sequence[Clock]:
        """The clocks that run, of which the reader was told, soonest first."""
        running = NOTHING_RUNNING
        for recorded in in_effect(self.history):
            running = clocks_after(running, recorded.event)
        known = getattr(self.state, "clocks", running)
        return sorted((clock for each, clock in running.items() if each in known), key=lambda clock: clock.due_on)

    @property
    def pauses(self) -> Mapping[str, Pause]:
        """By rule: the pauses in which clocks stand still."""
        pauses = NOTHING_PAUSED
        for recorded in in_effect(self.history):
            pauses = pauses_after(pauses, recorded.event)
        return {rule: pause for rule in pauses if (pause := standing_still(pauses, rule))}
