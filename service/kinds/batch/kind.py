"""Acts over many records as a kind."""

from domain.batch.aggregate import BATCH
from domain.batch.commands import OpenBatch, RecordTried
from projections.batches import BATCHES as BATCHES_VIEW
from service.kinds.allowance import NOBODY, Relation, allowed
from service.kinds.kind import Kind
from service.kinds.offer import Offer
from service.kinds.openings import CASE_FILE, opening
from service.kinds.organisation.roles import EVERYBODY
from service.kinds.reading import Reading

BATCHES = Kind(
    name="batches",
    aggregate=BATCH,
    description="Acts over many records, with what became of each",
    offers=(Offer(OpenBatch, None, NOBODY), Offer(RecordTried, None, NOBODY)),
    reading=Reading(
        views={BATCHES_VIEW.name: EVERYBODY},
        openings=tuple(opening(EVERYBODY, Relation.RECORDED, CASE_FILE)),
        allowances=tuple(allowed(EVERYBODY, Relation.RECORDED)),
    ),
)
"""Whoever may give the command may give it over many records; nobody opens a batch otherwise. It exists for who gave it
alone: which records it names and which act it is would tell others of what is kept from them. What it did to a record
stands in the history of that record."""
