"""The aids of a request as the queue remembers them: `number=status/fen/fund/emergency`, separated by spaces."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from uuid import UUID

from domain.hardship.codes import UNPAID, AidStatus


@dataclass(frozen=True, slots=True)
class KeptAid:
    """How far an aid has come, and which money it asks for."""

    status: AidStatus
    amount_fen: int
    fund: UUID
    is_emergency: bool


KeptAids = Mapping[int, KeptAid]


@lru_cache(maxsize=1_024)
def aids_in(text: str) -> KeptAids:
    """The aids by their numbers, in the order in which they were planned."""
    found = {}
    for each in text.split():
        number, _, told = each.partition("=")
        status, amount, fund, emergency = told.split("/")
        found[int(number)] = KeptAid(AidStatus(status), int(amount), UUID(fund), emergency == "1")
    return found


def kept(aids: KeptAids) -> str:
    """The text that `aids_in` reads."""
    return " ".join(
        f"{number}={aid.status}/{aid.amount_fen}/{aid.fund.hex}/{int(aid.is_emergency)}" for number, aid in aids.items()
    )


def stepped(aids: KeptAids, number: int, status: AidStatus) -> dict[int, KeptAid]:
    """The aids after one of them moved on."""
    return {**aids, number: replace(aids[number], status=status)}


def without_unpaid(aids: KeptAids) -> dict[int, KeptAid]:
    """The aids of a request that has ended: what was not paid is not paid any more."""
    return {
        number: replace(aid, status=AidStatus.CANCELLED) if aid.status in UNPAID else aid
        for number, aid in aids.items()
    }


def among(aids: KeptAids, statuses: Collection[AidStatus]) -> list[KeptAid]:
    """Those that stand in one of the statuses."""
    return [aid for aid in aids.values() if aid.status in statuses]


def total(aids: KeptAids, statuses: Collection[AidStatus]) -> int:
    """What those amount to, in fen."""
    return sum(aid.amount_fen for aid in among(aids, statuses))
