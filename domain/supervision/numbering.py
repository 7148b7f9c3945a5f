"""Official numbers of the documents of a check: which facts are documents, and of which series."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar

from domain.cases import numbering
from domain.kernel import Event
from domain.series import Document
from domain.supervision import events as e
from domain.supervision.codes import Status
from domain.supervision.state import Supervision

DOCUMENTS: Mapping[type[Event], Document] = MappingProxyType(
    {e.Started: Document.CHECK_NOTICE, e.NoticeIssued: Document.OPINION_LETTER}
)
STANDING = frozenset(Status) - {Status.NEW, Status.VOID}


@dataclass(frozen=True, slots=True, repr=False)
class NumberDocument(numbering.NumberDocument[Supervision]):
    allowed_in: ClassVar = STANDING
    numbered: ClassVar = e.DocumentNumbered
    documents: ClassVar = DOCUMENTS
    records: ClassVar[tuple[type[Event], ...]] = (e.DocumentNumbered,)


@dataclass(frozen=True, slots=True, repr=False)
class VoidNumber(numbering.VoidNumber[Supervision]):
    allowed_in: ClassVar = STANDING
    voided: ClassVar = e.NumberVoided
    records: ClassVar[tuple[type[Event], ...]] = (e.NumberVoided,)
