"""What is free goes back to the system."""

import gc
import sys
from pathlib import Path

import pytest

from shared.memory import give_back_memory

MEGABYTE = 1_000_000


def resident() -> int:
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * 4096


@pytest.mark.skipif(sys.platform != "linux", reason="asks the kernel what the process holds")
def test_what_is_freed_below_something_kept_is_given_back() -> None:
    # Each is too small to be given back by itself, and the last one keeps the heap from shrinking.
    small = [bytearray(64_000) for _ in range(2000)]
    kept = bytearray(64_000)
    before = resident()
    small.clear()
    gc.collect()
    if not give_back_memory():
        pytest.skip("this C library gives nothing back")
    assert before - resident() > 50 * MEGABYTE
    assert kept
