"""Cases that stand in every way to a plant and to an officer who holds a role for it, each by what it is called."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import product
from uuid import UUID

from domain.growing import Growing
from domain.roles import Held, Role
from domain.scopes import Excerpt, Laid, Openness, Scope
from domain.unit_tree import UnitTree
from domain.values import OfficerRef, UnitRef
from service.sealing.marks import KeyedMarks
from service.store.steps import Caller

GROUP, PLANT, SHOP, MINE = (UnitRef(UUID(int=number)) for number in range(1, 5))
NAMES = {GROUP: "above", PLANT: "own", SHOP: "below", MINE: "other"}
TREE = UnitTree({GROUP: None, PLANT: GROUP, SHOP: PLANT, MINE: GROUP})
ME, OTHER = OfficerRef(UUID(int=7)), OfficerRef(UUID(int=8))
MARKS = KeyedMarks(lambda: b"a secret")
LETTER = UUID(int=10)
TIES = {
    "petition": ("", "assigned", "asked", "sent"),
    "supervision": ("", "assigned", "recorded", "asked"),
    "hardship": ("", "asked", "heard", "a paper laid"),
}


def caller(role: Role, works_in: UnitRef = MINE) -> Caller:
    """Who holds the role for the plant."""
    return Caller(ME, frozenset({Held(role, PLANT)}), works_in, units=TREE, marks=MARKS)


def standings(kind: str) -> Iterator[tuple[str, Scope]]:
    """Cases of the kind that stand in every way to the plant and to the officer, none looking into any unit there."""
    for openness, owner, tie in product(Openness, NAMES, TIES[kind]):
        if kind == "petition" or openness is Openness.OPEN:
            scope = _tied(Scope(openness, owner, recorder=OTHER).assigning(OTHER), tie)
            name = f"{openness.lower()}, {NAMES[owner]} unit's{tie and f', {tie}'}"
            yield name, scope if kind == "hardship" else _before(scope, kind)


def _tied(scope: Scope, tie: str) -> Scope:
    match tie:
        case "assigned":
            return scope.assigning_alone(ME)
        case "recorded":
            return replace(scope, recorder=ME)
        case "asked":
            return scope.asking(*Role)
        case "sent":
            return scope.sent_to(scope.owner or MINE)
        case "heard":
            return replace(scope, heard=Growing(dict.fromkeys(sorted(Role))))
        case "a paper laid":
            laid = [Laid(each, 1, scope.owner or MINE, named=(ME,)) for each in Excerpt]
            return replace(scope, papers=Growing({(each.excerpt, 1): each for each in laid}))
    return scope


def _before(scope: Scope, kind: str) -> Scope:
    owner = scope.owner or MINE
    return scope.before(owner) if kind == "petition" else replace(scope, supervised=UnitRef(UUID(int=9)))


def told(kind: str, names: Collection[str]) -> str:
    """Those standings in short: an owner alone where every tie to it is among them, by how open they are."""
    by_openness: dict[str, list[str]] = {}
    for name in names:
        openness, _, rest = name.partition(", ")
        by_openness.setdefault(openness, []).append(rest)
    short = {openness: ", ".join(_short(kind, rests)) for openness, rests in by_openness.items()}
    alike = {rest: [openness for openness in short if short[openness] == rest] for rest in short.values()}
    return "; ".join(f"{'/'.join(openness)}: {rest}" for rest, openness in alike.items())


def _short(kind: str, rests: Collection[str]) -> Iterator[str]:
    for name in NAMES.values():
        ties = [tie for tie in TIES[kind] if f"{name} unit's{tie and f', {tie}'}" in rests]
        if len(ties) == len(TIES[kind]):
            yield f"{name} unit's"
        elif ties:
            yield f"{name} unit's ({', '.join(tie or 'untied' for tie in ties)})"


def scopes(kind: str) -> Iterator[tuple[str, Scope]]:
    """The same, and checks that look into each of those units, told to it or not."""
    for name, scope in standings(kind):
        if kind != "supervision":
            yield name, scope
            continue
        for looked_into, is_told in product((GROUP, PLANT, SHOP, MINE), (False, True)):
            seen = replace(scope, supervised=looked_into)
            of = f"{name}, into {NAMES[looked_into]} unit{', begun' if is_told else ''}"
            yield of, seen.before(looked_into) if is_told else seen
