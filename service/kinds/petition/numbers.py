"""The demands of a petition, as commands name them by number."""

from collections.abc import Iterator

from domain.petition.events import Registered
from service.kinds.mending import PARTS
from service.kinds.numbers import Entry, Numbering, Numbers, excerpt


def _demands(reading: Numbering) -> Iterator[Entry]:
    words = reading.words
    demands: dict[int, list[str]] = {number: [] for number in range(1, reading.case.state.demand_count + 1)}
    for event, facts in reading.told(Registered):
        for number, (demand, opened) in enumerate(zip(event.demands, facts["demands"], strict=True), 1):
            demands[number] = [words.code(demand.issue), words.code(demand.purpose), excerpt(opened["text"])]
    yield from demands.items()


NUMBERS = Numbers(parts={**PARTS, "demand": _demands})
