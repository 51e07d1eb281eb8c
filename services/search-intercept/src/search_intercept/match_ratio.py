"""The alarm for a rule that matches what it should not: the share of matches jumps. Pure."""

from dataclasses import dataclass
from math import sqrt

BLOCK = 1000
"""Queries that are counted before the share is looked at."""

_TIMES = 3.0
_DEVIATIONS = 6.0
# The share moves with days and events; a jump is taken for normal after some twenty blocks.
_LEARNING = 0.05


@dataclass
class MatchRatio:
    """The share of matches in the last block of queries, beside the share that is usual."""

    recent: float = 0.0
    usual: float | None = None
    jumped: bool = False
    _seen: int = 0
    _matched: int = 0

    def observe(self, matched: bool) -> bool:
        """Count one query; True where this ended a block, so that there is something to tell."""
        self._seen += 1
        self._matched += matched
        if self._seen < BLOCK:
            return False
        self.recent = self._matched / self._seen
        self._seen = self._matched = 0
        self._compare()
        return True

    def _compare(self) -> None:
        if self.usual is None:
            self.usual = self.recent
            return
        # At least one match a block is usual: otherwise the first ones ever would be a jump.
        usual = max(self.usual, 1 / BLOCK)
        noise = _DEVIATIONS * sqrt(usual / BLOCK)
        self.jumped = self.recent > max(_TIMES * usual, usual + noise)
        self.usual += _LEARNING * (self.recent - self.usual)
