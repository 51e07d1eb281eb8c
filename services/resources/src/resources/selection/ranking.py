"""Which helplines fit a region, a topic and an audience, best first, and why. Pure."""

from collections.abc import Iterable

from resources.catalogue.records import HelplineFact
from shared.regions import WORLD
from shared.vocabulary import TEXT_CHANNELS, Audience, ChannelKind, Topic, VerificationLevel

# A line's topics by how well they fit what was searched. General lines stand in for special ones.
_FIT: dict[Topic, tuple[str, ...]] = {
    Topic.SUICIDE: ("suicide", "emotional_distress"),
    Topic.SELF_HARM: ("self_harm", "suicide", "emotional_distress"),
    Topic.EATING_DISORDER: ("eating_disorder", "emotional_distress", "suicide"),
    Topic.CYBERBULLYING: ("cyberbullying", "emotional_distress", "suicide"),
}
# Lines for groups that a search does not tell apart: listed on request, never put before anybody.
_FOR_GROUPS = frozenset({"lgbtq", "veterans"})
# Topics that a line for children may be about without being of use for another one.
_SPECIAL = frozenset({"cyberbullying", "eating_disorder", "self_harm"})
_CHILD = "child_youth"
_LEVELS = tuple(VerificationLevel)
# More than anybody reads; the whole list is one request away.
_MOST = 8


def rank(
    helplines: Iterable[HelplineFact], region: str, topic: Topic, audience: Audience
) -> list[tuple[HelplineFact, list[str]]]:
    """The lines to show in `region`, best first, each with the reasons for its place.

    Disputed lines are never shown. For adults, lines for children stand in only where there is
    nothing else; for minors they come first; where the age is unknown they come last.
    """
    fitting = [
        line
        for line in helplines
        if _serves(line, region) and _fit(line, topic, audience) is not None and _shown(line)
    ]
    if audience is Audience.ADULT:
        fitting = [line for line in fitting if _CHILD not in line.topics] or fitting
    fitting.sort(key=lambda line: _place(line, region, topic, audience))
    return [(line, _reasons(line, region, topic, audience)) for line in fitting[:_MOST]]


def is_directory(line: HelplineFact) -> bool:
    """Whether it is an international directory: a page to find a line on, not a line."""
    return line.country == WORLD and {c.kind for c in line.channels} == {ChannelKind.WEB}


def directories(
    helplines: Iterable[HelplineFact], topic: Topic, audience: Audience
) -> list[HelplineFact]:
    """The international directories that fit, best supported first."""
    fitting = [
        line
        for line in helplines
        if is_directory(line) and _fit(line, topic, audience) is not None and _shown(line)
    ]
    return sorted(fitting, key=lambda line: (_LEVELS.index(line.level), line.id))


def _serves(line: HelplineFact, region: str) -> bool:
    """A line of a subdivision is for that subdivision alone: not every person there has it."""
    if is_directory(line):
        return False
    if line.subdivision:
        return line.subdivision == region
    return line.country == region.partition("-")[0]


def _shown(line: HelplineFact) -> bool:
    return line.level is not VerificationLevel.DISPUTED


def _fit(line: HelplineFact, topic: Topic, audience: Audience) -> int | None:
    """How well the line's topics fit, 0 being best; None where it is for somebody else."""
    if _FOR_GROUPS & set(line.topics):
        return None
    for place, wanted in enumerate(_FIT[topic]):
        if wanted in line.topics:
            return place
    for_children_alone = _CHILD in line.topics and not _SPECIAL & set(line.topics)
    if for_children_alone and audience is not Audience.ADULT:
        return len(_FIT[topic])
    return None


def _place(
    line: HelplineFact, region: str, topic: Topic, audience: Audience
) -> tuple[bool, int, int, int, bool, bool, str]:
    return (
        line.subdivision != region and "-" in region,
        _child_order(line, audience),
        _fit(line, topic, audience) or 0,
        _LEVELS.index(line.level),
        not _always(line),
        not _texts(line),
        line.id,
    )


def _child_order(line: HelplineFact, audience: Audience) -> int:
    child = _CHILD in line.topics
    return int(not child) if audience is Audience.MINOR else int(child)


def _reasons(line: HelplineFact, region: str, topic: Topic, audience: Audience) -> list[str]:
    told = {
        "near": line.subdivision == region,
        "for_young_people": _CHILD in line.topics and audience is not Audience.ADULT,
        f"topic_{topic.value}": topic.value in line.topics,
        f"verified_{line.level.value}": True,
        "round_the_clock": _always(line),
        "text_channel": _texts(line),
    }
    return [reason for reason, holds in told.items() if holds]


def _always(line: HelplineFact) -> bool:
    return line.hours is not None and bool(line.hours.always)


def _texts(line: HelplineFact) -> bool:
    return any(channel.kind in TEXT_CHANNELS for channel in line.channels)
