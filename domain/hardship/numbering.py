"""Official numbers of the documents of a hardship request: which facts are documents, and of which series."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar

from domain.cases import numbering
from domain.hardship import events as e
from domain.hardship.codes import Status
from domain.hardship.state import Hardship
from domain.kernel import Event
from domain.series import Document

DOCUMENTS: Mapping[type[Event], Document] = MappingProxyType(
    {e.FileApproved: Document.ON_FILE, e.Refused: Document.REFUSAL}
)
STANDING = frozenset(Status) - {Status.NEW, Status.VOID}


@dataclass(frozen=True, slots=True, repr=False)
class NumberDocument(numbering.NumberDocument[Hardship]):
    allowed_in: ClassVar = STANDING
    numbered: ClassVar = e.DocumentNumbered
    documents: ClassVar = DOCUMENTS
    records: ClassVar[tuple[type[Event], ...]] = (e.DocumentNumbered,)


@dataclass(frozen=True, slots=True, repr=False)
class VoidNumber(numbering.VoidNumber[Hardship]):
    allowed_in: ClassVar = STANDING
    voided: ClassVar = e.NumberVoided
    records: ClassVar[tuple[type[Event], ...]] = (e.NumberVoided,)
