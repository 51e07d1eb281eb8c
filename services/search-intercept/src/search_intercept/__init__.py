"""The query side of Waymark: detect, decide, answer."""
