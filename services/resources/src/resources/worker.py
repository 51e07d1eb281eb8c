"""Composition root of `resources worker`: detections in, recommendations and panels out."""

from datetime import UTC, datetime

from resources import __version__
from resources.handling import DetectionHandler
from resources.publishing import SOURCE, OutboxPublisher, panels_topic_is_empty
from resources.remaking import remake_every_day
from resources.settings import WorkerSettings
from resources.snapshot import Snapshot, SnapshotRefresher
from resources.store.database import make_engine
from resources.videos.checking import keep_checking
from resources.videos.oembed import OEmbed, is_public, resolve
from shared.contracts.topics import DETECTIONS
from shared.health import operator_routes
from shared.http.serving import make_app, serve
from shared.kafka.dead_letters import DeadLetterLimit
from shared.kafka.producer import KafkaPublisher
from shared.kafka.worker import Worker, consumer_of, worker_lifespan
from shared.metrics import Metrics
from shared.settings import load
from shared.telemetry import configure_logging


def _now() -> datetime:
    return datetime.now(UTC)


async def main() -> None:
    """Work until a signal comes; serve operators meanwhile."""
    settings = load(WorkerSettings)
    configure_logging("resources", "worker")
    metrics, snapshot = Metrics(), Snapshot()
    engine = make_engine(settings.database_url)
    servers = settings.kafka_bootstrap_servers
    # Each road has a producer of its own, so that a failure on one does not hold up the other.
    recommending = KafkaPublisher(servers, "resources-recommendations")
    panels = KafkaPublisher(servers, "resources-panels")
    refresher = SnapshotRefresher(snapshot, engine, metrics)
    outbox = OutboxPublisher(engine, panels, lambda: panels_topic_is_empty(servers), metrics, _now)
    oembed = OEmbed(settings.oembed_endpoints, resolve, is_public)
    worker = Worker(
        DETECTIONS,
        lambda: consumer_of(DETECTIONS.name, settings.kafka_group, servers),
        recommending,
        DetectionHandler(snapshot, _now),
        metrics,
        SOURCE,
        DeadLetterLimit(),
    )
    operators = operator_routes(
        "resources",
        "worker",
        __version__,
        [worker.broker, worker.letters, refresher.loaded, refresher.database, outbox.outbox],
        metrics,
        lambda: {"catalogue": str(snapshot.revision)},
    )
    app = make_app(
        "resources worker",
        __version__,
        "Operators' routes of the worker.",
        metrics,
        [operators],
        worker_lifespan(
            [
                worker.run(),
                outbox.run(),
                refresher.run(),
                remake_every_day(engine, lambda: _now().date()),
                keep_checking(engine, oembed.ask, lambda: _now().date()),
            ],
            [recommending, panels],
        ),
    )
    await serve(app, settings)
    await engine.dispose()
