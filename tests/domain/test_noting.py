"""A note is kept as it was written while the case is open, moves nothing, and is not told to the supervised unit."""

from datetime import timedelta
from typing import Any

import pytest

from domain.hardship import noting as hardship
from domain.hardship.aggregate import HARDSHIP
from domain.kernel import Aggregate, Event, FactInTheFuture, fold
from domain.petition import noting as petition
from domain.petition.aggregate import PETITION
from domain.supervision import noting as supervision
from domain.supervision.aggregate import SUPERVISION
from domain.supervision.events import Replied
from domain.supervision.telling import TOLD as TOLD_TO_THE_UNIT
from domain.values import written
from tests.support import hardships, petitions
from tests.support import supervision as checks
from tests.support.given import TODAY, given

TOLD = "打了两次电话，无人接听"
KINDS = [
    (PETITION, petition.WriteNote, petition.Noted, petitions.handling()),
    (SUPERVISION, supervision.WriteNote, supervision.Noted, checks.registered()),
    (HARDSHIP, hardship.WriteNote, hardship.Noted, hardships.applied()),
]


@pytest.mark.parametrize(("kind", "write", "noted", "history"), KINDS, ids=lambda each: getattr(each, "kind", ""))
def test_a_note_is_kept_and_moves_nothing(
    kind: Aggregate[Any], write: Any, noted: Any, history: tuple[Event, ...]
) -> None:
    before = fold(kind, history)
    fact = noted(written(before.known_subject, "note", TOLD), TODAY)
    given(kind, history).when(write(TOLD, TODAY)).then(fact)
    assert fold(kind, [fact], before) == before
    given(kind, history).when(write(TOLD, TODAY + timedelta(days=1))).refuses(FactInTheFuture)


def test_a_note_is_not_told_to_the_supervised_unit() -> None:
    assert supervision.Noted not in TOLD_TO_THE_UNIT
    assert Replied in TOLD_TO_THE_UNIT
