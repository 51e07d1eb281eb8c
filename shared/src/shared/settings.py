"""Settings from the environment; a bad one stops the process with one sentence."""

import sys
from typing import Annotated, TypeVar

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

Port = Annotated[int, Field(ge=1, le=65535)]


class Settings(BaseSettings):
    """Base of every process's settings: environment variables named like the fields."""

    model_config = SettingsConfigDict(
        case_sensitive=False, extra="ignore", hide_input_in_errors=True, frozen=True
    )


class ServerSettings(Settings):
    """Where a process listens."""

    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: Port


S = TypeVar("S", bound=Settings)


def load(settings: type[S]) -> S:
    """Read the settings, or end the process with one sentence that names the bad ones."""
    try:
        return settings()
    except ValidationError as error:
        problems = "; ".join(
            f"{'.'.join(str(part) for part in problem['loc']).upper()}: {problem['msg']}"
            for problem in error.errors(include_input=False, include_url=False)
        )
        sys.exit(f"cannot start, a setting is missing or wrong: {problems}")
