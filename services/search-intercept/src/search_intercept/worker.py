"""Composition root of `search-intercept worker`: query events in, detections out."""

from datetime import UTC, datetime

from search_intercept import __version__
from search_intercept.handling import SOURCE, QueryHandler
from search_intercept.lexicon_folder import following
from search_intercept.live import live_detector
from search_intercept.policy import packaged_policy
from search_intercept.settings import WorkerSettings
from shared.contracts.topics import QUERIES
from shared.health import operator_routes
from shared.http.serving import make_app, serve
from shared.kafka.dead_letters import DeadLetterLimit
from shared.kafka.producer import KafkaPublisher
from shared.kafka.worker import Worker, consumer_of, worker_lifespan
from shared.metrics import Metrics
from shared.settings import load
from shared.telemetry import configure_logging


async def main() -> None:
    """Work until a signal comes; serve operators meanwhile."""
    settings = load(WorkerSettings)
    configure_logging("search-intercept", "worker")
    metrics = Metrics()
    detector, policy = live_detector(metrics), packaged_policy()
    folders = following(settings.lexicon_folder, detector, metrics)
    servers = settings.kafka_bootstrap_servers
    publisher = KafkaPublisher(servers, "search-intercept-worker")
    worker = Worker(
        QUERIES,
        lambda: consumer_of(QUERIES.name, settings.kafka_group, servers),
        publisher,
        QueryHandler(detector, policy, metrics, lambda: datetime.now(UTC)),
        metrics,
        SOURCE,
        DeadLetterLimit(),
    )
    app = make_app(
        "search-intercept worker",
        __version__,
        "Operators' routes of the worker.",
        metrics,
        [
            operator_routes(
                "search-intercept",
                "worker",
                __version__,
                [worker.broker, worker.letters, *(folder.check for folder in folders)],
                metrics,
                lambda: {"lexicon": detector.version, "policy": policy.version},
            )
        ],
        worker_lifespan([worker.run(), *(folder.run() for folder in folders)], [publisher]),
    )
    await serve(app, settings)
