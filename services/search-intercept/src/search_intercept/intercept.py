"""The inline road: from a request to its answer, without any network call."""

from collections.abc import Callable
from datetime import datetime

import structlog

from search_intercept.contract import InterceptAnswer, InterceptRequest, InterceptVersions
from search_intercept.live import QueryDetector
from search_intercept.panels.last_resort import LastResort
from search_intercept.panels.replica import PanelReplica
from search_intercept.policy import Policy
from shared.contracts.events import Detection
from shared.contracts.panels import Panel
from shared.metrics import Metrics
from shared.rendering import languages_for, render
from shared.vocabulary import Action

_log = structlog.get_logger(__name__)


class Interceptor:
    """Answers requests. Emits queries, detections and degraded panels as metrics."""

    def __init__(
        self,
        detector: QueryDetector,
        policy: Policy,
        replica: PanelReplica,
        last_resort: LastResort,
        metrics: Metrics,
        service_version: str,
        clock: Callable[[], datetime],
    ) -> None:
        self._detector = detector
        self._policy = policy
        self._replica = replica
        self._last_resort = last_resort
        self._metrics = metrics
        self._service_version = service_version
        self._clock = clock

    def answer(self, request: InterceptRequest) -> InterceptAnswer:
        """The answer. A match is never answered with an error: at worst with the last resort."""
        self._metrics.queries.labels("http").inc()
        detection = self._detector.detect(request.query)
        if detection is None:
            return InterceptAnswer(
                intercept=False, action=Action.NONE, degraded=False, versions=self._versions()
            )
        self._metrics.detections.labels(
            "http", detection.topic, detection.intent, detection.urgency
        ).inc()
        panel = self._panel(request, detection)
        return InterceptAnswer(
            intercept=True,
            detection=detection,
            action=self._policy.decide(
                detection, request.audience, request.surface, request.region
            ),
            panel=panel,
            degraded=panel.degraded,
            versions=self._versions(),
        )

    def _versions(self) -> InterceptVersions:
        return InterceptVersions(
            service=self._service_version,
            lexicon=self._detector.version,
            policy=self._policy.version,
        )

    def _panel(self, request: InterceptRequest, detection: Detection) -> Panel:
        try:
            panel = self._from_replica(request, detection)
        except Exception:  # noqa: BLE001 - whatever is wrong with a record, help comes first
            _log.exception("panel_not_rendered")
            panel = None
        return panel or self._from_last_resort(request, detection)

    def _from_replica(self, request: InterceptRequest, detection: Detection) -> Panel | None:
        record = self._replica.find(request.region, detection.topic, request.audience)
        if record is None or not self._replica.messages:
            return None
        return render(
            record,
            self._replica.messages,
            languages_for(request.languages, detection),
            asked_region=request.region,
            now=self._clock(),
            degraded=False,
        )

    def _from_last_resort(self, request: InterceptRequest, detection: Detection) -> Panel:
        self._metrics.degraded_panels.inc()
        record = self._last_resort.find(request.region, detection.topic, request.audience)
        return render(
            record,
            self._last_resort.messages,
            languages_for(request.languages, detection),
            asked_region=request.region,
            now=self._clock(),
            degraded=True,
        )
