"""Identities of the provider, as the log knows them: by a keyed digest of issuer and subject."""

import hashlib
import hmac

from service.sealing.kept_secret import KeptSecret


class Identities:
    """Makes the same digest of the same subject, as long as its key is kept."""

    def __init__(self, secret: KeptSecret) -> None:
        self._secret = secret

    def digest_of(self, issuer: str, subject: str) -> str:
        """The digest of a subject of the issuer: 64 hexadecimal digits."""
        return hmac.new(self._secret.value(), f"{issuer}\n{subject}".encode(), hashlib.sha256).hexdigest()
