"""A database that does not answer, told as what it is to whoever asks the store."""

from collections.abc import Iterator
from contextlib import contextmanager

from eventsourcing.persistence import InterfaceError, OperationalError

from service.store.steps import StoreUnavailable


@contextmanager
def store_answers() -> Iterator[None]:
    """Raises StoreUnavailable for a database that is away or refuses."""
    try:
        yield
    except (OperationalError, InterfaceError) as error:
        raise StoreUnavailable(str(error)) from error
