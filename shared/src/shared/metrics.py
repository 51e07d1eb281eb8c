"""Every metric that Waymark exports: name, meaning, unit. Labels never hold anybody's words."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

_INTERCEPT_BUCKETS = (0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.25, 1)


class Metrics:
    """The metrics of one process, on a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.records = self._counter(
            "records",
            "Records consumed, by topic and outcome (handled, invalid).",
            "topic",
            "outcome",
        )
        self.dead_letters = self._counter(
            "dead_letters", "Records that became pointers, by topic and reason.", "topic", "reason"
        )
        self.not_ready = self._counter(
            "not_ready", "Times a loop backed off: something outside was not ready.", "topic"
        )
        self.lag = self._gauge(
            "lag_records", "Records of a partition that are not handled yet.", "topic", "partition"
        )
        self.batch_seconds = self._histogram(
            "batch_seconds", "Seconds to handle one batch and have its outputs acknowledged."
        )
        self.detections = self._counter(
            "detections", "Detections.", "road", "topic", "intent", "urgency"
        )
        self.match_ratio = self._gauge(
            "match_ratio", "Share of matches in the last block of queries."
        )
        self.match_ratio_usual = self._gauge(
            "match_ratio_usual", "Share of matches that is usual, over the last blocks."
        )
        self.match_ratio_jump = self._gauge(
            "match_ratio_jump", "1 where the share of matches jumped: look for a bad rule."
        )
        self.lexicon_reloads = self._counter(
            "lexicon_reloads", "Changed word lists, by outcome (taken, refused).", "outcome"
        )
        self.queries = self._counter("queries", "Queries looked at (road: http, kafka).", "road")
        self.refused = self._counter(
            "http_refused", "Requests answered with a problem, by status code.", "status"
        )
        self.intercept_seconds = self._histogram(
            "intercept_seconds",
            "Seconds to answer POST /v1/intercept, without the network.",
            _INTERCEPT_BUCKETS,
        )
        self.degraded_panels = self._counter(
            "degraded_panels", "Panels served from the last resort inside the package."
        )
        self.replica_panels = self._gauge("replica_panels", "Panel records held in memory.")
        self.replica_revision = self._gauge(
            "replica_revision", "Newest catalogue revision held in memory."
        )
        self.outbox_pending = self._gauge(
            "outbox_pending", "Changes to panels that are not on Kafka yet."
        )
        self.snapshot_age_seconds = self._gauge(
            "snapshot_age_seconds", "Seconds since the snapshot was last known to be current."
        )

    def _counter(self, name: str, about: str, *labels: str) -> Counter:
        return Counter(f"waymark_{name}", about, labels, registry=self.registry)

    def _gauge(self, name: str, about: str, *labels: str) -> Gauge:
        return Gauge(f"waymark_{name}", about, labels, registry=self.registry)

    def _histogram(
        self, name: str, about: str, buckets: tuple[float, ...] = Histogram.DEFAULT_BUCKETS
    ) -> Histogram:
        return Histogram(f"waymark_{name}", about, buckets=buckets, registry=self.registry)
