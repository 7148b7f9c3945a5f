"""The one place that picks implementations: from settings to a running service."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import NamedTuple

from projections.catalogue import VIEWS
from service.access.credentials import Credentials
from service.access.exported import Exports
from service.access.identities import Identities
from service.access.passkeys import Passkeys
from service.access.provider import Provider
from service.access.sessions import Sessions
from service.access.tokens import Callers
from service.access.trace import Trace
from service.access.trace_report import Reports
from service.edge.running import Service
from service.importing.petitions import Importing
from service.machine.database import Database, DatabaseRole
from service.machine.embedded import EmbeddedServer, embedded
from service.machine.settings import Settings, SettingsInvalid, moment_at
from service.office.batches import Batches
from service.office.calendars import packaged_calendar
from service.office.cases import Cases
from service.office.excerpts import Excerpts
from service.office.giving import Giving
from service.office.people import People
from service.office.settling import Settling
from service.office.slips import Slips
from service.papers.exporting import Papers
from service.sealing.households import Households
from service.sealing.kept_secret import ACCUSED, HOUSEHOLDS, IDENTITIES, KeptSecret
from service.sealing.keys import MasterKey, create_master_key, load_master_key
from service.sealing.marks import KeyedMarks
from service.sealing.pseudonyms import Pseudonyms
from service.sealing.vault import Vault
from service.store.codec import Codec
from service.store.facts import Facts, is_demonstration
from service.store.ledger import Ledger
from service.store.logins import Login, may_keep_views
from service.store.recorder import Recorder
from service.views.awaiting import Awaiting
from service.views.engine import Engine
from service.views.queries import Queries
from service.views.rebuild import Rebuilder
from service.work.due_steps import DueSteps
from service.work.followers import Followers


def utc_now() -> datetime:
    """The present moment."""
    return datetime.now(UTC)


def clock_of(settings: Settings, url: str) -> Callable[[], datetime]:
    """What tells the time: the present moment, or the one at which a demonstration stands still.

    Raises SettingsInvalid where time is to stand still over a database that is not a demonstration's.
    """
    now = settings.demonstration_now
    if now is None:
        return utc_now
    if not is_demonstration(url):
        why = "CASEWORK_DEMONSTRATION_NOW is refused: what is recorded of real cases bears the real moment"
        raise SettingsInvalid([why])
    return lambda: moment_at(now)


def open_service(settings: Settings, now: Callable[[], datetime] | None = None, *, keeps_views: bool = True) -> Service:
    """A service on the settings' database; starts the embedded server where no other is named.

    Without `now` the settings say what tells the time. Without `keeps_views` it waits for the worker to bring the
    views after the log, and so it does where its login may not write them.

    Raises MasterKeyInvalid and SettingsInvalid, and lets go of the embedded server where anything stands against it.
    """
    server = None if settings.database_url else embedded(settings.home)
    try:
        url = settings.database_url or (server.start() if server else "")
        return _composed(settings, now or clock_of(settings, url), server, _opened(settings, server, keeps_views))
    except BaseException:
        if server is not None:
            server.stop()
        raise


class _Opened(NamedTuple):
    """Connections that append, others that read, and whether those may write the views."""

    url: str
    appending: Database
    reading: Database
    keeps_views: bool


def _opened(settings: Settings, server: EmbeddedServer | None, keeps_views: bool) -> _Opened:
    if server is not None:
        url = keeping = server.url_for(Login.WORKER if keeps_views else Login.WEB)
    else:
        url = settings.database_url or ""
        keeping = settings.worker_database_url or url
        keeps_views = keeps_views and may_keep_views(keeping)
    reading = Database(keeping, DatabaseRole.VIEWS) if keeps_views else Database(url, DatabaseRole.READER)
    return _Opened(url, Database(url, DatabaseRole.WRITER), reading, keeps_views)


def _composed(
    settings: Settings, now: Callable[[], datetime], server: EmbeddedServer | None, opened: _Opened
) -> Service:
    codec = Codec()
    master_key = _master_key(settings)
    recorder = Recorder(opened.appending)
    reading = opened.reading
    vault = Vault(reading, master_key)
    engine = (Engine if opened.keeps_views else Awaiting)(reading, codec, VIEWS, vault.for_search)
    marks = KeyedMarks(KeptSecret(recorder.datastore, master_key, ACCUSED).value)
    callers = Callers(reading, codec, marks)
    zone, profile = settings.timezone, settings.profile
    ledger = Ledger(
        recorder, codec, master_key, packaged_calendar(), now, zone, profile, callers.tree, marks, settings.superior
    )
    people = People(ledger, engine, reading, vault, callers)
    sessions, credentials = Sessions(opened.appending, now), Credentials(opened.appending, master_key, now)
    exports = Exports(opened.appending, now)
    trace = Trace(opened.appending, now, settings.timezone)
    pseudonyms = Pseudonyms(settings.secret_key)
    settling = Settling(ledger, recorder, codec, engine, reading)
    cases = Cases(ledger, recorder, vault, trace, now, settings.timezone, pseudonyms)
    giving = Giving(ledger, reading, engine, cases, vault)
    return Service(
        settings=settings,
        url=opened.url,
        server=server,
        now=now,
        codec=codec,
        recorder=recorder,
        ledger=ledger,
        engine=engine,
        rebuilder=Rebuilder(reading, engine),
        vault=vault,
        trace=trace,
        reports=Reports(opened.appending, now, settings.timezone, ledger.existing, Queries(reading)),
        exports=exports,
        households=Households(KeptSecret(recorder.datastore, master_key, HOUSEHOLDS)),
        reading=reading,
        callers=callers,
        sessions=sessions,
        credentials=credentials,
        passkeys=Passkeys(opened.appending, now),
        provider=Provider(settings.provider, now) if settings.provider else None,
        identities=Identities(KeptSecret(recorder.datastore, master_key, IDENTITIES)),
        slips=Slips(ledger, credentials, sessions, people.name_of),
        is_demonstration=Facts(reading).is_demonstration,
        cases=cases,
        pseudonyms=pseudonyms,
        giving=giving,
        batches=Batches(ledger, giving, vault),
        excerpts=Excerpts(ledger, vault, trace),
        people=people,
        settling=settling,
        due_steps=DueSteps(ledger, engine, reading),
        followers=Followers(reading, codec, engine.tail, [settling.follower()]),
        papers=Papers(engine, reading, ledger, vault, exports),
        importing=Importing(ledger, vault, people),
    )


def _master_key(settings: Settings) -> MasterKey:
    """The key in the file; made for a fresh embedded database, where another first start may have made it meanwhile."""
    if settings.database_url is None and not settings.master_key_file.exists():
        with suppress(FileExistsError):
            return create_master_key(settings.master_key_file)
    return load_master_key(settings.master_key_file)
