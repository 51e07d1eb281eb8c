"""What the catalogue covers, region by region, and where rule R2 is not met. Pure."""

from pydantic import BaseModel

from resources.catalogue.records import Catalogue, HelplineFact
from resources.selection.assembly import panel_regions
from resources.selection.ranking import rank
from shared.vocabulary import TEXT_CHANNELS, Audience, Topic, VerificationLevel

# Topics that R2 asks a round-the-clock line for.
_R2 = (Topic.SUICIDE, Topic.SELF_HARM, Topic.EATING_DISORDER)
_REPUTABLE = {VerificationLevel.OFFICIAL, VerificationLevel.TWO_SOURCES}


class TopicCoverage(BaseModel):
    """What a region has for one topic, for adults."""

    region: str
    topic: Topic
    lines: int
    round_the_clock: bool
    text_channel: bool
    languages: list[str]
    level: VerificationLevel | None
    oldest_evidence: str | None
    meets_r2: bool | None


def coverage(catalogue: Catalogue) -> list[TopicCoverage]:
    """The coverage of every region and topic."""
    return [
        _topic_coverage(catalogue, region, topic)
        for region in panel_regions(catalogue)
        for topic in Topic
    ]


def _topic_coverage(catalogue: Catalogue, region: str, topic: Topic) -> TopicCoverage:
    ranked = rank(catalogue.helplines, region, topic, Audience.ADULT)
    lines = [line for line, _ in ranked]
    always = [line for line in lines if line.hours and line.hours.always]
    return TopicCoverage(
        region=region,
        topic=topic,
        lines=len(lines),
        round_the_clock=bool(always),
        text_channel=any(c.kind in TEXT_CHANNELS for line in lines for c in line.channels),
        languages=sorted({language for line in lines for language in line.languages}),
        level=_best_level(lines),
        oldest_evidence=min((d for line in lines if (d := line.newest_evidence)), default=None),
        meets_r2=any(line.level in _REPUTABLE for line in always) if topic in _R2 else None,
    )


def _best_level(lines: list[HelplineFact]) -> VerificationLevel | None:
    order = tuple(VerificationLevel)
    return min((line.level for line in lines), key=order.index, default=None)
