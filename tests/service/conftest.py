"""A played demonstration to take registers and the log out of; no test changes it."""

from collections.abc import Iterator
from datetime import date

import pytest

from service.composition import Service
from service.demonstration.seeding import seed
from tests.support.databases import Databases
from tests.support.services import TestClock, service_on, settings_for


@pytest.fixture(scope="session")
def played(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """Every kind of case at every stage, until 1 March 2026."""
    url, home, clock = databases.create(), tmp_path_factory.mktemp("played"), TestClock()
    clock.set_day(date(2026, 3, 1))
    seed(settings_for(url, home), clock.today)
    service = service_on(url, home, clock)
    yield service
    service.close()
    databases.drop(url)
