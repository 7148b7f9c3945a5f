"""A record with some of its fields changed is what `dataclasses.replace` gives."""

from dataclasses import replace

import pytest

from domain.changing import changed
from domain.petition.codes import Status
from domain.petition.state import Petition


def test_what_is_changed_equals_what_replace_gives_and_the_record_stays_as_it_was() -> None:
    before = Petition(has_contact=True)
    after = changed(before, status=Status.RECEIVED, is_extended=True)
    assert after == replace(before, status=Status.RECEIVED, is_extended=True)
    assert before == Petition(has_contact=True)


def test_what_is_no_field_is_refused() -> None:
    with pytest.raises(TypeError, match="no field nothing"):
        changed(Petition(), nothing=1)  # type: ignore[call-arg]
