"""How the garbage of a process that goes on for long is collected."""

import gc

NEW_OBJECTS = 5_000
"""So many more than have gone are looked through; the interpreter's own number is met several times in one request."""
SELDOM = 20


def collect_seldom() -> None:
    """Leaves alone, from now on, what is there already: modules, schemas and rules stay as long as the process does."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, SELDOM, SELDOM)
