"""The HTTP contract of search-intercept."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from shared.contracts.events import Detection, Identifier, LanguageTags, RegionCode
from shared.contracts.panels import Panel
from shared.privacy import QueryText
from shared.vocabulary import Action, Audience, Surface


class InterceptRequest(BaseModel):
    """A query, asked about while its result page is being built."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    query: Annotated[
        QueryText,
        Field(description="What somebody typed. Past 512 characters it is cut, not refused."),
    ]
    region: RegionCode | None = Field(
        None, description="ISO 3166-1 or 3166-2. Absent or unknown: the world's panel."
    )
    languages: LanguageTags = Field([], description="BCP 47, most wanted first.")
    audience: Audience = Audience.UNKNOWN
    surface: Surface = Surface.RESULTS
    query_id: Identifier | None = None
    session: Identifier | None = None


class InterceptVersions(BaseModel):
    """What the answer was made with."""

    service: str
    lexicon: str
    policy: str


class InterceptAnswer(BaseModel):
    """Whether to intercept, and with what. A match always comes with a panel."""

    intercept: bool
    detection: Detection | None = None
    action: Action
    panel: Panel | None = None
    degraded: bool
    versions: InterceptVersions
