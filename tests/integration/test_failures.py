"""What happens to somebody's query while parts of us are down. Each on parts of its own."""

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from tests.conftest import lay_foundation
from tests.support import intercept, query_event, read, send, values_for, within

from deploy.processes import free_port, stop_all
from deploy.stack import Parts, Ports, Stack, get_json
from shared.contracts.topics import RECOMMENDATIONS

pytestmark = pytest.mark.real


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="waymark-test-") as name:
        yield Path(name)


def test_help_comes_while_resources_and_then_kafka_are_stopped(folder: Path) -> None:
    laid = lay_foundation(folder)
    stack = Stack(laid.parts, Ports.free(), folder)
    try:
        stack.prepare(make_topics=laid.make_topics)
        stack.start("resources-worker", "resources-api", "search-intercept-api")
        stack.fill()
        stack.wait_ready()

        stack.stop("resources-worker", "resources-api")
        assert_helped(intercept(stack, query="อยากตาย", region="TH"))

        stop_all(laid.children)
        assert_helped(intercept(stack, query="อยากตาย", region="TH"))
        if laid.children:
            assert within(15, lambda: not stack.all_well("search-intercept-api"))
            ready = get_json(f"http://127.0.0.1:{stack.ports.intercept}/readyz")
            assert ready["ready"] is True
            assert [check["name"] for check in ready["checks"] if not check["ok"]] == ["kafka"]
        assert_helped(intercept(stack, query="i want to die", region="TH"))
    finally:
        stack.stop()
        stop_all(laid.children)


def test_with_the_database_down_the_event_road_goes_on_from_memory(folder: Path) -> None:
    laid = lay_foundation(folder)
    stack = Stack(laid.parts, Ports.free(), folder)
    query_id = str(uuid4())
    try:
        stack.prepare(make_topics=laid.make_topics)
        stack.start("resources-worker", "search-intercept-worker")
        stack.fill()
        stack.wait_ready()
        stop_all([child for child in laid.children if child.name == "PostgreSQL"])

        send(stack, [query_event(query_id, "อยากตาย", region="TH")])
        records = read(
            stack, RECOMMENDATIONS.name, lambda found: bool(values_for(found, {query_id}))
        )
        base = f"http://127.0.0.1:{stack.ports.resources_worker}"
        if laid.children:
            assert within(15, lambda: get_json(f"{base}/readyz").get("degraded") is True)
            assert get_json(f"{base}/readyz")["ready"] is True
    finally:
        stack.stop()
        stop_all(laid.children)
    panel = values_for(records, {query_id})[0]["panel"]
    assert panel["primary"][0]["region"] == "TH"


def assert_helped(told: dict[str, object]) -> None:
    panel = told["panel"]
    assert isinstance(panel, dict)
    assert told["intercept"] is True
    assert told["degraded"] is False
    assert panel["primary"][0]["region"] == "TH"


def test_with_both_down_at_start_the_last_resort_still_helps(folder: Path) -> None:
    nowhere = Parts(f"127.0.0.1:{free_port()}", "sqlite+aiosqlite:///unused")
    stack = Stack(nowhere, Ports.free(), folder)
    base = f"http://127.0.0.1:{stack.ports.intercept}"
    try:
        stack.start("search-intercept-api")
        assert within(30, lambda: ask_ready(base))
        told = intercept(stack, query="muốn chết", region="VN")
        state = get_json(f"{base}/readyz")
    finally:
        stack.stop()
    assert told["degraded"] is True
    assert told["panel"]["degraded"] is True
    assert told["panel"]["region"] == "VN"
    assert told["panel"]["emergency"]["ambulance"] == ["115"]
    assert told["panel"]["directories"]
    assert told["panel"]["language"] == "vi"
    assert state["ready"] is True
    assert state["degraded"] is True


def ask_ready(base: str) -> bool:
    return get_json(f"{base}/readyz").get("ready") is True


def test_where_kafka_is_down_at_start_resources_fills_the_replica(folder: Path) -> None:
    parts = Parts(f"127.0.0.1:{free_port()}", f"sqlite+aiosqlite:///{folder}/waymark.sqlite3")
    stack = Stack(parts, Ports.free(), folder)
    try:
        stack.prepare(make_topics=False)
        stack.fill()
        stack.start("resources-api")
        stack.wait_ready("resources-api")
        stack.start("search-intercept-api")
        base = f"http://127.0.0.1:{stack.ports.intercept}"
        assert within(30, lambda: ask_ready(base))
        assert within(
            15, lambda: intercept(stack, query="อยากตาย", region="TH")["degraded"] is False
        )
        assert_helped(intercept(stack, query="อยากตาย", region="TH"))
    finally:
        stack.stop()


@pytest.mark.parametrize(
    ("module", "process", "setting", "value"),
    [
        ("search_intercept", "api", "KAFKA_BOOTSTRAP_SERVERS", ""),
        ("search_intercept", "api", "RESOURCES_URL", "no address"),
        ("search_intercept", "worker", "PORT", "many"),
        ("resources", "api", "DATABASE_URL", "mysql://x"),
        ("resources", "worker", "PORT", "0"),
        ("resources", "import", "DATABASE_URL", "nothing"),
    ],
)
def test_a_bad_setting_stops_the_start_with_one_sentence_that_names_it(
    folder: Path, module: str, process: str, setting: str, value: str
) -> None:
    good = {
        "PORT": str(free_port()),
        "KAFKA_BOOTSTRAP_SERVERS": "127.0.0.1:1",
        "DATABASE_URL": f"sqlite+aiosqlite:///{folder}/x.sqlite3",
        "RESOURCES_URL": "http://127.0.0.1:1",
    }
    done = subprocess.run(
        [sys.executable, "-m", module, process],
        env={**os.environ, **good, setting: value},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode != 0
    assert setting in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_taken_port_stops_the_start_with_one_sentence(folder: Path) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        taken = int(holder.getsockname()[1])
        ports = Ports(taken, free_port(), free_port(), free_port())
        nowhere = Parts("127.0.0.1:1", "sqlite+aiosqlite:///unused")
        stack = Stack(nowhere, ports, folder)
        stack.start("search-intercept-api")
        child = stack.children["search-intercept-api"]
        assert within(20, lambda: not child.running)
    said = child.log.read_text().strip().splitlines()
    assert said[-1].startswith(f"cannot start: PORT {taken}")
    assert not any("Traceback" in line for line in said)
