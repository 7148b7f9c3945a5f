"""Kinds of record: every command is offered once, every term that a step meets is a rule, every noun is one address."""

from collections import Counter

import pytest

from domain.agreements import FOLLOWING
from domain.catalogue import AGGREGATES
from domain.deadlines.rules import RULES
from service.kinds.catalogue import BY_KIND, COLLECTIONS, KINDS
from service.kinds.kind import Kind


def test_every_command_is_offered_once_or_follows_from_another() -> None:
    offered = Counter(offer.command for kind in KINDS for offer in kind.offers)
    known = {command for aggregate in AGGREGATES for command in aggregate.commands}
    assert set(offered.values()) == {1}
    assert offered.keys() | set(FOLLOWING) == known
    assert not offered.keys() & set(FOLLOWING)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_kind_offers_commands_of_its_own_aggregate(kind: Kind) -> None:
    assert {offer.command for offer in kind.offers} <= set(kind.aggregate.commands)
    assert BY_KIND[kind.aggregate.kind] is kind


@pytest.mark.parametrize("kind", COLLECTIONS, ids=lambda kind: kind.name)
def test_a_noun_is_one_address_and_the_empty_one_creates(kind: Kind) -> None:
    nouns = Counter(offer.noun for offer in kind.addressed)
    assert set(nouns.values()) == {1}
    creating = {offer.command for offer in kind.addressed if offer.noun == ""}
    assert creating <= set(kind.aggregate.creating())
    assert not {offer.command for offer in kind.addressed if offer.noun} & set(kind.aggregate.creating())


def test_what_a_step_meets_is_a_rule() -> None:
    met = {rule for kind in KINDS for offer in kind.offers for rule in offer.meets}
    assert met
    assert met <= {rule.code for rule in RULES}
