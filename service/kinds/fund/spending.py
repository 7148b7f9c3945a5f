"""What a fund was spent on: how much for each kind of aid."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from domain.hardship.codes import GIVEN, AidKind, AidStatus
from service.kinds.board import Says
from service.words.speech import Words

BY = ("kind", "status")
"""The columns of aids by whose values they are summed up."""
PARTS = ("aids", "promised_fen", "paid_fen")


@dataclass(frozen=True, slots=True)
class OfKind:
    """What a fund has given for one kind of aid."""

    kind: str
    aids: Annotated[int, Says("How many, promised or paid.")]
    promised_fen: int
    paid_fen: int


def by_kind(totals: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The totals of a fund's aids by kind and status; what was cancelled or is planned alone is no part of it."""
    found: dict[str, dict[str, Any]] = {}
    for row in totals:
        status = AidStatus(row["status"])
        part = "paid_fen" if status in GIVEN else "promised_fen" if status is AidStatus.APPROVED else ""
        if part:
            of_kind = found.setdefault(row["kind"], {"kind": row["kind"], **dict.fromkeys(PARTS, 0)})
            of_kind["aids"] += row["number"]
            of_kind[part] += row["amount"]
    return list(found.values())


def spoken(words: Words, spent: Iterable[Mapping[str, Any]]) -> list[tuple[Any, ...]]:
    """What each kind is called, how many aids, and what was promised and paid in fen."""
    return [(words.code(AidKind(each["kind"])), *(each[name] for name in PARTS)) for each in spent]
