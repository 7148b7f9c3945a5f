"""What the web server says of its own accord, without who asked and what for."""

import logging
import re

NUMBERS = r"\d{1,3}(?:\.\d{1,3}){3}"
GROUPS = r"(?=[0-9a-fA-F:]*:[0-9a-fA-F:]*:)[0-9a-fA-F:.]{3,}"
ADDRESS = re.compile(rf"(?<![\w.])(?:{NUMBERS}|{GROUPS})(?::\d+)?(?![\w:])")
ABOUT_A_REQUEST = ("Invalid request", "Error handling request", "Socket error processing request", "Invalid HTTP")


class Discreet(logging.Filter):
    """Takes addresses out of every line, and out of a line about a request everything that came with it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Lets every line through, rewritten."""
        said = record.getMessage()
        kind = next((each for each in ABOUT_A_REQUEST if said.startswith(each)), None)
        record.msg, record.args = kind or ADDRESS.sub("…", said), None
        if kind and record.exc_info and record.exc_info[0]:
            record.msg = f"{kind}: {record.exc_info[0].__name__}"
            record.exc_info, record.exc_text = None, None
        return True


def be_discreet() -> None:
    """From now on gunicorn's lines name neither addresses nor paths, in its children too."""
    logging.getLogger("gunicorn.error").addFilter(Discreet())
