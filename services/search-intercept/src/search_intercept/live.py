"""The detector in service: it can be exchanged whole, and how much it matches is told."""

from typing import Protocol

from search_intercept.detection.detector import Detector
from search_intercept.detection.reading import packaged_lexicon
from search_intercept.match_ratio import MatchRatio
from shared.contracts.events import Detection
from shared.memory import give_back_memory
from shared.metrics import Metrics
from shared.privacy import QueryText


class QueryDetector(Protocol):
    """What both roads need of a detector."""

    @property
    def version(self) -> str:
        """The version of the lexicon that is in use."""

    def detect(self, query: QueryText) -> Detection | None:
        """What the query says about somebody in danger, or None."""


class LiveDetector:
    """Detects with the lexicon of the moment, and tells how much matches."""

    def __init__(self, detector: Detector, metrics: Metrics) -> None:
        self._detector = detector
        self._metrics = metrics
        self._ratio = MatchRatio()

    @property
    def version(self) -> str:
        """The version of the lexicon of the moment."""
        return self._detector.version

    def exchange(self, detector: Detector) -> None:
        """Use another lexicon from the next query on."""
        self._detector = detector

    def detect(self, query: QueryText) -> Detection | None:
        """What the query says about somebody in danger, or None."""
        found = self._detector.detect(query)
        if self._ratio.observe(found is not None):
            self._metrics.match_ratio.set(self._ratio.recent)
            self._metrics.match_ratio_usual.set(self._ratio.usual or 0.0)
            self._metrics.match_ratio_jump.set(self._ratio.jumped)
        return found


def load_detector() -> Detector:
    """A detector with the lexicon inside this package, and no more memory than it needs."""
    detector = Detector(packaged_lexicon())
    give_back_memory()
    return detector


def live_detector(metrics: Metrics) -> LiveDetector:
    """A detector in service, with the lexicon inside this package."""
    return LiveDetector(load_detector(), metrics)
