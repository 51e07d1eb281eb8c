"""Writes what is made from code and catalogue and checked in: contracts and the last resort."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from resources.api import make_api as make_resources
from resources.catalogue.files import read_catalogue
from resources.last_resort import last_resort
from resources.selection.publishers import publisher_shares
from resources.settings import ApiSettings as ResourcesSettings
from resources.sources_table import sources_table
from search_intercept.api import make_api as make_intercept
from search_intercept.settings import ApiSettings as InterceptSettings
from shared.contracts.base import Contract, inlined_schema
from shared.contracts.events import (
    DeadLetter,
    DetectionEvent,
    Feedback,
    QueryEvent,
    Recommendation,
)
from shared.contracts.panels import MessagesRecord, Panel, PanelRecord
from shared.contracts.topics import TOPICS, TopicSpecification

ROOT = Path(__file__).parents[3]
RESOURCES_DATA = ROOT / "services" / "resources" / "data"
_CONTRACTS: dict[str, type[Contract]] = {
    "query-event": QueryEvent,
    "detection-event": DetectionEvent,
    "recommendation": Recommendation,
    "feedback": Feedback,
    "dead-letter": DeadLetter,
    "panel": Panel,
    "panel-record": PanelRecord,
    "messages-record": MessagesRecord,
}


def generated() -> dict[Path, bytes]:
    """Every generated file with its content."""
    return {**generated_data(), **generated_contracts()}


def generated_data() -> dict[Path, bytes]:
    """What is made from the catalogue: what search-intercept packages, and who states the facts."""
    data = ROOT / "services" / "search-intercept" / "src" / "search_intercept" / "data"
    catalogue = read_catalogue(RESOURCES_DATA)
    today = datetime.now(UTC).date()
    shares = publisher_shares(catalogue, today)
    return {
        data / "last_resort.json": last_resort(catalogue, today),
        RESOURCES_DATA / "SOURCES.md": sources_table(shares).encode(),
    }


def generated_contracts() -> dict[Path, bytes]:
    """What is made from the code. The services have to be able to start for it."""
    schemas = {
        ROOT / "shared" / "schemas" / f"{name}.schema.json": _json(contract.model_json_schema())
        for name, contract in _CONTRACTS.items()
    }
    return {
        **schemas,
        ROOT / "shared" / "schemas" / "asyncapi.json": _json(asyncapi()),
        ROOT / "deploy" / "topics.json": _json([_topic(topic) for topic in TOPICS]),
        ROOT / "services" / "search-intercept" / "openapi.json": _json(_intercept_openapi()),
        ROOT / "services" / "resources" / "openapi.json": _json(_resources_openapi()),
    }


def asyncapi() -> dict[str, Any]:
    """The event road as an AsyncAPI 3.0 document."""
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Waymark events",
            "version": "1",
            "description": "CloudEvents 1.0 in Kafka's binary mode: attributes in ce_ headers, "
            "the value is JSON, and every record carries a W3C traceparent.",
        },
        "channels": {topic.name: _channel(topic) for topic in TOPICS},
        "operations": {
            f"{'receive' if topic.name == 'search.queries.v1' else 'send'}-{topic.name}": {
                "action": "receive" if topic.name == "search.queries.v1" else "send",
                "channel": {"$ref": f"#/channels/{_pointer(topic.name)}"},
            }
            for topic in TOPICS
        },
    }


def _channel(topic: TopicSpecification) -> dict[str, Any]:
    headers = ("ce_specversion", "ce_id", "ce_source", "ce_type", "ce_time", "traceparent")
    return {
        "address": topic.name,
        "description": topic.about,
        "messages": {
            topic.event_type: {
                "contentType": "application/json",
                "headers": {
                    "type": "object",
                    "properties": {name: {"type": "string"} for name in headers},
                },
                "payload": inlined_schema(topic.value),
                "bindings": {"kafka": {"key": {"type": "string", "description": topic.key}}},
            }
        },
    }


def _topic(topic: TopicSpecification) -> dict[str, Any]:
    return {
        "name": topic.name,
        "about": topic.about,
        "key": topic.key,
        "event_type": topic.event_type,
        "partitions": topic.partitions,
        "configuration": topic.configuration,
    }


def _pointer(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


def _intercept_openapi() -> dict[str, Any]:
    settings = InterceptSettings.model_validate(
        {"port": 1, "kafka_bootstrap_servers": "none", "resources_url": "http://localhost"}
    )
    return make_intercept(settings).openapi()


def _resources_openapi() -> dict[str, Any]:
    settings = ResourcesSettings.model_validate(
        {"port": 1, "database_url": "sqlite+aiosqlite:///:memory:"}
    )
    return make_resources(settings).openapi()


def _json(document: Any) -> bytes:  # noqa: ANN401 - any JSON
    return json.dumps(document, indent=1, ensure_ascii=False, sort_keys=True).encode() + b"\n"


def main() -> None:
    """Write every generated file: first the data, without which the services don't start."""
    for make in (generated_data, generated_contracts):
        for path, content in make().items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
