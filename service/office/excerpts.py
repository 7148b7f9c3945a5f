"""Opens papers of cases for readers who know nothing else of a case, one by one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from domain.catalogue import BY_EVENT
from domain.kernel import Aggregate, Command, Recorded, fold
from domain.levels import ReadFor
from domain.roles import Held
from domain.values import KeyClass, Personal
from projections.projection import rows_after
from service.access.case_reader import CaseReader
from service.access.excerpts import held_for_paper, number_in, numbers_for
from service.access.trace import Trace, Visit
from service.access.visibility import roles_for
from service.kinds.case_file import CaseFile
from service.kinds.catalogue import BY_KIND, EXCERPTS
from service.kinds.excerpt import ExcerptKind, SealedText
from service.office.opening import event_of
from service.office.telling_apart import part_of_papers, told_of
from service.sealing.seal import Token
from service.sealing.vault import Vault
from service.store.ledger import Ledger
from service.store.steps import Caller, UnknownStream


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper for one reader: its row, its texts as far as they open, and what is left of the case beside it.

    `wants` are the levels of texts that would open with a purpose.
    """

    excerpt: ExcerptKind
    number: int
    row: Mapping[str, Any]
    texts: Mapping[str, Any]
    wants: Sequence[str]
    case: CaseFile


@dataclass(frozen=True, slots=True)
class _Folded:
    stream: UUID
    aggregate: Aggregate[Any]
    history: Sequence[Recorded]
    state: Any


class Excerpts:
    """Opens papers: each is decided on the folded case, and what is confidential in it is recorded first."""

    def __init__(self, ledger: Ledger, vault: Vault, trace: Trace) -> None:
        self._ledger = ledger
        self._vault = vault
        self._trace = trace

    def open(
        self, excerpt: ExcerptKind, stream: UUID, number: int, caller: Caller, purpose: ReadFor | None = None
    ) -> Paper:
        """The paper of that number. Raises UnknownStream where none exists for the caller, and TraceUnavailable."""
        folded = self._folded(excerpt.kind, stream)
        held = held_for_paper(caller, excerpt, folded.state, number)
        if not held:
            raise UnknownStream(stream.hex)
        visit = _visit(caller, held, excerpt, stream)
        reader = CaseReader(self._trace, visit, is_protected=False, said=purpose, is_once=True)
        opened = self._opened(excerpt, folded, held, number, reader)
        row = rows_after(excerpt.view, folded.history, folded.state)[excerpt.row_id(stream, number)]
        return Paper(excerpt, number, row, opened, reader.wants, _left(excerpt, folded, caller))

    def beside(
        self, kind: str, stream: UUID, caller: Caller, command: type[Command[Any]]
    ) -> tuple[ExcerptKind, CaseFile]:
        """What is left of the case for whoever gives the command on a paper of it. Raises UnknownStream."""
        of_kind = [each for each in EXCERPTS if each.kind == kind and command in each.commands]
        folded = self._folded(kind, stream) if of_kind else None
        for excerpt in of_kind:
            if folded is not None and numbers_for(caller, excerpt, folded.state):
                return excerpt, _left(excerpt, folded, caller)
        raise UnknownStream(stream.hex)

    def _folded(self, kind: str, stream: UUID) -> _Folded:
        aggregate, history = BY_KIND[kind].aggregate, self._ledger.history(stream)
        if not history or BY_EVENT[type(history[0].event)] is not aggregate:
            raise UnknownStream(stream.hex)
        return _Folded(stream, aggregate, history, fold(aggregate, (each.event for each in history)))

    def _opened(
        self, excerpt: ExcerptKind, folded: _Folded, held: frozenset[Held], number: int, reader: CaseReader
    ) -> dict[str, Any]:
        """By name each text that there is: what it says, or None where it does not open now."""
        found = {text.name: token for text in excerpt.texts if (token := _last(text, folded.history, number))}
        holding = BY_KIND[excerpt.kind].reading.holding(folded.state)
        roles = {each.role for each in held}
        rows = [row for row in excerpt.openings if row.role in roles and row.when in holding]

        def is_allowed(token: Token, key_class: KeyClass) -> bool:
            return any(row.opens(key_class, event_of(token), token.sealed.f) for row in rows)

        opened = self._vault.open_allowed(set(found.values()), is_allowed, reader)
        return {name: opened[token] for name, token in found.items()}


def _visit(caller: Caller, held: frozenset[Held], excerpt: ExcerptKind, stream: UUID) -> Visit:
    """The caller at a paper that lies before the own unit."""
    here = sorted(held)
    roles = tuple(dict.fromkeys(each.role.value for each in here))
    return Visit(caller.officer, roles, excerpt.path, stream, here[0].unit, is_own=True)


def _last(text: SealedText, history: Sequence[Recorded], number: int) -> Token | None:
    """The token of the text in the last event of its class, or in the one that bears the number."""
    return next(_tokens(text, reversed(history), number), None)


def _tokens(text: SealedText, events: Iterator[Recorded], number: int) -> Iterator[Token]:
    for event in (recorded.event for recorded in events):
        if isinstance(event, text.event) and (not text.of_paper or number_in(event) == number):
            held = getattr(event, text.field)
            if isinstance(held, Personal) and isinstance(held.token, Token):
                yield held.token


def _left(excerpt: ExcerptKind, folded: _Folded, caller: Caller) -> CaseFile:
    """What the caller's forms and versions are made of: the papers, and nothing else of the case."""
    numbers = numbers_for(caller, excerpt, folded.state)
    is_known = bool(roles_for(caller, excerpt.kind, folded.state))
    part = part_of_papers(caller, folded.state, excerpt)
    told = tuple(folded.history if is_known else told_of(part, folded.history))
    state = excerpt.left(folded.state, numbers)
    number = "" if excerpt.is_blind else getattr(folded.history[0].event, "case_no", "")
    row = {"case_no": number, "status": folded.aggregate.status_of(folded.state)}
    return CaseFile(folded.stream, folded.aggregate, told, state, row)
