"""References of households: a keyed hash of an identifier that is stored nowhere."""

import hashlib
import hmac
import unicodedata
from uuid import UUID

from domain.values import HouseholdRef
from service.sealing.kept_secret import KeptSecret


class Households:
    """Makes the same reference of the same identifier, as long as its key is kept."""

    def __init__(self, secret: KeptSecret) -> None:
        self._secret = secret

    def ref(self, identifier: str) -> HouseholdRef:
        """The reference of the household with that identifier, such as the number of its register book.

        Letters and digits alone tell households apart: neither case nor width, spaces or hyphens do.
        """
        normal = "".join(filter(str.isalnum, unicodedata.normalize("NFKC", identifier).casefold()))
        digest = hmac.new(self._secret.value(), normal.encode(), hashlib.sha256).digest()
        return HouseholdRef(UUID(bytes=digest[:16], version=5))
