"""Official numbers of the documents of a petition: which facts are documents, and of which series."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar

from domain.cases import numbering
from domain.kernel import Event
from domain.petition import events as e
from domain.petition.codes import Status
from domain.petition.state import Petition
from domain.series import Document

DOCUMENTS: Mapping[type[Event], Document] = MappingProxyType(
    {
        e.NoticeSent: Document.TELLING,
        e.Forwarded: Document.FORWARDING,
        e.NotAccepted: Document.NON_ACCEPTANCE,
        e.Extended: Document.EXTENSION,
        e.DecisionIssued: Document.OPINION,
    }
)
STANDING = frozenset(Status) - {Status.NEW, Status.VOID}


@dataclass(frozen=True, slots=True, repr=False)
class NumberDocument(numbering.NumberDocument[Petition]):
    allowed_in: ClassVar = STANDING
    numbered: ClassVar = e.DocumentNumbered
    documents: ClassVar = DOCUMENTS
    records: ClassVar[tuple[type[Event], ...]] = (e.DocumentNumbered,)


@dataclass(frozen=True, slots=True, repr=False)
class VoidNumber(numbering.VoidNumber[Petition]):
    allowed_in: ClassVar = STANDING
    voided: ClassVar = e.NumberVoided
    records: ClassVar[tuple[type[Event], ...]] = (e.NumberVoided,)
