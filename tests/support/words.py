"""The words of a reader, for tests that need no request, and how Chinese is written."""

import re

from service.kinds.labels import LABELS
from service.words.speech import Words
from tests.support.services import SHANGHAI

CHINESE = re.compile("[\u4e00-\u9fff]")
HALF_WIDTH = re.compile("[\u4e00-\u9fff] ?[,:;!?()](?![0-9])|[,:;!?()] ?[\u4e00-\u9fff]|[\u4e00-\u9fff][.](?: |$)")
"""ASCII punctuation beside a Chinese character."""


def words_in(language: str, kind: str = "") -> Words:
    """The words of a reader in Shanghai, about that kind of record."""
    return Words(language, SHANGHAI, LABELS, kind)
