"""Acts over many records as a kind."""

from domain.batch.aggregate import BATCH
from domain.batch.commands import OpenBatch, RecordTried
from domain.roles import Role
from projections.batches import BATCHES as BATCHES_VIEW
from service.kinds.allowance import NOBODY, Allowance, Relation, allowed
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
        allowances=(*allowed(EVERYBODY, Relation.RECORDED), Allowance(Role.AUDITOR, Relation.BELOW)),
    ),
)
"""Whoever may give the command may give it over many records; nobody opens a batch otherwise. Only who gave it reads
what stood against an item; auditors know that it was given."""
