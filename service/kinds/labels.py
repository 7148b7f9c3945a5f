"""The one list of the tables of labels, and the labels as the doors hand them on."""

from collections.abc import Mapping

from service.kinds.batch.labels import BATCH
from service.kinds.codes import FAMILIES
from service.kinds.fund.labels import FUND
from service.kinds.hardship.labels import HARDSHIP
from service.kinds.numbering.labels import NUMBERING
from service.kinds.organisation.labels import ORGANISATION
from service.kinds.petition.labels import PETITION
from service.kinds.supervision.labels import SUPERVISION
from service.words.labels import Labels, Table
from service.words.shared_labels import SHARED

TABLES: Mapping[str, Table] = {
    "petition": PETITION,
    "supervision": SUPERVISION,
    "hardship": HARDSHIP,
    "fund": FUND,
    "organisation": ORGANISATION,
    "batch": BATCH,
    "numbering": NUMBERING,
    "": SHARED,
}
"""By the folder of the kinds that they are of; what kinds share stands under the empty name."""

LABELS = Labels(TABLES.values(), FAMILIES)
