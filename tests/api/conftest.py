"""The application on a service of its own, with a unit and officers who hold tokens."""

from collections.abc import Iterator

import pytest

from service.edge.running import Service
from tests.support.api import Api
from tests.support.applications import application_on
from tests.support.databases import Databases
from tests.support.services import TestClock, service_on


@pytest.fixture
def api(service: Service, clock: TestClock) -> Iterator[Api]:
    """The application on the test's own database."""
    with application_on(service) as app:
        yield Api(app, service, clock)


@pytest.fixture(scope="module")
def shared_api(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    """The application on one database for all tests of a module: for those that leave nothing others could see."""
    url, clock = databases.create(), TestClock()
    service = service_on(url, tmp_path_factory.mktemp("shared"), clock)
    with application_on(service) as app:
        yield Api(app, service, clock)
    service.close()
    databases.drop(url)
