"""What is generated and checked in is what the code makes now; the house's rules hold."""

import ast
import json
import re
from pathlib import Path

import pytest

from deploy.generate import ROOT, generated
from shared.contracts.events import DetectionEvent, QueryEvent, Recommendation
from shared.contracts.panels import MessagesRecord, PanelRecord
from shared.contracts.topics import STREAMS, TOPICS

FIXTURES = Path(__file__).parent / "fixtures"


GENERATED = generated()


@pytest.mark.parametrize("path", GENERATED, ids=lambda path: path.name)
def test_generated_files_are_current(path: Path) -> None:
    assert path.read_bytes() == GENERATED[path], "run make generate"


@pytest.mark.parametrize(
    ("name", "contract"),
    [
        ("query-event.v1.json", QueryEvent),
        ("detection-event.v1.json", DetectionEvent),
        ("recommendation.v1.json", Recommendation),
        ("panel-record.v1.json", PanelRecord),
        ("messages-record.v1.json", MessagesRecord),
    ],
)
def test_every_released_record_still_parses_and_unknown_fields_are_passed_over(
    name: str, contract: type[QueryEvent]
) -> None:
    released = json.loads((FIXTURES / name).read_text())
    of_tomorrow = contract.model_validate({**released, "a_field_of_tomorrow": {"x": 1}})
    assert of_tomorrow.model_dump() == contract.model_validate(released).model_dump()


def test_only_the_first_topic_can_carry_query_text() -> None:
    for topic in TOPICS[1:]:
        fields = json.dumps(topic.value.model_json_schema())
        assert not re.search(r'"(query|text_of_query|query_text)":', fields)


def test_topics_are_as_the_design_names_them() -> None:
    assert [topic.name for topic in STREAMS] == [
        "search.queries.v1",
        "crisis.detections.v1",
        "crisis.recommendations.v1",
        "crisis.panels.v1",
        "crisis.messages.v1",
    ]
    assert {t.name for t in STREAMS if t.configuration == {"cleanup.policy": "compact"}} == {
        "crisis.panels.v1",
        "crisis.messages.v1",
    }


def imports(path: Path) -> set[str]:
    """Top-level names of the modules that a file imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def sources(package: str) -> list[Path]:
    found = list(ROOT.glob(f"**/src/{package}/**/*.py"))
    assert found
    return found


@pytest.mark.parametrize(
    ("package", "forbidden"),
    [
        ("search_intercept", {"resources", "deploy"}),
        ("resources", {"search_intercept", "deploy"}),
        ("shared", {"search_intercept", "resources", "deploy"}),
    ],
)
def test_services_never_import_each_other(package: str, forbidden: set[str]) -> None:
    for path in sources(package):
        assert not {name.split(".")[0] for name in imports(path)} & forbidden, path


@pytest.mark.parametrize(
    "pure",
    ["search_intercept/detection", "resources/selection"],
)
def test_the_pure_core_knows_no_io_no_clock_and_no_log(pure: str) -> None:
    outside = {"asyncio", "aiokafka", "httpx", "sqlalchemy", "fastapi", "structlog", "logging",
               "time", "socket", "os", "prometheus_client"}  # fmt: skip
    for path in sources(pure):
        assert not {name.split(".")[0] for name in imports(path)} & outside, path


def test_query_text_is_opened_in_one_place() -> None:
    opened = [
        path.name
        for package in ("shared", "search_intercept", "resources")
        for path in sources(package)
        if ".reveal()" in path.read_text()
    ]
    assert opened == ["detector.py"]
