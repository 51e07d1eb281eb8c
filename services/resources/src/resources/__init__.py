"""The help side of Waymark: the catalogue, ranking, panels."""

from importlib.metadata import version

__version__ = version("waymark-resources")
