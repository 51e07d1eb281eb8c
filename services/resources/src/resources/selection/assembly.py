"""Panel records from the catalogue: everything there is for a region, topic and audience. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache

from babel.languages import get_official_languages

from resources.catalogue.evidence import kept_sources
from resources.catalogue.records import (
    CampaignFact,
    Catalogue,
    CreatorFact,
    GuideFact,
    LiveSessionFact,
    VideoFact,
)
from resources.selection.lines import ServedLines, directories, lines_for
from shared.contracts.panels import (
    Campaign,
    Creator,
    EmergencyNumbers,
    GuideReference,
    LiveSession,
    PanelRecord,
    SafetyTool,
)
from shared.regions import WORLD
from shared.vocabulary import Audience, Topic

# Topics that general wellbeing content may stand beside. An eating disorder needs its own.
_WELLBEING = {Topic.SUICIDE, Topic.SELF_HARM, Topic.CYBERBULLYING}


def panel_regions(catalogue: Catalogue) -> list[str]:
    """Every region that gets panels: all of the list, and subdivisions with lines of their own.

    The world comes last: a replica that has it has what was published before it.
    """
    own = {line.subdivision for line in catalogue.helplines if line.subdivision}
    return [*sorted({*catalogue.regions, *own} - {WORLD}), WORLD]


def assemble(
    catalogue: Catalogue,
    lines: ServedLines,
    region: str,
    topic: Topic,
    audience: Audience,
    today: date,
) -> PanelRecord:
    """The panel record of one region, topic and audience, as of `today`."""
    country = region.partition("-")[0]
    return PanelRecord(
        region=region,
        topic=topic,
        audience=audience,
        languages=region_languages(country),
        emergency=_emergency(catalogue, country),
        helplines=lines_for(lines, region, topic, audience),
        directories=directories(lines, topic, audience),
        creators=creators_for(catalogue, country, topic, today),
        campaigns=_campaigns(catalogue.campaigns, country, topic, today),
        guides=[
            as_guide(guide)
            for guide in catalogue.guides
            if topic in guide.topics and guide.runs(today) and reaches(guide.countries, country)
        ],
        sessions=_sessions(catalogue.sessions, country, topic, today),
        tools=[
            SafetyTool(id=tool.id, link=tool.link, labels=tool.labels)
            for tool in catalogue.tools
            if topic in tool.topics
        ],
        revision=catalogue.revision,
    )


def region_languages(country: str) -> list[str]:
    """The official languages of a country by CLDR, most spoken first; none for the world."""
    return list(_official_languages(country))


@cache
def _official_languages(country: str) -> list[str]:
    if country == WORLD:
        return []
    return [tag.replace("_", "-") for tag in get_official_languages(country, de_facto=True)]


def reaches(countries: Sequence[str], country: str) -> bool:
    """Whether something for these countries, the world among them, is for this one too."""
    return WORLD in countries or country in countries


def _fits(topics: Sequence[str], topic: Topic) -> bool:
    return topic in topics or ("mental_wellbeing" in topics and topic in _WELLBEING)


def _emergency(catalogue: Catalogue, country: str) -> EmergencyNumbers | None:
    fact = next((fact for fact in catalogue.emergency if fact.country == country), None)
    if fact is None or not kept_sources(fact, catalogue):
        return None
    numbers = EmergencyNumbers(
        general=fact.undisputed("general"),
        ambulance=fact.undisputed("ambulance"),
        police=fact.undisputed("police"),
    )
    return numbers if numbers.general or numbers.ambulance or numbers.police else None


def _sessions(
    sessions: Iterable[LiveSessionFact], country: str, topic: Topic, today: date
) -> list[LiveSession]:
    return [
        LiveSession(**fact.model_dump(exclude={"countries", "source"}))
        for fact in sessions
        if fact.near(today) and reaches(fact.countries, country) and _fits(fact.topics, topic)
    ]


def creators_for(catalogue: Catalogue, country: str, topic: Topic, today: date) -> list[Creator]:
    """Approved videos first; then creators of the region, by their profile."""
    handles = {creator.handle: creator for creator in catalogue.creators}
    videos = [
        _video(video, handles[video.creator])
        for video in catalogue.videos
        if video.may_be_served(today)
        and reaches(video.regions, country)
        and _fits(video.topics, topic)
    ]
    profiles = [
        _profile(creator)
        for creator in catalogue.creators
        if creator.country == country and _fits(creator.topics, topic)
    ]
    return [*videos, *profiles]


def _profile(creator: CreatorFact) -> Creator:
    return Creator(
        id=creator.handle.removeprefix("@"),
        kind="creator",
        name=creator.name,
        handle=creator.handle,
        platform=creator.platform,
        url=creator.profile,
        series=creator.series,
        languages=creator.languages,
        topics=list(creator.topics),
    )


def _video(video: VideoFact, creator: CreatorFact) -> Creator:
    return Creator(
        id=video.id,
        kind="video",
        name=creator.name,
        handle=creator.handle,
        platform=creator.platform,
        url=video.url,
        title=video.title,
        series=creator.series,
        languages=video.languages,
        topics=list(video.topics),
        content_note=video.content_note,
        help_address=video.help_address,
        captions=video.captions,
    )


def _campaigns(
    campaigns: Iterable[CampaignFact], country: str, topic: Topic, today: date
) -> list[Campaign]:
    return [
        as_campaign(fact)
        for fact in campaigns
        if fact.runs(today) and reaches(fact.countries, country) and _fits(fact.topics, topic)
    ]


def as_guide(fact: GuideFact) -> GuideReference:
    """A guide as panels refer to it."""
    return GuideReference(id=fact.id, kind=fact.kind, organisations=fact.organisations)


def as_campaign(fact: CampaignFact) -> Campaign:
    """A campaign as it is shown."""
    return Campaign(
        id=fact.hashtags[0].removeprefix("#"),
        title=fact.title,
        hashtags=fact.hashtags,
        languages=fact.languages,
        topics=list(fact.topics),
        partners=fact.partners,
    )
