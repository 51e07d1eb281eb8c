"""The embedded Kafka-protocol broker: librdkafka's mock cluster, spoken to over TCP."""

from confluent_kafka import Producer


class EmbeddedBroker:
    """A broker inside this process; it lives as long as the object does.

    It keeps what it is given in memory, creates topics when they are first asked for (four
    partitions each), does not compact, and serves one consumer a group well. That is enough for
    one machine and one worker of each kind; for more there is a real Kafka.
    """

    def __init__(self) -> None:
        self._owner = Producer(
            {"bootstrap.servers": "embedded", "test.mock.num.brokers": 1, "log_level": 0}
        )
        brokers = self._owner.list_topics(timeout=5).brokers.values()
        self.bootstrap_servers = ",".join(f"{broker.host}:{broker.port}" for broker in brokers)

    def create_topics(self, names: list[str]) -> None:
        """Make sure the topics exist before the first client asks for them."""
        for name in names:
            self._owner.list_topics(name, timeout=5)
