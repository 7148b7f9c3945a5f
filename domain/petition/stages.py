"""The stages of the remedy: each is asked of an answer, within its window, and answered within its term."""

from dataclasses import dataclass

from domain.petition.codes import Status
from domain.roles import Role


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: what is `answered` may be asked about while the `window` runs, and is `asked` until it is decided.

    `term` is the rule of the days for deciding, and `role` that of whoever is named for it.
    """

    answered: Status
    asked: Status
    window: str
    term: str
    role: Role


REVIEW = Stage(Status.REPLIED, Status.REVIEW, "D-P06", "D-P07", Role.REVIEWER)
"""复查: 信访工作条例 §35."""
