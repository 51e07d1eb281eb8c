"""The messages that Waymark's processes and its callers exchange."""
