"""The lives of two hardship requests in curl, against a service whose web server and worker are killed in between."""

import pytest

pytestmark = pytest.mark.store


def test_what_was_acknowledged_is_there_once_though_server_and_worker_are_killed(hardship_life: str) -> None:
    assert hardship_life.count("killed -9") == 2
    assert "acknowledged / found / doubled / missing = 25 / 25 / 0 / 0" in hardship_life.splitlines()
