"""How much aid is possible: caps per kind, measured by the dibao line or by what the family bears itself."""

from collections.abc import Iterable

from domain.hardship.aids import Aid
from domain.hardship.codes import ALLOWED_KINDS, NOT_IN_MONEY, AidKind, AidStatus, Category
from domain.kernel import Rejected
from domain.parameters import Parameters, Ratio

COUNTED = frozenset(AidStatus) - {AidStatus.CANCELLED}
MEASURED = frozenset({AidKind.A2, AidKind.A11})
"""Medical and accident aid are measured by an amount that the family bears."""


class KindNotInMoney(Rejected):
    code = "kind_not_in_money"
    says = "{kind} is not given in money, so nothing is planned from a fund."


class KindNotForCategory(Rejected):
    code = "kind_not_for_category"
    says = "Category {category} does not allow {kind}. Possible: {allowed}."


class OneKindForRelative(Rejected):
    code = "one_kind_for_relative"
    says = "A household in relative hardship is given one kind of aid in a year; {kind} was planned already."


def kind_fits(kind: AidKind, category: Category, earlier: Iterable[Aid]) -> None:
    """The kind is paid in money, allowed for the category, and the only one of the year for a relative hardship."""
    if kind in NOT_IN_MONEY:
        raise KindNotInMoney(kind=kind)
    allowed = ALLOWED_KINDS[category]
    if kind not in allowed:
        raise KindNotForCategory(category=category, kind=kind, allowed=", ".join(sorted(allowed)))
    other = next((aid.kind for aid in earlier if aid.kind is not kind), None)
    if category is Category.H2 and other is not None:
        raise OneKindForRelative(kind=other)


class AidBasisMissing(Rejected):
    code = "aid_basis_missing"
    says = (
        "Give the amount that {kind} is measured by: "
        "the own share of this year's bills together, or the loss after compensation."
    )


def within_caps(
    kind: AidKind, category: Category, amount_fen: int, used_fen: int, by: tuple[Parameters, int, int | None]
) -> None:
    """The amount, with `used_fen` planned or paid for the kind this year, stays within every cap.

    `by` holds the parameters, the dibao line per month and, for measured kinds, the amount that the family bears:
    the own share of this year's bills together, or what one loss left uncompensated.
    """
    parameters, dibao_line_fen, basis_fen = by
    if kind in MEASURED:
        if basis_fen is None:
            raise AidBasisMissing(kind=kind)
        _within_share(kind, _share(kind, category, parameters, basis_fen), used_fen, amount_fen)
    cap = _cap_of_the_year(kind, category, parameters, dibao_line_fen)
    if cap is not None:
        _at_most(kind, cap, used_fen, amount_fen)


class AidShareExceeded(Rejected):
    code = "aid_share_exceeded"
    says = "{kind}: at most {limit_fen} are possible for this loss; {asked_fen} are asked for."


def _within_share(kind: AidKind, share_fen: int, used_fen: int, asked_fen: int) -> None:
    """Bills are those of the year, so that no splitting of them makes more possible; every loss is one of its own."""
    if kind is AidKind.A2:
        _at_most(kind, share_fen, used_fen, asked_fen)
    elif asked_fen > share_fen:
        raise AidShareExceeded(kind=kind, limit_fen=share_fen, asked_fen=asked_fen)


class AidCapExceeded(Rejected):
    code = "aid_cap_exceeded"
    says = (
        "{kind}: at most {limit_fen} are possible, {used_fen} are planned or paid this year; {asked_fen} are asked for."
    )


def _at_most(kind: AidKind, limit_fen: int, used_fen: int, asked_fen: int) -> None:
    if used_fen + asked_fen > limit_fen:
        raise AidCapExceeded(kind=kind, limit_fen=limit_fen, used_fen=used_fen, asked_fen=asked_fen)


def _share(kind: AidKind, category: Category, parameters: Parameters, basis_fen: int) -> int:
    """The most whole fen within the share: all of a deep family's own bills, else the local shares."""
    if kind is AidKind.A11:
        share = parameters.accident_loss_share
    else:
        share = Ratio(1, 1) if category is Category.H1 else parameters.medical_share_relative
    return share.part * basis_fen // share.whole


def _cap_of_the_year(kind: AidKind, category: Category, parameters: Parameters, dibao_line_fen: int) -> int | None:
    is_deep = category is Category.H1
    match kind:
        case AidKind.A1:
            months = parameters.living_cap_months_deep if is_deep else parameters.living_cap_months_relative
            return months * dibao_line_fen
        case AidKind.A3:
            months = parameters.study_cap_months_deep if is_deep else parameters.study_cap_months_relative
            return months * dibao_line_fen
        case AidKind.A4:
            return parameters.training_cap_fen
        case AidKind.A11:
            return parameters.accident_cap_fen
    return None
