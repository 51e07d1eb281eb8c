"""Making the topics: `python -m shared.kafka.admin --bootstrap-servers host:port`."""

import argparse
import asyncio

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import TopicAlreadyExistsError, for_code

from shared.contracts.topics import TOPICS, TopicSpecification
from shared.kafka.errors import WorldNotReady

_ADMIN_SECONDS = 30.0


async def create_topics(
    bootstrap_servers: str,
    replication: int = 1,
    topics: tuple[TopicSpecification, ...] = TOPICS,
) -> None:
    """Make every topic that is missing. WorldNotReady where the cluster refuses or is silent."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap_servers)
    async with asyncio.timeout(_ADMIN_SECONDS):
        await admin.start()
        try:
            answer = await admin.create_topics(
                [
                    NewTopic(
                        topic.name,
                        topic.partitions,
                        replication,
                        topic_configs=topic.configuration,
                    )
                    for topic in topics
                ]
            )
        finally:
            await admin.close()
    for name, code, *_ in answer.topic_errors:
        if code and for_code(code) is not TopicAlreadyExistsError:
            raise WorldNotReady(f"topic {name} was not made: {for_code(code).__name__}")


def main() -> None:
    """Make the topics of a cluster."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--bootstrap-servers", required=True)
    parser.add_argument("--replication", type=int, default=1)
    arguments = parser.parse_args()
    asyncio.run(create_topics(arguments.bootstrap_servers, arguments.replication))


if __name__ == "__main__":
    main()
