"""A device that keeps passkeys, in software: it makes and shows them as browsers hand them on (WebAuthn, level 2)."""

import base64
import hashlib
import json
import secrets
import struct
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


@dataclass
class Authenticator:
    """Keeps passkeys; `verifies` says whether it asks for finger, face or code, `counts` whether it counts its uses."""

    verifies: bool = True
    counts: bool = True
    uses: int = 0
    keys: dict[bytes, tuple[EllipticCurvePrivateKey, bytes]] = field(default_factory=dict)

    def make(self, options: str, origin: str) -> str:
        """A new passkey for the site, as JSON."""
        asked = json.loads(options)
        credential, key = secrets.token_bytes(32), generate_private_key(SECP256R1())
        self.keys[credential] = (key, base64.urlsafe_b64decode(asked["user"]["id"] + "=="))
        numbers = key.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32), -3: numbers.y.to_bytes(32)}
        attested = bytes(16) + struct.pack(">H", len(credential)) + credential + cbor2.dumps(public)
        data = self._data(asked["rp"]["id"], ATTESTED) + attested
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        return self._told(
            credential,
            clientDataJSON=_client_data("webauthn.create", asked["challenge"], origin),
            attestationObject=attestation,
        )

    def show(self, options: str, origin: str) -> str:
        """The last passkey that was made, shown to the site, as JSON."""
        asked = json.loads(options)
        credential = list(self.keys)[-1]
        key, user = self.keys[credential]
        self.uses += self.counts
        data, client = self._data(asked["rpId"]), _client_data("webauthn.get", asked["challenge"], origin)
        signature = key.sign(data + hashlib.sha256(client).digest(), ECDSA(SHA256()))
        return self._told(
            credential, clientDataJSON=client, authenticatorData=data, signature=signature, userHandle=user
        )

    def _data(self, site: str, more: int = 0) -> bytes:
        flags = PRESENT | (VERIFIED if self.verifies else 0) | more
        return hashlib.sha256(site.encode()).digest() + struct.pack(">BI", flags, self.uses)

    def _told(self, credential: bytes, **response: bytes) -> str:
        told: dict[str, Any] = {"id": encoded(credential), "rawId": encoded(credential), "type": "public-key"}
        return json.dumps({**told, "response": {name: encoded(value) for name, value in response.items()}})


def _client_data(kind: str, challenge: str, origin: str) -> bytes:
    return json.dumps({"type": kind, "challenge": challenge, "origin": origin, "crossOrigin": False}).encode()
