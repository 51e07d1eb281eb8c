"""The query side of Waymark: detect, decide, answer."""

from importlib.metadata import version

__version__ = version("waymark-search-intercept")
