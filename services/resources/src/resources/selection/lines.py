"""Which helplines a region's panel can hold. Their order is made where it is rendered. Pure."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain

from resources.catalogue.evidence import served, verification
from resources.catalogue.numbers import is_paid
from resources.catalogue.records import Catalogue
from resources.selection.shown import shown
from shared.contracts.panels import Helpline
from shared.ranking import FOR_CHILDREN, fit
from shared.regions import WORLD
from shared.vocabulary import TEXT_CHANNELS, Audience, ChannelKind, Topic

# Three times what a panel shows: enough to choose from for any language and hour.
_MOST = 24


class ServedLines:
    """The lines that may be shown, as panels carry them on a day: those that the serving rules
    allow, and that cost no premium rate."""

    def __init__(self, catalogue: Catalogue, today: date) -> None:
        self._by_country: dict[str, list[Helpline]] = {}
        for fact in catalogue.helplines:
            support = verification(fact, catalogue)
            if support is not None and served(support, catalogue) and not is_paid(fact):
                lines = self._by_country.setdefault(fact.country, [])
                lines.append(shown(fact, support, today))

    def __iter__(self) -> Iterator[Helpline]:
        return chain.from_iterable(self._by_country.values())

    def of_region(self, region: str) -> list[Helpline]:
        """The lines for a region. One of a subdivision is for that subdivision alone: not every
        person in the country has it."""
        country = region.partition("-")[0]
        return [
            line
            for line in self._by_country.get(country, ())
            if line.region in {country, region} and not is_directory(line)
        ]

    def of_the_world(self) -> list[Helpline]:
        """International lines and directories."""
        return self._by_country.get(WORLD, [])


def lines_for(lines: ServedLines, region: str, topic: Topic, audience: Audience) -> list[Helpline]:
    """The lines for a region, a topic and an audience, those kept first that fit best.

    For adults, lines for children stand in only where there is nothing else. Where a region has no
    line, those that can be used from anywhere stand in.
    """
    local = _fitting(lines.of_region(region), topic, audience)
    if audience is Audience.ADULT:
        local = [line for line in local if FOR_CHILDREN not in line.topics] or local
    anywhere = [line for line in lines.of_the_world() if not is_directory(line)]
    return (local or _fitting(anywhere, topic, audience))[:_MOST]


def directories(lines: ServedLines, topic: Topic, audience: Audience) -> list[Helpline]:
    """The international directories that fit, best supported first."""
    listed = [line for line in lines.of_the_world() if is_directory(line)]
    return _fitting(listed, topic, audience)


def is_directory(line: Helpline) -> bool:
    """Whether it is an international directory: a page to find a line on, not a line."""
    return line.region == WORLD and {c.kind for c in line.channels} == {ChannelKind.WEB}


def _fitting(lines: Iterable[Helpline], topic: Topic, audience: Audience) -> list[Helpline]:
    """Those that fit, in the order that they are kept in where a region has too many."""
    placed = [(fit(line.topics, topic, audience), line) for line in lines]
    kept = [(place, line) for place, line in placed if place is not None]
    kept.sort(key=lambda it: (it[0], *_keep_first(it[1])))
    return [line for _, line in kept]


def _keep_first(line: Helpline) -> tuple[int, bool, bool, bool, str]:
    return (
        line.verification.level.order,
        "-" not in line.region,
        not any(channel.kind in TEXT_CHANNELS for channel in line.channels),
        not (line.hours and line.hours.always),
        line.id,
    )
