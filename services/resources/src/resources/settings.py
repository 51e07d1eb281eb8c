"""What resources' processes read from their environment."""

from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, HttpUrl

from shared.settings import ServerSettings, Settings


def _known_database(url: str) -> str:
    if not url.startswith(("postgresql+asyncpg://", "sqlite+aiosqlite:///")):
        raise ValueError("must begin with postgresql+asyncpg:// or sqlite+aiosqlite:///")
    return url


DatabaseUrl = Annotated[str, AfterValidator(_known_database)]


def _https(endpoints: dict[str, str]) -> dict[str, str]:
    if not all(endpoint.startswith("https://") for endpoint in endpoints.values()):
        raise ValueError("every endpoint must begin with https://")
    return endpoints


class VideoSettings(Settings):
    """Where videos' providers are asked, as they document it."""

    # A video's host, and its provider's oEmbed endpoint. No other host is ever asked.
    oembed_endpoints: Annotated[dict[str, str], AfterValidator(_https)] = Field(
        {
            "www.tiktok.com": "https://www.tiktok.com/oembed",
            "www.youtube.com": "https://www.youtube.com/oembed",
            "youtu.be": "https://www.youtube.com/oembed",
        }
    )


class DatabaseSettings(Settings):
    """Settings of the commands that work on the catalogue."""

    database_url: DatabaseUrl


class ApiSettings(ServerSettings):
    """Settings of `resources api`."""

    database_url: DatabaseUrl
    # Where the quick exit of a previewed panel leads: some harmless page that people often open.
    quick_exit_url: HttpUrl = HttpUrl("https://www.wikipedia.org/")


class WorkerSettings(ServerSettings, VideoSettings):
    """Settings of `resources worker`; the port is for operators."""

    database_url: DatabaseUrl
    kafka_bootstrap_servers: str = Field(min_length=1)
    kafka_group: str = Field("resources", min_length=1)


class DataSettings(Settings):
    """Where the catalogue's data files are."""

    resources_data: Path = Path(__file__).parents[2] / "data"
