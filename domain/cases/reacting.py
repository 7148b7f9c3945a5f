"""What a day asks the service to do of itself in a record: when its next step is due, and the facts that follow."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import reduce
from typing import Any, ClassVar, TypeVar

from domain.kernel import Aggregate, Command, Desk, Event, Reaction, Rejected

S = TypeVar("S")
Reactions = Sequence[Reaction[S]]


class NothingDue(Rejected):
    code = "nothing_due"
    says = "No day that has come asks the service for a step in this record."
    is_moot = True


class TakeDueSteps(Command[S]):
    """The service takes every step that the days that have come ask of it, in the order of those days.

    What the record remembers of a step is what keeps it from being taken twice, whoever asks and however often.
    """

    __slots__ = ()
    reactions: ClassVar[Reactions[Any]]
    evolve: ClassVar[Any]
    """How a state follows from an event, as the aggregate has it."""

    @classmethod
    def barred(cls, state: S, desk: Desk) -> Iterator[Rejected]:
        if not has_come(wakes_on(cls.reactions, state), desk.today):
            yield NothingDue()

    def decide(self, state: S, desk: Desk) -> tuple[Event, ...]:
        return reacted(self.reactions, self.evolve, state, desk)


def wakes_on(reactions: Reactions[S], state: S) -> date | None:
    """The day on which the service has its next step to take in the record; None where it waits for nothing."""
    return min((day for each in reactions if (day := each.due_on(state))), default=None)


def has_come(day: date | None, today: date) -> bool:
    """Whether there is such a day and it has begun."""
    return day is not None and day <= today


def reacted(reactions: Reactions[S], evolve: Callable[[S, Any], S], state: S, desk: Desk) -> tuple[Event, ...]:
    """The facts of every step whose day has come, each decided on what those before it have led to.

    Raises LookupError for a reaction that asks for the same day again.
    """
    facts: list[Event] = []
    while (found := _first(reactions, state)) and found[0] <= desk.today:
        day, reaction = found
        followed = reaction.facts(state, desk)
        state = reduce(evolve, followed, state)
        if reaction.due_on(state) == day:
            raise LookupError(f"the reaction {reaction.name} is not over after its own facts")
        facts.extend(followed)
    return tuple(facts)


def before(command: Command[S], aggregate: Aggregate[S], state: S, desk: Desk) -> tuple[Event, ...]:
    """What the service records before the command is decided, so that it stands there whether or not a worker came."""
    if isinstance(command, TakeDueSteps) or aggregate.status_of(state) is aggregate.starts:
        return ()  # nothing waits in a record that is only being opened
    first = [each for each in aggregate.reactions if not isinstance(command, each.yields_to)]
    return reacted(first, aggregate.evolve, state, desk) if has_come(wakes_on(first, state), desk.today) else ()


def _first(reactions: Reactions[S], state: S) -> tuple[date, Reaction[S]] | None:
    days = [(day, place) for place, each in enumerate(reactions) if (day := each.due_on(state))]
    if not days:
        return None
    day, place = min(days)
    return day, reactions[place]
