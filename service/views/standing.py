"""Views brought to the end of the log for one reader, or why they cannot be."""

from collections.abc import Sequence

from projections.projection import Projection
from service.views.engine import Engine


class ViewsStandStill(Exception):
    """A view that a reader needs stands still; the message says what to do."""


def bring_up(engine: Engine, views: Sequence[Projection]) -> int:
    """Brings the views to the end of the log; returns the position that all have reached.

    Raises ViewsStandStill where one of them stands still.
    """
    engine.catch_up(views)
    wanted = {view.name for view in views}
    standings = [each for each in engine.standings() if each.view in wanted]
    still = [each.view for each in standings if each.set_aside or not each.is_built]
    if still:
        raise ViewsStandStill(f"views that stand still: run casework rebuild {' '.join(still)}")
    return min(each.position for each in standings)
