"""Slips: with one an officer sets the password to sign in with, once; the log holds its digest."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from domain.actors import Actor
from domain.organisation.officer import IssueSlip, SlipUnknown, UseSlip
from domain.values import OfficerRef
from service.access.credentials import Credentials
from service.access.fitness import require_fit
from service.access.sessions import Sessions
from service.access.tokens import digest_of, new_token
from service.store.ledger import Ledger
from service.store.steps import Step
from service.store.tasks import Task

DAYS = 3
"""How long a slip is good, the day of issue included not."""


@dataclass(frozen=True, slots=True)
class IssuedSlip:
    """A slip, which is shown once and kept nowhere."""

    slip: str
    expires_on: date

    def __repr__(self) -> str:
        return "IssuedSlip(redacted)"


class Slips:
    """Issues slips, and lets officers set their passwords with them."""

    def __init__(
        self, ledger: Ledger, credentials: Credentials, sessions: Sessions, name_of: Callable[[UUID], str]
    ) -> None:
        self._ledger = ledger
        self._credentials = credentials
        self._sessions = sessions
        self._name_of = name_of

    def issue(self, officer: OfficerRef, by: Actor = Task.SLIPS_ISSUE.actor) -> IssuedSlip:
        """A new slip for the officer, good for three days; an earlier one is good no more."""
        issued = IssuedSlip(f"{officer.hex}.{new_token()}", self._ledger.today() + timedelta(days=DAYS))
        self._ledger.execute([Step(officer, IssueSlip(digest_of(issued.slip), issued.expires_on))], by)
        return issued

    def use(self, slip: str, name: str, password: str) -> OfficerRef:
        """Sets name and password, and ends every session of the officer.

        Raises SlipUnknown, PasswordUnfit, PasswordGuessed, NameTaken and TooManyAtOnce.
        """
        officer = _officer_of(slip)
        known = name.strip()
        require_fit(known, password, self._name_of(officer))
        if not self._ledger.history(officer):
            raise SlipUnknown
        self._credentials.require_free(officer, known)
        self._ledger.execute([Step(officer, UseSlip(digest_of(slip)))], Task.SLIPS_USE.actor)
        self._credentials.put(officer, known, password)
        self._sessions.end_all(officer)
        return officer


def _officer_of(slip: str) -> OfficerRef:
    try:
        return OfficerRef(UUID(hex=slip.partition(".")[0]))
    except ValueError:
        raise SlipUnknown from None
