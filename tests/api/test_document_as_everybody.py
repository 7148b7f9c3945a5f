"""The whole OpenAPI document as everybody: whatever it lets be sent is answered as it says, and nothing breaks."""

import os
from itertools import cycle

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import status_code_conformance

from domain.roles import Role
from tests.support.api import Api

pytestmark = pytest.mark.store

EXAMPLES = int(os.environ.get("CASEWORK_TEST_EXAMPLES", "2"))
"""How many requests are made to each address; the soak makes more."""


def test_every_address_answers_as_the_document_says_to_everybody(shared_api: Api) -> None:
    officers = cycle([shared_api.officer(role) for role in Role])
    document = schemathesis.openapi.from_wsgi("/api/openapi.json", shared_api.app)
    tried = 0
    for found in document.get_all_operations():
        operation = found.ok()

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(operation.as_strategy())
        def answered(case: schemathesis.Case) -> None:
            officer = next(officers)
            response = case.call(headers=officer.header)
            case.validate_response(response, checks=[not_a_server_error, status_code_conformance])

        answered()
        tried += 1
    assert tried > 100
