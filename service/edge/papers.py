"""Which paper of which case an address names."""

from uuid import UUID

from service.access.visibility import visible
from service.edge.answers import caller
from service.edge.reading import queries
from service.kinds.excerpt import ExcerptKind
from service.store.steps import UnknownStream
from service.views.conditions import equals


def addressed(excerpt: ExcerptKind, identifier: UUID, number: int) -> tuple[UUID, int]:
    """The case and the number of the paper; a blind one is found by what it is called, among those that the caller
    knows of. Raises UnknownStream."""
    if not excerpt.is_blind:
        return identifier, number
    named = [*visible(caller(), excerpt.view), equals(excerpt.view.id_column, identifier)]
    for row in queries().all(excerpt.view, named):
        return row["case_id"], row["number"]
    raise UnknownStream(identifier.hex)
