"""The running service, as its doors see it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from service.access.credentials import Credentials
from service.access.exported import Exports
from service.access.identities import Identities
from service.access.passkeys import Passkeys
from service.access.provider import Provider
from service.access.sessions import Sessions
from service.access.tokens import Callers
from service.access.trace import Trace
from service.access.trace_report import Reports
from service.importing.petitions import Importing
from service.machine.database import Database
from service.machine.embedded import EmbeddedServer
from service.machine.settings import Settings
from service.office.batches import Batches
from service.office.cases import Cases
from service.office.excerpts import Excerpts
from service.office.giving import Giving
from service.office.people import People
from service.office.settling import Settling
from service.office.slips import Slips
from service.papers.exporting import Papers
from service.sealing.households import Households
from service.sealing.pseudonyms import Pseudonyms
from service.sealing.vault import Vault
from service.store.codec import Codec
from service.store.ledger import Ledger
from service.store.recorder import Recorder
from service.views.engine import Engine
from service.views.rebuild import Rebuilder


@dataclass(frozen=True, slots=True)
class Service:
    """Everything that the doors use; what lies below them is handed what it needs and no more."""

    settings: Settings
    url: str
    server: EmbeddedServer | None
    now: Callable[[], datetime]
    codec: Codec
    recorder: Recorder
    ledger: Ledger
    engine: Engine
    rebuilder: Rebuilder
    vault: Vault
    trace: Trace
    reports: Reports
    exports: Exports
    households: Households
    reading: Database
    callers: Callers
    sessions: Sessions
    credentials: Credentials
    passkeys: Passkeys
    provider: Provider | None
    identities: Identities
    slips: Slips
    is_demonstration: Callable[[], bool]
    cases: Cases
    pseudonyms: Pseudonyms
    excerpts: Excerpts
    giving: Giving
    batches: Batches
    people: People
    settling: Settling
    papers: Papers
    importing: Importing

    @property
    def owner_url(self) -> str:
        """The address at which the schema may be changed and everything read."""
        return self.settings.owner_url or (self.server.url if self.server else self.url)

    def close(self) -> None:
        """Closes the connections and lets go of the embedded server."""
        self.recorder.datastore.close()
        self.reading.close()
        if self.server is not None:
            self.server.stop()
