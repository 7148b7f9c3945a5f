"""One act over many records: each is carried out by itself, and what became of it is recorded with what it changed."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from domain.actors import OfficerActing
from domain.batch.aggregate import BATCH
from domain.batch.commands import Item, OpenBatch, RecordTried, TriedItem
from domain.batch.events import Opened
from domain.batch.state import Batch
from domain.catalogue import BY_EVENT, BY_KIND
from domain.kernel import Command, Recorded, Rejected, fold
from domain.values import UnitRef
from service.access.acting import RoleNeeded, RoleRefused, acting, meant
from service.access.decisions import Denied
from service.access.scopes import is_kept_from
from service.access.texts import texts_open
from service.access.visibility import may_know
from service.kinds.kind import Kind
from service.office.giving import Asked, Giving
from service.office.opening import event_of
from service.sealing.keys import KeyDestroyed
from service.sealing.readers import Everyday, Passing
from service.sealing.seal import Token
from service.sealing.vault import Vault
from service.store.ledger import Ledger
from service.store.repeats import digest_of
from service.store.steps import Caller, KeyReused, StaleVersion, Step, UnknownStream, created_stream

OF_THE_UNKNOWN = frozenset({"not_found", "role_needed", "role_refused"})
"""What stands against an item of which whoever gave the batch knew nothing, whether or not there is such a record."""
TOGETHER = 25
"""After so many items it is recorded what stood against some of them; a repeat tries no more of these again."""
REFUSALS = (Rejected, StaleVersion, UnknownStream, KeyReused, Denied, RoleNeeded, RoleRefused, KeyDestroyed)
"""What stands against one item and against no other; whatever else happens ends the request, which is repeated."""


@dataclass(frozen=True, slots=True)
class ItemAsked:
    """What is asked of one record, seen at a version."""

    case: UUID
    seen: int
    command: Command[Any]


@dataclass(frozen=True, slots=True)
class BatchAsked:
    """Items of one kind and one class of command, who asks, and the key by which a repeat of the whole is known."""

    kind: Kind
    command: type[Command[Any]]
    items: Sequence[ItemAsked]
    caller: Caller
    key: str
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class ItemTold:
    """An item, and what became of it, where it was tried: nothing stood against it, or code and reason of what did."""

    number: int
    case: UUID
    seen: int
    is_tried: bool = False
    refusal: str | None = None
    reason: str | None = None

    @property
    def is_done(self) -> bool:
        """Whether it was carried out."""
        return self.is_tried and self.refusal is None


@dataclass(frozen=True, slots=True)
class BatchFile:
    """A batch for one reader; `position` is the last one that this request has written, 0 where it wrote nothing."""

    stream: UUID
    opening: Any
    reference: str | None
    items: Sequence[ItemTold]
    position: int = 0

    @property
    def done(self) -> int:
        """How many items were carried out."""
        return sum(item.is_done for item in self.items)

    @property
    def refused(self) -> int:
        """Against how many items something stood."""
        return sum(item.refusal is not None for item in self.items)

    @property
    def is_done(self) -> bool:
        """Whether every item was tried."""
        return all(item.is_tried for item in self.items)


Telling = Callable[[Exception], tuple[str, str]]
"""Code and reason of what stood against an item, in the words of whoever asked."""


class Batches:
    """Carries out batches, and tells what became of them."""

    def __init__(self, ledger: Ledger, giving: Giving, vault: Vault) -> None:
        self._ledger = ledger
        self._giving = giving
        self._vault = vault

    def carry_out(self, asked: BatchAsked, telling: Telling) -> BatchFile:
        """What became of each item; the same key and items give the same again, and go on where they came to.

        Raises Denied, RoleRefused, KeyReused, the refusals of OpenBatch, and what the ledger raises but for items.
        """
        by = acting(asked.caller, meant(asked.caller, asked.command)[0])
        stream = self._opened(asked, by)
        tried, position = _folded(self._ledger.history(stream)).tried, 0
        left = [number for number in range(1, len(asked.items) + 1) if number not in tried]
        for first in range(0, len(left), TOGETHER):
            refused, reached = self._tried(asked, stream, left[first : first + TOGETHER], telling)
            if reached:
                self._giving.settle(asked.kind, asked.command, reached)
            if refused:
                reached = self._ledger.execute([Step(stream, RecordTried(tuple(refused)))], by).position
            position = max(position, reached)
        return self._file(stream, self._ledger.history(stream), asked.caller, position, left)

    def open(self, stream: UUID, caller: Caller) -> BatchFile:
        """The batch as it stands, its texts opened for the caller. Raises UnknownStream for whom there is none."""
        history = self._ledger.history(stream)
        if not history or BY_EVENT[type(history[0].event)] is not BATCH:
            raise UnknownStream(stream.hex)
        if not may_know(caller, BATCH.kind, _folded(history)):
            raise UnknownStream(stream.hex)
        return self._file(stream, history, caller)

    def _opened(self, asked: BatchAsked, by: OfficerActing) -> UUID:
        stream = created_stream(by, asked.key)
        opening = OpenBatch(
            unit=UnitRef(by.unit),
            kind=asked.kind.aggregate.kind,
            command=asked.command.__name__,
            entries=tuple(Item(each.case, each.seen) for each in asked.items),
            asked=digest_of([each.command for each in asked.items]),
            reference=asked.reference,
        )
        try:
            self._ledger.execute([Step(stream, opening)], by, asked.key)
        except UnknownStream as error:
            raise KeyReused from error  # the key opened a record of another kind before
        return stream

    def _tried(
        self, asked: BatchAsked, stream: UUID, numbers: Sequence[int], telling: Telling
    ) -> tuple[list[TriedItem], int]:
        """Carries out these items; those against which something stood, and the last position that was written."""
        refused, position = [], 0
        for number in numbers:
            given = _given(asked, stream, number)
            try:
                position = max(position, self._giving.store(given).position)
            except REFUSALS as refusal:
                code, reason = telling(self._of_known(refusal, given))
                refused.append(TriedItem(number, code, reason))
        return refused, position

    def _of_known(self, refusal: Exception, given: Asked) -> Exception:
        """The refusal; of a record that whoever asks knows of, that no role allows the step there."""
        if isinstance(refusal, UnknownStream) and self._giving.is_known(given):
            return Denied(type(given.command).__name__)
        return refusal

    def _file(
        self,
        stream: UUID,
        history: Sequence[Recorded],
        caller: Caller,
        position: int = 0,
        fresh: Collection[int] = (),
    ) -> BatchFile:
        state, opening = _folded(history), cast(Opened, history[0].event)
        outcomes = state.tried.values()
        sealed = [each.reason for each in outcomes] + [opening.reference]
        opens = texts_open(caller, BATCH.kind, state)
        tokens = [each.token for each in sealed if each is not None and isinstance(each.token, Token)]
        reader = Passing(None if caller.is_service else caller.officer, Everyday.LISTING)
        texts = self._vault.open_allowed(
            tokens, lambda token, key_class: opens(key_class, event_of(token), token.sealed.f), reader
        )

        def told(text: Any) -> str | None:
            found = None if text is None else texts.get(text.token)
            return None if found is None else str(found)

        def items() -> Iterator[ItemTold]:
            for number, item in enumerate(state.entries, 1):
                tried = state.tried.get(number)
                became = (True, tried.refusal, told(tried.reason)) if tried else ()
                told_of = ItemTold(number, item.case, item.seen, *became)
                if number in fresh or not self._is_kept(told_of, opening.kind, caller):
                    yield told_of

        return BatchFile(stream, opening, told(opening.reference), list(items()), position)

    def _is_kept(self, item: ItemTold, kind: str, caller: Caller) -> bool:
        """Whether the caller knew of the item's record when it was tried, and is kept from it since."""
        if not item.is_tried or item.refusal in OF_THE_UNKNOWN:
            return False
        scope = self._ledger.existing.scope(BY_KIND[kind], item.case)
        return scope is not None and is_kept_from(caller, scope)


def _folded(history: Sequence[Recorded]) -> Batch:
    return fold(BATCH, (each.event for each in history))


def _given(asked: BatchAsked, stream: UUID, number: int) -> Asked:
    """The item as a command of its own; with it is stored that it was carried out."""
    item = asked.items[number - 1]
    tried = Step(stream, RecordTried((TriedItem(number),)))
    key = f"{stream.hex}/{number}"
    return Asked(asked.kind, item.command, asked.caller, key, item.case, item.seen, also=(tried,))
