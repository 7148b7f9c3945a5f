"""What lets an officer in, as pages show it: tokens with their scopes, and the identity of the provider."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain.officers import ORDINARY, TokenScope
from domain.organisation.officer import LONGEST_TOKEN
from projections.organisation import IDENTITIES, TOKENS
from service.edge.answers import caller, service
from service.edge.reading import queries
from service.views.conditions import equals
from service.web.blueprint import names, today, words


@dataclass(frozen=True, slots=True)
class KnownToken:
    """A token that is good today."""

    digest: str
    expires_on: date
    scopes: str
    issuer: str


@dataclass(frozen=True, slots=True)
class LetIn:
    """What an administrator sees of an officer, and what may be issued."""

    tokens: list[KnownToken]
    bound_on: date | None
    has_provider: bool
    scopes: list[tuple[str, str, bool]]
    days: int = LONGEST_TOKEN.days


def let_in(officer: UUID) -> LetIn:
    """What lets the officer in, apart from a password."""
    bound = queries().all(IDENTITIES, [equals("officer", officer)])
    scopes = [(str(each), words().code(each, "TokenScope"), each in ORDINARY) for each in TokenScope]
    return LetIn(tokens_of(officer), bound[0]["bound_on"] if bound else None, service().provider is not None, scopes)


def own_tokens() -> list[KnownToken]:
    """The tokens in the name of whoever asks."""
    return tokens_of(caller().officer)


def tokens_of(officer: UUID) -> list[KnownToken]:
    """The officer's tokens that are neither revoked nor over, those that end first first."""
    rows = [row for row in queries().all(TOKENS, [equals("officer", officer)]) if row["expires_on"] >= today()]
    return [
        KnownToken(
            row["token_digest"],
            row["expires_on"],
            words().joined([words().code(each, "TokenScope") for each in row["scopes"].split()]),
            names().officer(row["issued_by"]) if row["issued_by"] else "",
        )
        for row in sorted(rows, key=lambda row: (row["expires_on"], row["token_digest"]))
    ]
