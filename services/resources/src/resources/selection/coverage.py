"""What the catalogue covers, region by region, and where rule R2 is not met. Pure."""

from collections.abc import Sequence
from datetime import date

from pydantic import BaseModel

from resources.catalogue.records import Catalogue
from resources.selection.assembly import panel_regions
from resources.selection.lines import ServedLines, lines_for
from shared.contracts.panels import Helpline
from shared.ranking import expired
from shared.regions import WORLD
from shared.vocabulary import TEXT_CHANNELS, Audience, Topic, VerificationLevel

# Topics that R2 asks for.
_R2 = (Topic.SUICIDE, Topic.SELF_HARM, Topic.EATING_DISORDER)
_REPUTABLE = {VerificationLevel.OFFICIAL, VerificationLevel.TWO_SOURCES}


class TopicCoverage(BaseModel):
    """What a region has for one topic, for adults, of its own lines."""

    region: str
    topic: Topic
    lines: int
    expired: int
    round_the_clock: bool
    text_channel: bool
    languages: list[str]
    level: VerificationLevel | None
    oldest_evidence: str | None
    meets_r2: bool | None
    """A reputable round-the-clock line and a free supportive link; None where R2 asks nothing."""


def coverage(catalogue: Catalogue, today: date) -> list[TopicCoverage]:
    """The coverage of every region and topic under the catalogue's serving rules."""
    lines = ServedLines(catalogue, today)
    return [
        _topic_coverage(catalogue, lines, region, topic, today)
        for region in panel_regions(catalogue)
        for topic in Topic
    ]


def _topic_coverage(
    catalogue: Catalogue,
    served: ServedLines,
    region: str,
    topic: Topic,
    today: date,
) -> TopicCoverage:
    found = lines_for(served, region, topic, Audience.ADULT)
    lines = [line for line in found if line.region != WORLD or region == WORLD]
    current = [line for line in lines if not expired(line, today)]
    always = [line for line in current if line.hours and line.hours.always]
    checked = [line.verification.checked_at for line in lines if line.verification.checked_at]
    return TopicCoverage(
        region=region,
        topic=topic,
        lines=len(lines),
        expired=len(lines) - len(current),
        round_the_clock=bool(always),
        text_channel=any(c.kind in TEXT_CHANNELS for line in lines for c in line.channels),
        languages=sorted({language for line in lines for language in line.languages}),
        level=_best_level(lines),
        oldest_evidence=min(checked, default=None),
        meets_r2=_meets_r2(catalogue, always, region, topic) if topic in _R2 else None,
    )


def _meets_r2(catalogue: Catalogue, always: Sequence[Helpline], region: str, topic: Topic) -> bool:
    reputable = any(line.verification.level in _REPUTABLE for line in always)
    free_link = any(line.website for line in always) or any(
        topic in guide.topics and {WORLD, region.partition("-")[0]} & set(guide.countries)
        for guide in catalogue.guides
    )
    return reputable and free_link


def _best_level(lines: Sequence[Helpline]) -> VerificationLevel | None:
    levels = (line.verification.level for line in lines)
    return min(levels, key=lambda level: level.order, default=None)
