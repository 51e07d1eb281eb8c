"""Panel records from the catalogue: everything there is for a region, topic and audience. Pure."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

import langcodes

from resources.catalogue.records import (
    CampaignFact,
    Catalogue,
    ChannelFact,
    CreatorFact,
    EmergencyFact,
    HelplineFact,
)
from resources.selection.ranking import directories, rank
from shared.contracts.panels import (
    Campaign,
    Channel,
    Creator,
    EmergencyNumbers,
    GuideReference,
    Helpline,
    Hours,
    PanelRecord,
    Verification,
)
from shared.regions import WORLD
from shared.vocabulary import Audience, ChannelKind, Topic

# Topics that general wellbeing content may stand beside. An eating disorder needs its own.
_WELLBEING = {Topic.SUICIDE, Topic.SELF_HARM, Topic.CYBERBULLYING}


def panel_regions(catalogue: Catalogue) -> list[str]:
    """Every region that gets panels: all of the list, and subdivisions with lines of their own.

    The world comes last: a replica that has it has what was published before it.
    """
    own = {line.subdivision for line in catalogue.helplines if line.subdivision}
    return [*sorted({*catalogue.regions, *own} - {WORLD}), WORLD]


def within(catalogue: Catalogue, region: str) -> Catalogue:
    """The catalogue with the helplines alone that a region's panels can hold."""
    countries = {region.partition("-")[0], WORLD}
    lines = tuple(line for line in catalogue.helplines if line.country in countries)
    return catalogue.model_copy(update={"helplines": lines})


def assemble(
    catalogue: Catalogue, region: str, topic: Topic, audience: Audience, today: date
) -> PanelRecord:
    """The panel record of one region, topic and audience, as of `today`."""
    country = region.partition("-")[0]
    return PanelRecord(
        region=region,
        topic=topic,
        audience=audience,
        languages=region_languages(country),
        emergency=_emergency(catalogue.emergency, country),
        helplines=[
            _helpline(line, reasons)
            for line, reasons in rank(catalogue.helplines, region, topic, audience)
        ],
        directories=[
            _helpline(line, ["international_directory"])
            for line in directories(catalogue.helplines, topic, audience)
        ],
        creators=creators_for(catalogue, country, topic, today),
        campaigns=_campaigns(catalogue.campaigns, country, topic, today),
        guides=[
            GuideReference(id=guide.id, kind=guide.kind)
            for guide in catalogue.guides
            if topic in guide.topics and _reaches(guide.countries, country)
        ],
        revision=catalogue.revision,
    )


def region_languages(country: str) -> list[str]:
    """The main language of a country by CLDR's likely subtags; none for the world."""
    if country == WORLD:
        return []
    language = langcodes.Language.make(territory=country).maximize().language
    return [language] if language and language != "und" else []


def _reaches(countries: Sequence[str], country: str) -> bool:
    return WORLD in countries or country in countries


def _fits(topics: Sequence[str], topic: Topic) -> bool:
    return topic in topics or ("mental_wellbeing" in topics and topic in _WELLBEING)


def _emergency(facts: Iterable[EmergencyFact], country: str) -> EmergencyNumbers | None:
    fact = next((fact for fact in facts if fact.country == country), None)
    if fact is None:
        return None
    return EmergencyNumbers(
        general=[] if "general" in fact.disputed_services else fact.general,
        ambulance=[] if "ambulance" in fact.disputed_services else fact.ambulance,
        police=[] if "police" in fact.disputed_services else fact.police,
    )


def _helpline(line: HelplineFact, reasons: list[str]) -> Helpline:
    hours = line.hours
    return Helpline(
        id=line.id,
        region=line.subdivision or line.country,
        name=line.name,
        name_local=line.name_local,
        organisation=line.organisation,
        topics=list(line.topics),
        audience=line.audience,
        channels=[_channel(channel) for channel in line.channels],
        languages=line.languages,
        hours=Hours(always=bool(hours.always), text=hours.text) if hours else None,
        free=line.free,
        website=line.website,
        verification=Verification(level=line.level, newest_evidence=line.newest_evidence),
        reasons=reasons,
    )


def _channel(channel: ChannelFact) -> Channel:
    return Channel(
        kind=channel.kind,
        value=channel.value,
        label=channel.label,
        e164=channel.e164,
        uri=_uri(channel),
    )


def _uri(channel: ChannelFact) -> str | None:
    """A link that opens the channel. A number is dialled as it is inside the country."""
    dialled = channel.e164 or re.sub(r"[^0-9+*#]", "", channel.value)
    match channel.kind:
        case ChannelKind.PHONE:
            return f"tel:{dialled.replace('#', '%23')}"
        case ChannelKind.SMS:
            return f"sms:{dialled}"
        case ChannelKind.WHATSAPP:
            return f"https://wa.me/{channel.e164[1:]}" if channel.e164 else None
        case ChannelKind.EMAIL:
            return f"mailto:{channel.value}"
        case _:
            return channel.value if channel.value.startswith("http") else None


def creators_for(catalogue: Catalogue, country: str, topic: Topic, today: date) -> list[Creator]:
    """Approved videos first; then creators of the region, by their profile."""
    handles = {creator.handle: creator for creator in catalogue.creators}
    videos = [
        _creator(handles[video.creator], "video", video.id, video.url, video.title)
        for video in catalogue.videos
        if video.may_be_served(today)
        and _reaches(video.regions, country)
        and _fits(video.topics, topic)
    ]
    profiles = [
        _creator(creator, "creator", creator.handle.removeprefix("@"), creator.profile, None)
        for creator in catalogue.creators
        if creator.country == country and _fits(creator.topics, topic)
    ]
    return [*videos, *profiles]


def _creator(
    creator: CreatorFact, kind: str, identifier: str, url: str, title: str | None
) -> Creator:
    return Creator(
        id=identifier,
        kind="video" if kind == "video" else "creator",
        name=creator.name,
        handle=creator.handle,
        platform=creator.platform,
        url=url,
        title=title,
        series=creator.series,
        languages=creator.languages,
        topics=list(creator.topics),
    )


def _campaigns(
    campaigns: Iterable[CampaignFact], country: str, topic: Topic, today: date
) -> list[Campaign]:
    return [
        as_campaign(fact)
        for fact in campaigns
        if fact.runs(today) and _reaches(fact.countries, country) and _fits(fact.topics, topic)
    ]


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
