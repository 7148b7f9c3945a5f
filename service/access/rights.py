"""What an officer may do, told from the officer's own stream: what ended there is over, wherever the views stand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from domain.kernel import Recorded
from domain.officers import TokenScope
from projections.organisation import IDENTITIES, OFFICERS, TERMS, TOKENS
from projections.projection import Row, Rows, rows_after
from service.views.terms import reaches


@dataclass(frozen=True, slots=True)
class Rights:
    """The rows that the officer has in the views of officers, terms, tokens and identities, after the last event."""

    officers: Rows
    terms: Rows
    tokens: Rows
    identities: Rows

    def terms_on(self, today: date) -> list[Row]:
        """The terms of roles that are held on the day."""
        return [term for term in self.terms.values() if reaches(term["from_on"], term["until_on"], today)]

    def is_opened_by(self, digest: str, today: date) -> bool:
        """Whether the token of that digest is good on the day: issued, neither revoked nor expired."""
        token = self.tokens.get(digest)
        return token is not None and today <= token["expires_on"]

    def scopes_of(self, digest: str) -> frozenset[TokenScope]:
        """What the token of that digest is good for."""
        return frozenset(map(TokenScope, self.tokens[digest]["scopes"].split()))

    def is_bound_to(self, digest: str) -> bool:
        """Whether the officer is bound to the identity of that digest."""
        return any(row["identity_digest"] == digest for row in self.identities.values())


def rights_of(history: Iterable[Recorded]) -> Rights:
    """The rights after the history of an officer's stream; none after that of any other."""
    known = list(history)
    return Rights(*(rows_after(view, known) for view in (OFFICERS, TERMS, TOKENS, IDENTITIES)))
