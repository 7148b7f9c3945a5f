"""The demonstration to take registers and the log out of."""

import pytest

from service.composition import Service


@pytest.fixture
def played(demonstration: Service) -> Service:
    """Every kind of case at every stage; no test changes it."""
    return demonstration
