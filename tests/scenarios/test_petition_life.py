"""The life of a petition in curl, against a service whose web server and worker are killed in between."""

import pytest

pytestmark = pytest.mark.store


def test_what_was_acknowledged_is_there_once_though_server_and_worker_are_killed(petition_life: str) -> None:
    assert petition_life.count("killed -9") == 1
    assert "acknowledged / found / doubled / missing = 13 / 13 / 0 / 0" in petition_life.splitlines()
