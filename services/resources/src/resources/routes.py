"""The HTTP API of resources: panels, and the catalogue behind them. Reads memory alone."""

from collections.abc import Callable
from datetime import date, datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse

from resources.catalogue.evidence import verification
from resources.catalogue.records import HelplineFact, HelplineTopic
from resources.preview import html
from resources.selection.assembly import as_campaign, as_guide, creators_for, reaches
from resources.selection.coverage import TopicCoverage, coverage
from resources.snapshot import Snapshot
from shared.contracts.panels import Campaign, Creator, Guide, Panel, Verification
from shared.http.problems import problem_response
from shared.regions import fallback_chain
from shared.rendering import guides_for
from shared.vocabulary import Audience, Topic

Languages = Annotated[
    str, Query(max_length=200, description="BCP 47 tags, most wanted first, parted by commas.")
]
Region = Annotated[str | None, Query(max_length=16, description="ISO 3166-1 or 3166-2 code.")]
"""A region to list for; without one everything is listed."""

Fragment = Annotated[bool, Query(description="The panel alone, to be put into a page.")]

_NO_CACHE = {"Cache-Control": "no-cache"}
_PAGE = {
    "Content-Security-Policy": html.content_security_policy(),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class VerifiedHelpline(HelplineFact):
    """A helpline as the catalogue has it. `sources` are the evidence, each with its date.

    `verification` is null where no dated source states it, or those that do are left out.
    """

    verification: Verification | None


def panel_routes(snapshot: Snapshot, clock: Callable[[], datetime]) -> APIRouter:
    """Routes for panels, out of `snapshot`. `clock` gives the time, aware."""
    router = APIRouter(tags=["panels"])

    @router.get("/v1/panels", response_class=Response)
    async def all_panels(request: Request) -> Response:
        """Every panel record by key, and the messages of every language."""
        snapshot.loaded()
        tag = f'"{snapshot.revision}"'
        headers = {**_NO_CACHE, "ETag": tag}
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
        return Response(snapshot.everything(), media_type="application/json", headers=headers)

    @router.get("/v1/panels/{region}")
    async def panel(
        region: str,
        topic: Topic = Topic.SUICIDE,
        audience: Audience = Audience.UNKNOWN,
        languages: Languages = "",
    ) -> Panel:
        """The panel for a region; the world's where the region is unknown."""
        return snapshot.panel(region, topic, audience, split(languages), clock())

    return router


def preview_routes(snapshot: Snapshot, clock: Callable[[], datetime], leave_to: str) -> APIRouter:
    """The panel as HTML, to look at and to embed. `leave_to` is where the quick exit leads."""
    router = APIRouter(tags=["panels"])

    @router.get("/v1/panels/{region}/preview", response_class=HTMLResponse)
    async def preview(
        region: str,
        topic: Topic = Topic.SUICIDE,
        audience: Audience = Audience.UNKNOWN,
        languages: Languages = "",
        fragment: Fragment = False,
    ) -> HTMLResponse:
        """The panel as an accessible page that loads nothing from elsewhere and tracks nobody."""
        panel = snapshot.panel(region, topic, audience, split(languages), clock())
        words = snapshot.messages[panel.language]
        if fragment:
            return HTMLResponse(html.fragment(panel, words, leave_to), headers=_NO_CACHE)
        page = html.page(panel, words, leave_to)
        return HTMLResponse(page, headers={**_NO_CACHE, **_PAGE})

    return router


def list_routes(snapshot: Snapshot, clock: Callable[[], datetime]) -> APIRouter:
    """Routes that list what the catalogue holds, out of `snapshot`. `clock` is in UTC."""
    router = APIRouter(tags=["catalogue"])

    def today() -> date:
        return clock().date()

    @router.get("/v1/helplines")
    async def helplines(
        region: Region = None, topic: HelplineTopic | None = None
    ) -> list[VerifiedHelpline]:
        """Helplines with their evidence, also those that no panel shows."""
        catalogue = snapshot.loaded()
        return [
            VerifiedHelpline(**dict(line), verification=verification(line, catalogue))
            for line in catalogue.helplines
            if (region is None or line.country == country(region))
            and (topic is None or topic in line.topics)
        ]

    @router.get("/v1/videos")
    async def videos(region: Region = None, topic: Topic = Topic.SUICIDE) -> list[Creator]:
        """Creators and their approved videos; opt-in, never played unasked."""
        catalogue = snapshot.loaded()
        countries = [country(region)] if region else list(catalogue.regions)
        found = {
            creator.id: creator
            for code in countries
            for creator in creators_for(catalogue, code, topic, today())
        }
        return list(found.values())

    @router.get("/v1/guides")
    async def guides(region: Region = None, languages: Languages = "") -> list[Guide]:
        """Guides, each in the first of the languages that it is written in."""
        facts = snapshot.loaded().guides
        shown = [
            as_guide(fact)
            for fact in facts
            if fact.runs(today()) and (region is None or reaches(fact.countries, country(region)))
        ]
        return guides_for(shown, snapshot.messages, split(languages))

    @router.get("/v1/campaigns")
    async def campaigns(region: Region = None) -> list[Campaign]:
        """Campaigns that run now."""
        return [
            as_campaign(fact)
            for fact in snapshot.loaded().campaigns
            if fact.runs(today()) and (region is None or reaches(fact.countries, country(region)))
        ]

    return router


def region_routes(snapshot: Snapshot, clock: Callable[[], datetime]) -> APIRouter:
    """What each region has, out of `snapshot`. `clock` is in UTC."""
    router = APIRouter(tags=["catalogue"])
    covered: dict[tuple[int, date], list[TopicCoverage]] = {}

    @router.get("/v1/regions")
    async def regions() -> list[TopicCoverage]:
        """What is there for each region and topic, and which regions fall short."""
        current = (snapshot.revision, clock().date())
        if current not in covered:
            covered.clear()
            covered[current] = coverage(snapshot.loaded(), clock().date())
        return covered[current]

    return router


async def not_loaded(_request: Request, _error: Exception) -> Response:
    """The answer while the catalogue has not been read yet."""
    return problem_response(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "not-loaded",
        "The catalogue has not been read yet.",
        headers={"Retry-After": "1"},
    )


def split(languages: str) -> list[str]:
    """Language tags out of a comma-separated list."""
    return [tag.strip() for tag in languages.split(",") if tag.strip()]


def country(region: str | None) -> str:
    """The country of a region; the world's code where it is none."""
    return fallback_chain(region)[0].partition("-")[0]
