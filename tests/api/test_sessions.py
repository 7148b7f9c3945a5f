"""The API knows tokens alone: a browser's session is neither read nor written there."""

import pytest
from flask.sessions import NullSession

from tests.support.api import Api

pytestmark = pytest.mark.store


def test_the_api_neither_reads_nor_writes_a_session(shared_api: Api) -> None:
    api = shared_api
    answer = api.client.get("/api/v1/petitions", headers={**api.clerk.header, "Cookie": "session=x"})
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")
    for path, is_none in (("/api/v1/petitions", True), ("/petitions", False)):
        with api.app.test_request_context(path) as context:
            assert isinstance(context.session, NullSession) is is_none
