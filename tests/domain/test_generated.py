"""What holds for every aggregate, asked of each without naming one: new ones need no edit here."""

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import MISSING, fields, is_dataclass
from enum import StrEnum
from itertools import count
from typing import Annotated, Any, get_args, get_origin

import pytest

import domain
from domain.cases.facts import Remarked, Stated
from domain.catalogue import AGGREGATES, EVENTS, topic_of
from domain.fund.commands import FundInsufficient
from domain.kernel import Aggregate, Command, NotAllowedNow, Rejected, fold
from domain.petition.aggregate import PETITION
from domain.petition.codes import EvidenceKind
from domain.petition.events import EvidenceAdded
from domain.petition.splitting import OpenPart
from domain.values import Personal, Several, Text, Whole, written
from service.office.transitions import UnknownKind, may_record, transition_table
from service.store.codec import personals_in
from tests.support.given import SUBJECT, amounts_are_fen, given
from tests.support.golden import equals_golden, lines
from tests.support.instances import DAYS, PLAIN, an_instance_of, hints_of, is_sealed
from tests.support.petitions import handling
from tests.support.reaching import instances, states_of
from tests.support.sources import modules_of, refused_in, trees

EVENT_NAME = re.compile(r"(petition|supervision|hardship|fund|organisation|batch|numbering)\.[a-z]+(_[a-z]+)*")
IRREGULAR = re.compile(
    "begun|bound|brought|chosen|drawn|found|given|heard|held|kept|known|led|made|met|paid|put|read|sent|set|shown|taken|told"
    "|split|withdrawn|written"
)
LIMITS = {str: Text, int: Whole, tuple: Several}

COMMANDS = [(aggregate, command) for aggregate in AGGREGATES for command in aggregate.commands]
ASKED_FOR = [(aggregate, command) for aggregate, command in COMMANDS if command is not OpenPart]
"""All but the one that carries running terms from one petition into another."""
FORBIDDEN = [
    (aggregate, status, command)
    for aggregate, command in COMMANDS
    for status in aggregate.statuses
    if status not in command.allowed_in
]


def named(part: Any) -> str:
    """How a parameter is called in the name of its test."""
    return str(getattr(part, "kind", getattr(part, "__name__", part)))


def refusals() -> list[type[Rejected]]:
    """Every refusal of the domain, all of its modules imported."""
    assert list(modules_of(domain))
    return sorted(_below(Rejected), key=lambda refusal: refusal.__qualname__)


def _below(refusal: type[Rejected]) -> Iterator[type[Rejected]]:
    for each in refusal.__subclasses__():
        if each.__module__.startswith("domain."):
            yield each
        yield from _below(each)


@pytest.mark.parametrize("aggregate", AGGREGATES, ids=named)
def test_every_status_is_reached_by_facts(aggregate: Aggregate[Any]) -> None:
    assert set(states_of(aggregate)) == set(aggregate.statuses)


@pytest.mark.parametrize(
    ("aggregate", "status", "command"),
    FORBIDDEN,
    ids=named,
)
def test_a_command_is_refused_in_every_status_that_it_does_not_list(
    aggregate: Aggregate[Any], status: StrEnum, command: type[Command[Any]]
) -> None:
    standing = given(Aggregate(**{**_parts(aggregate), "initial": states_of(aggregate)[status]}))
    standing.when(an_instance_of(command), consulted={}).refuses(NotAllowedNow, status=status)


def _parts(aggregate: Aggregate[Any]) -> dict[str, Any]:
    return {part.name: getattr(aggregate, part.name) for part in fields(aggregate)}


@pytest.mark.parametrize(("aggregate", "command"), COMMANDS, ids=named)
def test_a_command_is_allowed_somewhere_and_records_facts_of_its_own_aggregate(
    aggregate: Aggregate[Any], command: type[Command[Any]]
) -> None:
    assert command.allowed_in
    assert command.allowed_in <= set(aggregate.statuses)
    assert may_record(command)
    assert set(may_record(command)) <= set(aggregate.events)


@pytest.mark.parametrize("aggregate", AGGREGATES, ids=named)
def test_every_event_is_recorded_by_some_command(aggregate: Aggregate[Any]) -> None:
    recorded = {event for command in aggregate.commands for event in may_record(command)}
    before = {event for event in aggregate.events if issubclass(event, (Stated, Remarked))}
    """What says of the facts that follow, whatever the command, that they wait or are a mere remark."""
    assert set(aggregate.events) == recorded | before


@pytest.mark.parametrize("aggregate", AGGREGATES, ids=named)
def test_a_state_follows_from_every_event_in_every_status(aggregate: Aggregate[Any]) -> None:
    for state in states_of(aggregate).values():
        for event in aggregate.events:
            for fact in instances(event):
                assert type(aggregate.evolve(state, fact)) is type(aggregate.initial)


@pytest.mark.parametrize("aggregate", AGGREGATES, ids=named)
def test_folding_applies_every_event_once(aggregate: Aggregate[Any]) -> None:
    """The cost of a command grows with its own stream alone, and by one step per event."""
    steps: list[object] = []

    def counted(state: Any, event: Any) -> Any:
        steps.append(event)
        return aggregate.evolve(state, event)

    facts = [fact for event in aggregate.events for fact in instances(event)] * 100
    fold(Aggregate(**{**_parts(aggregate), "evolve": counted}), facts)
    assert len(steps) == len(facts)


@pytest.mark.parametrize("aggregate", AGGREGATES, ids=named)
def test_what_a_person_wrote_is_printed_by_no_event_no_state_and_no_command(aggregate: Aggregate[Any]) -> None:
    """Texts that stand in a log file or a traceback are read by whoever reads those."""
    numbers = count()

    def marked(options: Sequence[Any]) -> Any:
        return f"text {next(numbers)}." if options is PLAIN[str] else options[0]

    facts = [an_instance_of(event, marked) for event in aggregate.events]
    written_down = {said.value for fact in facts for said in personals_in(fact) if type(said.value) is str}
    state = fold(aggregate, facts)
    told = [repr(state), *map(repr, facts), *(repr(an_instance_of(each)) for each in aggregate.commands)]
    assert [text for text in written_down for line in told if text in line] == []


def test_the_state_of_the_longest_petition_is_as_small_as_of_a_short_one() -> None:
    evidence = EvidenceAdded(EvidenceKind.DOC, written(SUBJECT, "description", "工资条"), DAYS[0])
    assert given(PETITION, handling(), (evidence,) * 10_000).state == given(PETITION, handling()).state


def test_the_printed_transition_table_is_the_agreed_one() -> None:
    equals_golden("transitions.txt", transition_table(None))


def test_one_kind_is_printed_alone_and_an_unknown_one_is_named() -> None:
    whole = transition_table(None)
    assert "".join(transition_table(aggregate.kind) + "\n" for aggregate in AGGREGATES) == whole + "\n"
    with pytest.raises(UnknownKind, match="known: unit, officer"):
        transition_table("petitions")


def test_the_stored_names_are_the_agreed_ones() -> None:
    equals_golden("names.txt", lines(EVENTS))


def test_the_codes_of_refusals_are_the_agreed_ones() -> None:
    equals_golden("refusals.txt", lines(refusal.code for refusal in refusals()))


def test_every_plain_text_of_an_event_is_an_agreed_one() -> None:
    """Whatever a person wrote is `Personal`; what is plain stands in the log for ever, readable by all who see it."""
    plain = {
        f"{topic_of(event)} {place}"
        for aggregate in AGGREGATES
        for event in aggregate.events
        for place in _texts(event)
    }
    equals_golden("plain_strings.txt", lines(plain))


def test_every_personal_field_of_an_event_has_the_agreed_class() -> None:
    """Which key seals what stands in the log for ever, and in which form; the second of two of a protected matter."""
    found = {
        f"{topic_of(event)} {place} {'|'.join(sealed.CLASSES)} {form.__name__}"
        for aggregate in AGGREGATES
        for event in aggregate.events
        for place, sealed, form in _personals(event)
    }
    equals_golden("personal_fields.txt", lines(found))


def _personals(form: Any, place: str = "") -> Iterator[tuple[str, type[Personal[Any]], type]]:
    for name, hint in hints_of(form).items():
        for part in _leaves(hint):
            if is_sealed(part):
                assert get_origin(part).CLASSES, f"{form.__name__}.{name} says no class"
                yield f"{place}{name}", get_origin(part), get_args(part)[0]
            elif is_dataclass(part):
                yield from _personals(part, f"{place}{name}.")


def _texts(form: Any, place: str = "") -> Iterator[str]:
    for name, hint in hints_of(form).items():
        for part in _leaves(hint):
            if part is str:
                yield f"{place}{name}"
            elif is_dataclass(part):
                yield from _texts(part, f"{place}{name}.")


def _leaves(hint: Any) -> Iterator[Any]:
    if is_sealed(hint):
        yield hint
        return
    if get_origin(hint) is None:
        yield getattr(hint, "__supertype__", hint)
    for part in get_args(hint)[:1] if get_origin(hint) is Annotated else get_args(hint):
        yield from _leaves(part)


def test_no_event_hides_a_text_in_an_open_type() -> None:
    """The list of plain texts sees through unions, tuples, limits and dataclasses; nothing else is used."""
    for aggregate in AGGREGATES:
        for event in aggregate.events:
            assert not {leaf for leaf in _all_leaves(event) if leaf in (Any, object, dict, list, bytes, set, frozenset)}


def _all_leaves(form: Any) -> Iterator[Any]:
    for hint in hints_of(form).values():
        for part in _leaves(hint):
            yield part
            if is_dataclass(part):
                yield from _all_leaves(part)


def test_stored_names_are_unique_and_tell_what_happened() -> None:
    events = [event for aggregate in AGGREGATES for event in aggregate.events]
    assert len({event.NAME for event in events}) == len(events) == len(EVENTS)
    for event in events:
        assert EVENT_NAME.fullmatch(event.NAME), event.NAME
        words = event.NAME.partition(".")[2].split("_")
        assert any(word.endswith("ed") or IRREGULAR.fullmatch(word) for word in words), event.NAME
        assert isinstance(event.VERSION, int)


@pytest.mark.parametrize("event", EVENTS.values(), ids=EVENTS)
def test_an_event_is_frozen_and_says_everything_itself(event: Any) -> None:
    """A default would let a stored field be missing, and a `__post_init__` could refuse an old event."""
    for form in (event, *(part for part in _all_leaves(event) if is_dataclass(part))):
        assert form.__dataclass_params__.frozen
        assert not hasattr(form, "__post_init__")
        assert not hasattr(form, "__dict__") or "__slots__" in vars(form)
        assert all(part.default is MISSING and part.default_factory is MISSING for part in fields(form)), form


@pytest.mark.parametrize(("aggregate", "command"), ASKED_FOR, ids=named)
def test_every_field_of_a_command_has_its_limit(aggregate: Aggregate[Any], command: type[Command[Any]]) -> None:
    assert list(_unlimited(command)) == []
    assert "redacted" in repr(an_instance_of(command))


def _unlimited(form: Any, place: str = "") -> Iterator[str]:
    for name, hint in hints_of(form).items():
        yield from _unlimited_in(hint, f"{place}{name}", ())


def _unlimited_in(hint: Any, place: str, limits: tuple[Any, ...]) -> Iterator[str]:
    if get_origin(hint) is Annotated:
        return (yield from _unlimited_in(get_args(hint)[0], place, get_args(hint)[1:]))
    needed = LIMITS.get(get_origin(hint) or hint)
    if needed and not any(isinstance(limit, needed) for limit in limits):
        yield place
    inner = () if get_origin(hint) is tuple else limits
    for part in get_args(hint):
        yield from _unlimited_in(part, place, inner)
    if is_dataclass(hint):
        yield from _unlimited(hint, f"{place}.")
    return None


def test_every_refusal_has_a_code_of_its_own_and_a_message_that_fills() -> None:
    known = refusals()
    assert len({refusal.code for refusal in known}) == len(known)
    assert len({refusal.__name__ for refusal in known}) == len(known)
    for refusal in known:
        assert "code" in vars(refusal)
        assert "says" in vars(refusal)
        assert re.fullmatch(r"[a-z]+(_[a-z]+)*", refusal.code)
        facts = re.findall(r"{(\w+)}", refusal.says)
        assert "{" not in str(refusal(**dict.fromkeys(facts, "x")))


def test_a_refusal_names_amounts_in_fen_and_leaves_their_writing_to_the_edge() -> None:
    """Every refusal of every test of the domain is tried so, by `given`; here, that the trial bites."""
    assert [refusal for refusal in refusals() if re.search(r"yuan|\bfen\b", refusal.says)] == []
    assert str(FundInsufficient(free_fen=100, asked_fen=101)) == "The fund has 100 fen free; 101 fen are asked for."
    amounts_are_fen(FundInsufficient(free_fen=100, asked_fen=101))
    for facts in ({"free_fen": "1.00"}, {"free": "50,976.00"}, {"free_fen": 1.0}):
        with pytest.raises(AssertionError, match="fund_insufficient"):
            amounts_are_fen(FundInsufficient(**facts))


def test_every_refusal_is_expected_by_some_test() -> None:
    expected = {name for _, tree in trees("tests") for name in refused_in(tree)}
    assert {refusal.__name__ for refusal in refusals()} - expected == set()


def test_only_an_expectation_counts_as_a_test_of_a_refusal() -> None:
    code = """
from x import Imported
# given(x).when(y).refuses(Commented)
"given(x).when(y).refuses(Quoted)"
given(x).when(y).refuses(Refused, because=Fact)
with pytest.raises(module.Raised): ...
with pytest.raises((First, Second)): ...
"""
    assert set(refused_in(ast.parse(code))) == {"Refused", "Raised", "First", "Second"}
