"""The explicit list of every kind of record."""

from collections.abc import Mapping

from service.kinds.batch.kind import BATCHES
from service.kinds.board import Board
from service.kinds.excerpt import ExcerptKind
from service.kinds.fund.kind import FUNDS
from service.kinds.hardship.kind import HARDSHIP_REQUESTS, HOUSEHOLDS
from service.kinds.kind import CaseKind, Kind
from service.kinds.numbering.kind import SERIES
from service.kinds.organisation.kind import ADMINISTRATION, OFFICERS, UNITS, WORKING_DAYS
from service.kinds.petition.kind import PETITIONS
from service.kinds.petition.unsealed import ACCUSATIONS
from service.kinds.register import Register
from service.kinds.supervision.kind import SUPERVISION_CASES

KEPT_APART = ACCUSATIONS
"""What is sealed, and opened by several alone."""

CASES: tuple[CaseKind, ...] = (PETITIONS, SUPERVISION_CASES, HARDSHIP_REQUESTS)
COLLECTIONS: tuple[Kind, ...] = (*CASES, FUNDS, UNITS, OFFICERS)
"""The kinds that have addresses."""
KINDS: tuple[Kind, ...] = (*COLLECTIONS, HOUSEHOLDS, WORKING_DAYS, ADMINISTRATION, BATCHES, SERIES)

REFERRED: Kind = HARDSHIP_REQUESTS
"""What facts of funds and households name in a field `case`."""

REGISTERS: tuple[Register, ...] = tuple(register for kind in KINDS for register in kind.registers)
REGISTERS_BY_CODE: Mapping[str, Register] = {register.code: register for register in REGISTERS}

BOARDS: tuple[Board, ...] = tuple(kind.board for kind in CASES if kind.board)

EXCERPTS: tuple[ExcerptKind, ...] = tuple(excerpt for kind in CASES for excerpt in kind.excerpts)

CASES_BY_NAME: Mapping[str, CaseKind] = {kind.name: kind for kind in CASES}
BY_NAME: Mapping[str, Kind] = {kind.name: kind for kind in COLLECTIONS}
CASES_BY_KIND: Mapping[str, CaseKind] = {kind.aggregate.kind: kind for kind in CASES}
BY_KIND: Mapping[str, Kind] = {kind.aggregate.kind: kind for kind in KINDS}
