"""The pages on a service with a small group."""

from collections.abc import Iterator

import pytest

from service.edge.running import Service
from tests.support.applications import application_on
from tests.support.browser import Browser
from tests.support.databases import Databases
from tests.support.group import founded
from tests.support.pages import Site
from tests.support.services import TestClock, service_on


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A browser for all tests of the process."""
    with Browser.started() as started:
        yield started


@pytest.fixture
def site(service: Service) -> Iterator[Site]:
    """The pages on the test's own database."""
    with application_on(service) as app:
        yield Site(app, founded(service))


@pytest.fixture(scope="module")
def shared_site(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The pages on one database for all tests of a module: for those that leave nothing others could see."""
    url, clock = databases.create(), TestClock()
    service = service_on(url, tmp_path_factory.mktemp("shared"), clock)
    with application_on(service) as app:
        yield Site(app, founded(service))
    service.close()
    databases.drop(url)
