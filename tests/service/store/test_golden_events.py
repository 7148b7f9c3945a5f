"""What was ever stored loads for ever: a sample of every form of every event."""

from typing import Any

import pytest

from domain.catalogue import EVENTS
from domain.officers import EVERYTHING
from domain.organisation.events import TokenIssued
from domain.values import Personal
from service.sealing.forms import opened
from service.sealing.seal import Token, unseal
from service.store.codec import Codec, personals_in
from tests.support.instances import an_instance_of
from tests.support.samples import AROUND, BY, envelopes, golden_key, samples

SAMPLES = samples()
ENVELOPES = envelopes()
CODEC = Codec()


def test_every_form_of_every_event_has_a_sample() -> None:
    missing = EVENTS.keys() - SAMPLES.keys()
    assert not missing, f"run python -m tests.support.samples and commit what it adds: {sorted(missing)}"


@pytest.mark.parametrize("topic", SAMPLES)
def test_a_sample_of_every_version_loads_and_is_what_we_would_store(topic: str) -> None:
    sample = SAMPLES[topic]
    state = sample.state.encode()
    recorded = CODEC.decode(1, sample.stream, sample.version, topic, state)
    assert recorded.by == BY
    assert topic.partition(":")[0] == recorded.event.NAME
    assert CODEC.is_faithful(sample.stream, sample.version, topic, state)


def test_everything_that_may_stand_around_an_event_has_a_sample() -> None:
    assert ENVELOPES.keys() == AROUND.keys(), "run python -m tests.support.samples and commit what it adds"


@pytest.mark.parametrize("name", ENVELOPES)
def test_who_acted_and_when_loads_and_is_what_we_would_store(name: str) -> None:
    sample = ENVELOPES[name]
    place = (sample.stream, sample.version, sample.topic, sample.state.encode())
    recorded = CODEC.decode(1, *place)
    assert (recorded.by, recorded.at) == (AROUND[name].by, AROUND[name].at)
    assert type(recorded.at) is type(AROUND[name].at)
    assert CODEC.is_faithful(*place)


@pytest.mark.parametrize("topic", SAMPLES)
def test_what_a_sample_says_of_a_person_opens(topic: str) -> None:
    sample = SAMPLES[topic]
    state = sample.state.encode()
    event = CODEC.decode(1, sample.stream, sample.version, topic, state).event
    reason = CODEC.reason(state, sample.stream, sample.version, topic)
    assert reason is not None
    assert value_of(reason) == "because"
    form = CODEC.form_of(topic)
    assert form is not None
    for personal, said in zip(personals_in(event), personals_in(an_instance_of(form)), strict=True):
        assert value_of(personal) == said.value
        assert type(value_of(personal)) is type(said.value)


def test_a_token_of_before_there_were_scopes_is_good_for_everything() -> None:
    sample = SAMPLES["organisation.token_issued:1"]
    event = CODEC.decode(1, sample.stream, sample.version, sample.topic, sample.state.encode()).event
    assert isinstance(event, TokenIssued)
    assert event.scopes == EVERYTHING


def value_of(personal: Personal[Any]) -> Any:
    assert isinstance(personal.token, Token)
    return opened(personal.token, unseal(personal.token, golden_key(personal.subject, personal.key_class)))
