# mypy: ignore-errors
"""A filled store of an earlier commit, held until nobody listens any more; runs in that commit's own environment."""

import json
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from domain.roles import Role
from projections.catalogue import VIEWS
from service.composition import open_service, utc_now
from service.store.codec import Codec
from service.store.database import Database, DatabaseRole
from service.store.embedded import embedded
from service.store.migrate import migrate
from service.views.engine import Engine
from tests.benchmarks.filling import UNIT, fill, found_unit
from tests.benchmarks.serving import officer
from tests.support.services import settings_for

ROLES = (Role.INTAKE, Role.PET_HEAD, Role.HANDLER, Role.UNIT_LEAD)


def made(url, home, cases):
    """The store's unit and an officer with a token for each role, after it was filled and followed."""
    migrate(url)
    with closing(Database(url, DatabaseRole.VIEWS)) as views:
        Engine(views, Codec(), VIEWS).prepare()
    with closing(open_service(settings_for(url, home), utc_now)) as service:
        found_unit(service)
        fill(url, home, 0, cases)
        people = {str(role): [str(each) for each in officer(service, role)] for role in ROLES}
        service.engine.catch_up()
        return {"unit": UNIT, "people": people, "day": service.ledger.today().isoformat()}


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="casework-earlier-") as folder:
        home = Path(folder)
        home.chmod(0o755)
        with embedded(home) as server:
            told = made(server.url, home, int(sys.argv[1]))
            print(json.dumps({"url": server.url, "home": str(home), **told}), flush=True)
            sys.stdin.read()
