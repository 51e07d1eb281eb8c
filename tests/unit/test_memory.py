"""What is free goes back to the system."""

import ctypes
import gc

import pytest

from deploy.bench import resident_megabytes
from shared.memory import give_back_memory


@pytest.mark.skipif(
    not hasattr(ctypes.CDLL(None), "malloc_trim"),
    reason="this C library gives nothing back; glibc, which CI has, does",
)
def test_what_is_freed_below_something_kept_is_given_back() -> None:
    # Each is too small to be given back by itself, and the last one keeps the heap from shrinking.
    small = [bytearray(64_000) for _ in range(2000)]
    kept = bytearray(64_000)
    before = resident_megabytes()
    small.clear()
    gc.collect()
    assert give_back_memory()
    assert before - resident_megabytes() > 50
    assert kept
