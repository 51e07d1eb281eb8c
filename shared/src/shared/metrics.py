"""Every metric that Waymark exports: name, meaning, unit. Labels never hold anybody's words."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram


class Metrics:
    """The metrics of one process, on a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.records = Counter(
            "waymark_records",
            "Records consumed, by topic and outcome (handled, invalid).",
            ["topic", "outcome"],
            registry=self.registry,
        )
        self.dead_letters = Counter(
            "waymark_dead_letters",
            "Records that became pointers in the dead-letter topic, by reason.",
            ["topic", "reason"],
            registry=self.registry,
        )
        self.not_ready = Counter(
            "waymark_not_ready",
            "Times the loop over a topic backed off because something outside was not ready.",
            ["topic"],
            registry=self.registry,
        )
        self.batch_seconds = Histogram(
            "waymark_batch_seconds",
            "Seconds to handle one batch and to have its outputs acknowledged.",
            registry=self.registry,
        )
        self.detections = Counter(
            "waymark_detections",
            "Detections, by road (http, kafka), topic, intent and urgency.",
            ["road", "topic", "intent", "urgency"],
            registry=self.registry,
        )
        self.queries = Counter(
            "waymark_queries",
            "Queries looked at, by road (http, kafka).",
            ["road"],
            registry=self.registry,
        )
        self.refused = Counter(
            "waymark_http_refused",
            "Requests answered with a problem, by status code.",
            ["status"],
            registry=self.registry,
        )
        self.intercept_seconds = Histogram(
            "waymark_intercept_seconds",
            "Seconds to answer POST /v1/intercept, without the network.",
            buckets=(0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.25, 1),
            registry=self.registry,
        )
        self.degraded_panels = Counter(
            "waymark_degraded_panels",
            "Panels served from the last resort inside the package.",
            registry=self.registry,
        )
        self.replica_panels = Gauge(
            "waymark_replica_panels",
            "Panel records held in memory.",
            registry=self.registry,
        )
        self.replica_revision = Gauge(
            "waymark_replica_revision",
            "Newest catalogue revision held in memory.",
            registry=self.registry,
        )
        self.outbox_pending = Gauge(
            "waymark_outbox_pending",
            "Changes to panels that are not on Kafka yet.",
            registry=self.registry,
        )
        self.snapshot_age_seconds = Gauge(
            "waymark_snapshot_age_seconds",
            "Seconds since the catalogue snapshot was last known to be current.",
            registry=self.registry,
        )
