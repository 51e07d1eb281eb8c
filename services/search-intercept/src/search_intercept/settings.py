"""What search-intercept's processes read from their environment."""

from pathlib import Path

from pydantic import Field, HttpUrl

from shared.settings import ServerSettings


class DetectionSettings(ServerSettings):
    """What both processes read."""

    lexicon_folder: Path | None = Field(
        None, description="Word lists to use instead of the packaged ones; changes are followed."
    )


class ApiSettings(DetectionSettings):
    """Settings of `search-intercept api`."""

    kafka_bootstrap_servers: str = Field(min_length=1)
    resources_url: HttpUrl = Field(
        description="Asked once for all panels where Kafka can't give them at start."
    )


class WorkerSettings(DetectionSettings):
    """Settings of `search-intercept worker`; the port is for operators."""

    kafka_bootstrap_servers: str = Field(min_length=1)
    kafka_group: str = Field("search-intercept", min_length=1)
