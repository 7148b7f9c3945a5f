"""Sealed values: what opens, and everything that must not."""

import base64
from collections.abc import Callable
from uuid import UUID, uuid4

import msgspec
import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.values import Content, KeyClass, SubjectRef
from service.sealing.keys import DataKey, new_data_key
from service.sealing.seal import BUCKETS, SealBroken, Sealed, Token, seal, token_of, unseal

STREAM = UUID(int=1)
SUBJECT = SubjectRef(UUID(int=2))
KEY = new_data_key(SUBJECT, STREAM, KeyClass.CONTENT)
TOPIC = "petition.registered:1"


def sealed(text: str = "我的话", field: str = "facts", key: DataKey = KEY) -> Token:
    value = seal(Content(key.subject, field, text), key, STREAM, 1, TOPIC)
    return Token(value, STREAM.hex, 1, TOPIC)


def changed(token: Token, **parts: str) -> Token:
    return msgspec.structs.replace(token, sealed=msgspec.structs.replace(token.sealed, **parts))


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=500))
def test_what_was_sealed_opens_to_the_same_text(text: str) -> None:
    assert unseal(sealed(text), KEY) == text


TOKEN = sealed()
OTHER = sealed("anderes", "name")
MOVED: dict[str, Callable[[], Token]] = {
    "another version": lambda: msgspec.structs.replace(TOKEN, version=2),
    "another stream": lambda: msgspec.structs.replace(TOKEN, stream=UUID(int=9).hex),
    "another topic": lambda: msgspec.structs.replace(TOKEN, topic="petition.screened:1"),
    "another field": lambda: changed(TOKEN, f="name"),
    "another subject": lambda: changed(TOKEN, s=UUID(int=9).hex),
    "another spelling of the subject": lambda: changed(TOKEN, s=str(SUBJECT)),
    "another key id": lambda: changed(TOKEN, k=uuid4().hex),
    "the ciphertext of another value": lambda: changed(TOKEN, c=OTHER.sealed.c),
    "ciphertext and nonce of another value": lambda: changed(TOKEN, c=OTHER.sealed.c, n=OTHER.sealed.n),
    "another value under this field": lambda: changed(OTHER, f=TOKEN.sealed.f),
    "the digest of another value": lambda: changed(TOKEN, d=OTHER.sealed.d),
    "an empty digest": lambda: changed(TOKEN, d=""),
    "a truncated ciphertext": lambda: changed(TOKEN, c=TOKEN.sealed.c[:-4]),
    "an empty ciphertext": lambda: changed(TOKEN, c=""),
    "an empty nonce": lambda: changed(TOKEN, n=""),
    "padding in the base64": lambda: changed(TOKEN, n=TOKEN.sealed.n + "="),
    "a line break in the base64": lambda: changed(TOKEN, c=TOKEN.sealed.c + "\n"),
    "the other base64 alphabet": lambda: changed(TOKEN, c="+" + TOKEN.sealed.c[1:]),
    "base64 with loose bits": lambda: changed(TOKEN, c=with_loose_bits(TOKEN.sealed.c)),
    "no base64 at all": lambda: changed(TOKEN, c="字"),
}


def with_loose_bits(text: str) -> str:
    """The same bytes for a lenient decoder: bits that stand for nothing are set in the last character."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    assert len(text) % 4, "needs a length that leaves loose bits"
    return text[:-1] + alphabet[alphabet.index(text[-1]) | 1]


@pytest.mark.parametrize("how", MOVED)
def test_a_value_that_was_swapped_moved_or_changed_does_not_open(how: str) -> None:
    assert unseal(TOKEN, KEY)
    with pytest.raises(SealBroken):
        unseal(MOVED[how](), KEY)


def test_the_loose_bits_would_be_taken_by_a_lenient_decoder() -> None:
    loose = with_loose_bits(TOKEN.sealed.c)
    assert loose != TOKEN.sealed.c
    assert lenient(loose) == lenient(TOKEN.sealed.c)


def lenient(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def test_every_changed_character_of_a_stored_value_is_noticed() -> None:
    for part in ("s", "k", "f", "n", "c", "d"):
        text: str = getattr(TOKEN.sealed, part)
        for place in range(len(text)):
            other = "A" if text[place] != "A" else "B"
            with pytest.raises(SealBroken):
                unseal(changed(TOKEN, **{part: text[:place] + other + text[place + 1 :]}), KEY)


def test_the_wrong_key_does_not_open_also_under_the_right_id() -> None:
    wrong = DataKey(KEY.key_id, KEY.subject, KEY.stream, KEY.key_class, bytes(32))
    for key in (wrong, new_data_key(SUBJECT, STREAM, KeyClass.CONTENT)):
        with pytest.raises(SealBroken):
            unseal(TOKEN, key)


def test_the_length_of_a_ciphertext_tells_only_a_bucket() -> None:
    tag = 16
    sizes = {len(lenient(sealed("x" * length).sealed.c)) - tag for length in range(1, 4_000, 7)}
    assert sizes <= {*BUCKETS, 2048, 3072, 4096, 5120, 6144}
    assert len(sizes) == 10
    assert len(sealed("yes").sealed.c) == len(sealed("no").sealed.c)


def test_the_same_text_is_sealed_differently_every_time() -> None:
    first, second = sealed().sealed, sealed().sealed
    assert len({first.n, second.n, first.c, second.c, first.d, second.d}) == 6


def test_a_value_that_was_read_back_is_never_sealed_anew() -> None:
    with pytest.raises(SealBroken):
        seal(Content(SUBJECT, "facts", None), KEY, STREAM, 1, TOPIC)


@pytest.mark.parametrize("column", ["", "text", "{}", '{"sealed":{"s":"1"}}'])
def test_what_is_no_sealed_value_is_no_token(column: str) -> None:
    with pytest.raises(SealBroken):
        token_of(column)


def test_a_stored_value_has_the_form_that_is_written_down() -> None:
    """The stored form is a contract: names of the parts, additional data, and the disclosure of RFC 9901."""
    assert [field.name for field in msgspec.structs.fields(Sealed)] == ["s", "f", "k", "n", "c", "d"]
    bound = msgspec.json.encode(["seal-v1", STREAM.hex, 1, TOPIC, "facts", KEY.key_id.hex])
    padded = AESGCM(KEY.secret).decrypt(lenient(TOKEN.sealed.n), lenient(TOKEN.sealed.c), bound)
    salt, field, value = msgspec.json.decode(lenient(padded.rstrip(b"\0").decode()))
    assert (len(lenient(salt)), field, value) == (16, "facts", "我的话")
