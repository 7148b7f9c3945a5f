"""How long a command took and how it ended, as figures."""

import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from domain.catalogue import BY_COMMAND
from domain.kernel import Rejected
from service.machine.measures import COMMAND_SECONDS
from service.store.steps import (
    Busy,
    KeyReused,
    Outcome,
    OutcomeUnknown,
    StaleVersion,
    Step,
    StoreUnavailable,
    UnknownStream,
)

RESULTS: dict[type[Exception], str] = {
    Rejected: "refused",
    StaleVersion: "stale",
    KeyReused: "key_reused",
    UnknownStream: "unknown_stream",
    Busy: "busy",
    OutcomeUnknown: "outcome_unknown",
    StoreUnavailable: "store_unavailable",
}
T = TypeVar("T")
DONE, REPEATED, FAILED = "done", "repeated", "failed"


def measured(steps: Sequence[Step], carry_out: Callable[[], T]) -> T:
    """What was carried out; its first command gives the kind to the figure, and no name: some name what is sealed."""
    command = type(steps[0].command)
    began, result = time.perf_counter(), FAILED
    try:
        outcome = carry_out()
        result = REPEATED if isinstance(outcome, Outcome) and outcome.is_repeat else DONE
        return outcome
    except tuple(RESULTS) as error:
        result = next(named for kind, named in RESULTS.items() if isinstance(error, kind))
        raise
    finally:
        COMMAND_SECONDS.labels(BY_COMMAND[command].kind, result).observe(time.perf_counter() - began)
