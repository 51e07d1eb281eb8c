"""Memory of a process that lives long."""

import ctypes


def give_back_memory() -> bool:
    """Give what is free back to the system, after something large was loaded or exchanged; False
    where the C library can't.

    glibc keeps it for later otherwise: a third of what a process holds once the word lists are
    loaded.
    """
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    return trim is not None and bool(trim(0))
