"""What was ever stored loads for ever: a sample of every form of every event."""

from typing import Any

import pytest

from domain.catalogue import EVENTS
from domain.values import Personal
from service.sealing.forms import opened
from service.sealing.seal import Token, unseal
from service.store.codec import Codec, personals_in
from tests.support.instances import an_instance_of
from tests.support.samples import BY, golden_key, samples

SAMPLES = samples()
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


@pytest.mark.parametrize("topic", SAMPLES)
def test_what_a_sample_says_of_a_person_opens(topic: str) -> None:
    sample = SAMPLES[topic]
    state = sample.state.encode()
    event = CODEC.decode(1, sample.stream, sample.version, topic, state).event
    reason = CODEC.reason(state, sample.stream, sample.version, topic)
    assert reason is not None
    assert value_of(reason) == "because"
    for personal, said in zip(personals_in(event), personals_in(an_instance_of(EVENTS[topic])), strict=True):
        assert value_of(personal) == said.value
        assert type(value_of(personal)) is type(said.value)


def value_of(personal: Personal[Any]) -> Any:
    assert isinstance(personal.token, Token)
    return opened(personal.token, unseal(personal.token, golden_key(personal.subject, personal.key_class)))
