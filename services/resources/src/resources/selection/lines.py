"""Which helplines a region's panel can hold. Their order is made where it is rendered. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from resources.catalogue.evidence import served, verification
from resources.catalogue.records import Catalogue, HelplineFact
from shared.contracts.panels import Verification
from shared.ranking import fit
from shared.regions import WORLD
from shared.vocabulary import TEXT_CHANNELS, Audience, ChannelKind, Topic, VerificationLevel

_LEVELS = tuple(VerificationLevel)
_CHILD = "child_youth"
# Three times what a panel shows: enough to choose from for any language and hour.
_MOST = 24


@dataclass(frozen=True, slots=True)
class VerifiedLine:
    """A helpline and how well it is supported."""

    fact: HelplineFact
    verification: Verification


def verified_lines(catalogue: Catalogue) -> list[VerifiedLine]:
    """All lines that the serving rules allow to be shown."""
    found = ((line, verification(line, catalogue)) for line in catalogue.helplines)
    return [
        VerifiedLine(line, support)
        for line, support in found
        if support is not None and served(support, catalogue)
    ]


def lines_for(
    lines: Sequence[VerifiedLine], region: str, topic: Topic, audience: Audience
) -> list[VerifiedLine]:
    """The lines for a region, a topic and an audience, those kept first that fit best.

    For adults, lines for children stand in only where there is nothing else. Where a region has no
    line, those that can be used from anywhere stand in.
    """
    fitting = [line for line in lines if _fits(line, topic, audience)]
    local = [line for line in fitting if _serves(line.fact, region)]
    if audience is Audience.ADULT:
        local = [line for line in local if _CHILD not in line.fact.topics] or local
    found = local or [line for line in fitting if _usable_anywhere(line.fact)]
    found.sort(key=lambda line: _keep_first(line, topic, audience))
    return found[:_MOST]


def directories(
    lines: Sequence[VerifiedLine], topic: Topic, audience: Audience
) -> list[VerifiedLine]:
    """The international directories that fit, best supported first."""
    fitting = [line for line in lines if is_directory(line.fact) and _fits(line, topic, audience)]
    return sorted(fitting, key=lambda line: _keep_first(line, topic, audience))


def is_directory(line: HelplineFact) -> bool:
    """Whether it is an international directory: a page to find a line on, not a line."""
    return line.country == WORLD and {c.kind for c in line.channels} == {ChannelKind.WEB}


def _fits(line: VerifiedLine, topic: Topic, audience: Audience) -> bool:
    return fit(line.fact.topics, topic, audience) is not None


def _serves(line: HelplineFact, region: str) -> bool:
    """A line of a subdivision is for that subdivision alone: not every person there has it."""
    if is_directory(line):
        return False
    if line.subdivision:
        return line.subdivision == region
    return line.country == region.partition("-")[0]


def _usable_anywhere(line: HelplineFact) -> bool:
    return line.country == WORLD and not is_directory(line)


def _keep_first(
    line: VerifiedLine, topic: Topic, audience: Audience
) -> tuple[int, int, bool, bool, bool, str]:
    """What is kept where a region has more lines than a record holds."""
    fact = line.fact
    return (
        fit(fact.topics, topic, audience) or 0,
        _LEVELS.index(line.verification.level),
        fact.subdivision is None,
        not any(channel.kind in TEXT_CHANNELS for channel in fact.channels),
        not (fact.hours and fact.hours.always),
        fact.id,
    )
