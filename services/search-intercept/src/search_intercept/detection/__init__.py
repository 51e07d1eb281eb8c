"""Detection: normalise, find, judge. Pure: no I/O, no clock, no logging."""
