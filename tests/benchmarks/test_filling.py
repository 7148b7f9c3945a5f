"""What filling writes past every command is as good as what commands write."""

from contextlib import closing
from dataclasses import replace

import pytest

from service.composition import open_service, utc_now
from service.edge.running import Service
from service.store.check import check_log
from tests.benchmarks.filling import fill


@pytest.mark.store
def test_what_was_filled_in_decodes_folds_and_opens(demonstration: Service, database_url: str) -> None:
    settings = demonstration.settings
    assert fill(database_url, settings.master_key_file, demonstration.owner_url, 1) >= 1
    with closing(open_service(replace(settings, database_url=database_url), utc_now)) as filled:
        assert list(check_log(filled.codec, filled.reading, filled.vault)) == []
        filled.engine.prepare()
        assert filled.engine.catch_up() > 100
