"""compose.yaml has the processes it should have, hardened, with settings that exist."""

import yaml
from pydantic_settings import BaseSettings

from deploy.generate import ROOT
from resources.settings import ApiSettings as ResourcesApi
from resources.settings import WorkerSettings as ResourcesWorker
from search_intercept.settings import ApiSettings as InterceptApi
from search_intercept.settings import WorkerSettings as InterceptWorker

COMPOSE = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text())
PROCESSES: dict[str, type[BaseSettings]] = {
    "search-intercept-api": InterceptApi,
    "search-intercept-worker": InterceptWorker,
    "resources-api": ResourcesApi,
    "resources-worker": ResourcesWorker,
}


def test_each_process_has_a_container_of_its_own_with_all_it_requires() -> None:
    for name, settings in PROCESSES.items():
        service = COMPOSE["services"][name]
        given = {setting.lower() for setting in service["environment"]} | {"port", "host"}
        required = {key for key, field in settings.model_fields.items() if field.is_required()}
        assert required <= given <= set(settings.model_fields)
        assert service["build"]["target"] == name.rsplit("-", 1)[0]
        assert service["command"] == [name.rsplit("-", 1)[1]]


def test_our_containers_are_read_only_and_without_capabilities() -> None:
    for name, service in COMPOSE["services"].items():
        if name not in {"kafka", "postgres"}:
            assert service["read_only"] is True
            assert service["cap_drop"] == ["ALL"]
            assert service["security_opt"] == ["no-new-privileges:true"]


def test_published_ports_are_on_loopback() -> None:
    for service in COMPOSE["services"].values():
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", []))


def test_the_images_run_unprivileged() -> None:
    text = (ROOT / "deploy" / "Dockerfile").read_text()
    assert "USER 10001:10001" in text
    for target in ("search-intercept", "resources"):
        assert f"FROM runtime AS {target}\n" in text
