"""Opening the service for a verb: everything that may be missing is named before anything is done."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass

import psycopg

from service.cli.console import Refused
from service.composition import Service, open_service
from service.machine.embedded import EmbeddedServer, embedded
from service.machine.settings import Settings, read_settings
from service.sealing.keys import create_master_key
from service.store.migrate import missing

CONNECT_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Place:
    """A database that answers, whatever stands in it, and the server that came along if it is the embedded one."""

    url: str
    server: EmbeddedServer | None


@contextmanager
def opened(settings: Settings | None = None) -> Iterator[Service]:
    """The service on a database that is there and up to date; refuses with what to do otherwise."""
    settings = settings or read_settings(keeps_secret=False)
    if settings.database_url is None and not has_cluster(settings):
        raise Refused(
            f"there is no database in {settings.home} yet: make one with casework migrate, "
            "or say where it is with CASEWORK_HOME or CASEWORK_DATABASE_URL"
        )
    require_master_key(settings)
    with placed(settings) as place:
        refuse_old_schema(missing(place.url))
        with closing(open_service(settings)) as service:
            refuse_old_schema(_missing_views(service))
            yield service


@contextmanager
def placed(settings: Settings, *, as_owner: bool = False) -> Iterator[Place]:
    """The settings' database, tried; starts the embedded server where no other is named."""
    server = None if settings.database_url else embedded(settings.home)
    named = settings.owner_url if as_owner else settings.database_url
    url = named or (server.start() if server else "")
    try:
        psycopg.connect(url, connect_timeout=CONNECT_SECONDS).close()
        yield Place(url, server)
    finally:
        if server is not None:
            server.stop()


def has_cluster(settings: Settings) -> bool:
    """Whether the embedded database was created before."""
    return (settings.home / "postgres" / "cluster").exists()


def create_missing_key(settings: Settings) -> bool:
    """Makes the master key of an embedded database that does not exist yet; returns whether it did."""
    if settings.database_url is not None or settings.master_key_file.exists() or has_cluster(settings):
        return False
    try:
        create_master_key(settings.master_key_file)
    except FileExistsError:  # another first start was faster
        return False
    return True


def refuse_old_schema(lacking: list[str]) -> None:
    """Refuses a database that `casework migrate` has not brought to this version."""
    if lacking:
        raise Refused(f"the schema is not up to date ({', '.join(lacking)} missing): run casework migrate")


def require_master_key(settings: Settings) -> None:
    """Refuses to go on without the master key: a new one in its place would open nothing that is sealed."""
    if settings.master_key_file.exists():
        return
    if settings.database_url is None:
        raise Refused(
            f"the master key {settings.master_key_file} is missing, and nothing sealed in {settings.home} opens "
            "without it: bring it back from where you keep it"
        )
    raise Refused(f"there is no master key at {settings.master_key_file}: make one with casework keys init")


def _missing_views(service: Service) -> list[str]:
    known = {standing.view for standing in service.engine.standings()}
    return [f"view {view.name}" for view in service.engine.views if view.name not in known]
