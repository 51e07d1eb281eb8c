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


class DatabaseSettings(Settings):
    """Settings of the commands that work on the catalogue."""

    database_url: DatabaseUrl


class ApiSettings(ServerSettings):
    """Settings of `resources api`."""

    database_url: DatabaseUrl
    # Where the quick exit of a previewed panel leads: some harmless page that people often open.
    quick_exit_url: HttpUrl = HttpUrl("https://www.wikipedia.org/")


class WorkerSettings(ServerSettings):
    """Settings of `resources worker`; the port is for operators."""

    database_url: DatabaseUrl
    kafka_bootstrap_servers: str = Field(min_length=1)
    kafka_group: str = Field("resources", min_length=1)


class DataSettings(Settings):
    """Where the catalogue's data files are."""

    resources_data: Path = Path(__file__).parents[2] / "data"
