"""What the database cannot tell: neither success nor failure, and settled by the same key."""

import pytest

from tests.support.api import Api, problem, received
from tests.support.databases import unheard

pytestmark = pytest.mark.store


def test_an_append_of_unknown_outcome_is_said_so_and_the_same_key_settles_it(api: Api) -> None:
    clerk = api.clerk
    with unheard(api.service.url):
        answer = api.post("/petitions", clerk, received(), key="one", Accept_Language="en")
    told = problem(answer, 503, "outcome_unknown")
    assert "same Idempotency-Key" in told["detail"]
    assert int(answer.headers["Retry-After"]) >= 1
    again = api.post("/petitions", clerk, received(), key="one")
    assert again.status_code == 201, again.text
    assert len(api.items("/petitions", clerk)) == 1
