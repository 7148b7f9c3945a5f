"""Views in a process that may not write them: it waits for the worker, who brings them after the log."""

import time
from collections.abc import Iterable, Sequence

from projections.projection import Projection
from service.views.engine import PATIENCE, PAUSE, Engine


class Awaiting(Engine):
    """An engine whose connections only read: what it is asked to bring, it waits for the worker to bring."""

    def catch_up(self, views: Iterable[Projection] | None = None, upto: int | None = None, *, wait: bool = True) -> int:
        """Waits until the views are where the log ends now, or at the position, at most PATIENCE seconds.

        Returns how many positions the hindmost of them went on meanwhile. No lock is waited for: `wait` says nothing.
        """
        names = {view.name for view in (self._views if views is None else views)}
        end = self._end() if upto is None else upto
        deadline = time.monotonic() + PATIENCE
        reached = began = self._reached(names, end)
        while reached < end and time.monotonic() < deadline:
            time.sleep(PAUSE)
            reached = self._reached(names, end)
        return reached - began

    def advance(self, views: Sequence[Projection] | None = None) -> int:
        """Nothing: whoever may not write takes no step."""
        return 0

    def _reached(self, names: set[str], end: int) -> int:
        """Where the hindmost of those views stands that the worker brings on and readers see; the end where none is."""
        standings = [each for each in self.standings() if each.view in names]
        return min((each.position for each in standings if each.is_built and each.set_aside is None), default=end)
