"""What a case may know of a series of official numbers (文号): of which documents, unit and year, and how far it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from uuid import NAMESPACE_URL, UUID, uuid5

from domain.scopes import NOWHERE, Scope
from domain.values import UnitRef

SERIES = uuid5(NAMESPACE_URL, "casework:number-series")
SERIES_KIND = "number_series"


class Document(StrEnum):
    """Kinds of document that bear an official number, each in a series of its own (文书种类)."""

    TELLING = "TELLING"
    FORWARDING = "FORWARDING"
    NON_ACCEPTANCE = "NON_ACCEPTANCE"
    EXTENSION = "EXTENSION"
    OPINION = "OPINION"
    CHECK_NOTICE = "CHECK_NOTICE"
    OPINION_LETTER = "OPINION_LETTER"
    ON_FILE = "ON_FILE"
    REFUSAL = "REFUSAL"


SIGNS: Mapping[Document, str] = MappingProxyType(
    {
        Document.TELLING: "信告",
        Document.FORWARDING: "信转",
        Document.NON_ACCEPTANCE: "信拒",
        Document.EXTENSION: "信延",
        Document.OPINION: "信意",
        Document.CHECK_NOTICE: "监检",
        Document.OPINION_LETTER: "监督",
        Document.ON_FILE: "帮档",
        Document.REFUSAL: "帮拒",
    }
)
"""What stands for the kind of document in a number (机关代字), after the code of the unit."""


class SeriesStatus(StrEnum):
    """A series begins with its first number and is never closed: its year is over by itself."""

    NEW = "NEW"
    RUNNING = "RUNNING"


@dataclass(frozen=True, slots=True)
class NumberSeries:
    """The last number that was taken; those up to it were taken once each, and stay taken where they are voided."""

    status: SeriesStatus = SeriesStatus.NEW
    last: int = 0
    voided: int = 0
    scope: Scope = NOWHERE


def series_stream(document: Document, unit: UnitRef, year: int) -> UUID:
    """The stream of a series: one per kind of document, unit and year."""
    return uuid5(SERIES, f"{document}\x1f{unit.hex}\x1f{year}")


def official(unit_code: str, document: Document, year: int, number: int) -> str:
    """A number as it stands on a paper, such as `HS信告〔2026〕7号`."""
    return f"{unit_code}{SIGNS[document]}〔{year}〕{number}号"
