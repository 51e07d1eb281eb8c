"""Which helplines come first for somebody, and why. Pure: the same question has one answer.

The order follows the content rules: for whom a line is, what it is for, whether somebody answers
now, whether they speak the person's language, how near and how well verified it is. It depends on
the person and the hour, so it is made where a panel is rendered.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import combinations

from shared.contracts.panels import Channel, Helpline
from shared.hours import ALWAYS, UNKNOWN, Opening, opening
from shared.languages import speaks
from shared.regions import WORLD
from shared.vocabulary import (
    TEXT_CHANNELS,
    UNHURRIED_CHANNELS,
    Audience,
    Topic,
    VerificationLevel,
)

# A line's topics by how well they fit what was searched. General lines stand in for special ones.
_FIT: dict[Topic, tuple[str, ...]] = {
    Topic.SUICIDE: ("suicide", "emotional_distress"),
    Topic.SELF_HARM: ("self_harm", "suicide", "emotional_distress"),
    Topic.EATING_DISORDER: ("eating_disorder", "emotional_distress", "suicide"),
    Topic.CYBERBULLYING: ("cyberbullying", "emotional_distress", "suicide"),
}
# Lines made for nothing else than the topic. General ones stand in for them, and are all of a kind
# where somebody may be in danger: there the language that a line speaks weighs more.
_MADE_FOR = {Topic.EATING_DISORDER: "eating_disorder", Topic.CYBERBULLYING: "cyberbullying"}
# Lines for groups that a search does not tell apart: listed on request, never put before anybody.
_FOR_GROUPS = frozenset({"lgbtq", "veterans"})
# Topics that a line for children may be about without being of use for another one.
_SPECIAL = frozenset({"cyberbullying", "eating_disorder", "self_harm"})
FOR_CHILDREN = "child_youth"
_VIOLENCE = "domestic_abuse"
_OPEN_ORDER = {True: 0, None: 1, False: 2}
PRIMARY = 2
"""WHO media guidance and #chatsafe: one or two best options first, the rest behind "more" (M4)."""


@dataclass(frozen=True, slots=True)
class Asked:
    """For whom lines are ranked: `languages` are the person's, most wanted first; `now` is aware.

    A line whose languages are not known is taken to speak `local_languages`.
    """

    region: str
    topic: Topic
    audience: Audience
    languages: Sequence[str]
    local_languages: Sequence[str]
    now: datetime


@dataclass(frozen=True, slots=True)
class Ranked:
    """A line in its place: when each of its channels answers, and why the line stands there.

    `open_now` tells whether somebody answers on one of its channels; None where that is not known.
    """

    line: Helpline
    openings: tuple[Opening, ...]
    open_now: bool | None
    reasons: list[str]
    may_be_primary: bool


@dataclass(frozen=True, slots=True)
class _Weighed:
    """What a line's place follows from."""

    line: Helpline
    openings: tuple[Opening, ...]
    open_now: bool | None
    expired: bool
    child_order: int
    stands_in: bool
    understands: bool
    texts: bool
    near: bool

    @property
    def may_be_primary(self) -> bool:
        return not self.expired and self.line.verification.level is not VerificationLevel.DISPUTED


def fit(topics: Sequence[str], topic: Topic, audience: Audience) -> int | None:
    """How well a line's topics fit, 0 being best; None where it is for somebody else."""
    if _FOR_GROUPS & set(topics):
        return None
    if topic is not Topic.EATING_DISORDER and "eating_disorder" in topics:
        return None
    for place, wanted in enumerate(_FIT[topic]):
        if wanted in topics:
            return place if place == 0 or _VIOLENCE not in topics else len(_FIT[topic])
    for_children_alone = FOR_CHILDREN in topics and not _SPECIAL & set(topics)
    if for_children_alone and audience is not Audience.ADULT:
        return len(_FIT[topic]) + 1
    return None


def rank(lines: Iterable[Helpline], asked: Asked) -> list[Ranked]:
    """The lines, best first.

    The first two hold a text channel wherever a line has one (M5), and for a minor a line for
    children comes first; then, as far as that leaves room, they hold a line made for the topic,
    one that speaks the person's language and one that answers now.

    Disputed and expired lines come last and are never primary.
    """
    weighed = [_weighed(line, asked) for line in lines]
    weighed.sort(key=lambda it: _place(it, asked))
    return [
        Ranked(it.line, it.openings, it.open_now, _reasons(it, asked), it.may_be_primary)
        for it in _first_two(weighed)
    ]


def expired(line: Helpline, today: date) -> bool:
    """Whether the evidence for a line has come of age."""
    expires = line.verification.expires_at
    return expires is not None and expires <= today.isoformat()


def _weighed(line: Helpline, asked: Asked) -> _Weighed:
    openings = tuple(_opening(channel, line, asked.now) for channel in line.channels)
    child = FOR_CHILDREN in line.topics
    made_for = _MADE_FOR.get(asked.topic)
    return _Weighed(
        line,
        openings,
        _open(line, openings),
        expired(line, asked.now.date()),
        int(not child) if asked.audience is Audience.MINOR else int(child),
        made_for is not None and made_for not in line.topics,
        _understands(line, asked),
        any(channel.kind in TEXT_CHANNELS for channel in line.channels),
        "-" in asked.region and line.region == asked.region,
    )


def _opening(channel: Channel, line: Helpline, now: datetime) -> Opening:
    """A record from before channels had hours knows the line's alone."""
    if channel.hours is None and line.hours is not None and line.hours.always:
        return UNKNOWN if channel.kind in UNHURRIED_CHANNELS else ALWAYS
    return opening(channel.hours, now)


def _open(line: Helpline, openings: Sequence[Opening]) -> bool | None:
    known = [
        opened.open_now
        for channel, opened in zip(line.channels, openings, strict=True)
        if channel.kind not in UNHURRIED_CHANNELS
    ]
    if True in known:
        return True
    return False if known and None not in known else None


def _understands(line: Helpline, asked: Asked) -> bool:
    wanted = asked.languages or asked.local_languages
    return speaks(line.languages or asked.local_languages, wanted)


def _place(
    weighed: _Weighed, asked: Asked
) -> tuple[bool, int, bool, bool, int, int, bool, int, int, bool, bool, str]:
    line = weighed.line
    fits = fit(line.topics, asked.topic, asked.audience)
    return (
        not weighed.may_be_primary,
        weighed.child_order,
        weighed.stands_in,
        not weighed.understands,
        len(_FIT) if fits is None else fits,
        _OPEN_ORDER[weighed.open_now],
        not weighed.near,
        line.verification.level.order,
        -line.verification.publishers,
        not _always(line),
        not weighed.texts,
        line.id,
    )


def _always(line: Helpline) -> bool:
    return line.hours is not None and line.hours.always


def _reasons(weighed: _Weighed, asked: Asked) -> list[str]:
    line = weighed.line
    told = {
        "expired": weighed.expired,
        "for_young_people": FOR_CHILDREN in line.topics and asked.audience is not Audience.ADULT,
        "speaks_your_language": bool(line.languages) and weighed.understands,
        f"topic_{asked.topic.value}": asked.topic.value in line.topics,
        "open_now": weighed.open_now is True,
        "closed_now": weighed.open_now is False,
        "near": weighed.near,
        "usable_from_anywhere": line.region == WORLD,
        f"verified_{line.verification.level.value}": True,
        "round_the_clock": _always(line),
        "text_channel": weighed.texts,
    }
    return [reason for reason, holds in told.items() if holds]


def _first_two(weighed: list[_Weighed]) -> list[_Weighed]:
    """The best pair moved to the front: the pair that lacks least, and of those the first.

    Of the two, the one that speaks the person's language comes first.
    """
    eligible = [it for it in weighed if it.may_be_primary]
    if len(eligible) <= PRIMARY:
        return weighed
    best = eligible[0].child_order

    def lacks(pair: tuple[_Weighed, _Weighed]) -> tuple[bool, ...]:
        one, other = pair
        return (
            one.child_order > best,
            not (one.texts or other.texts),
            one.stands_in and other.stands_in,
            not (one.understands or other.understands),
            not (one.open_now or other.open_now),
        )

    # min() keeps the first of equals, and combinations come in the order of the lines.
    pair = min(combinations(eligible, 2), key=lacks)
    front = sorted(pair, key=lambda it: (it.child_order, not it.understands))
    return [*front, *(it for it in weighed if it is not pair[0] and it is not pair[1])]
