"""Which helplines come first for somebody, and why. Pure: the same question has one answer.

The order follows the content rules: for whom a line is, what it is for, whether somebody answers
now, whether they speak the person's language, how near and how well verified it is. It depends on
the person and the hour, so it is made where a panel is rendered.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

from shared.contracts.panels import Channel, Helpline
from shared.hours import ALWAYS, Opening, opening
from shared.languages import speaks
from shared.regions import WORLD
from shared.vocabulary import TEXT_CHANNELS, Audience, ChannelKind, Topic, VerificationLevel

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
_CHILD = "child_youth"
_VIOLENCE = "domestic_abuse"
_LEVELS = tuple(VerificationLevel)
# Nobody waits there: an open hour says nothing about when an answer comes.
_NOT_LIVE = frozenset({ChannelKind.EMAIL, ChannelKind.WEB})
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
    """A line in its place: when each of its channels answers, and why the line stands there."""

    line: Helpline
    openings: tuple[Opening, ...]
    reasons: list[str]
    may_be_primary: bool

    @property
    def open_now(self) -> bool | None:
        """Whether somebody answers on one of its channels now; None where that is not known."""
        return _open(self)


def fit(topics: Sequence[str], topic: Topic, audience: Audience) -> int | None:
    """How well a line's topics fit, 0 being best; None where it is for somebody else."""
    if _FOR_GROUPS & set(topics):
        return None
    if topic is not Topic.EATING_DISORDER and "eating_disorder" in topics:
        return None
    for place, wanted in enumerate(_FIT[topic]):
        if wanted in topics:
            return place if place == 0 or _VIOLENCE not in topics else len(_FIT[topic])
    for_children_alone = _CHILD in topics and not _SPECIAL & set(topics)
    if for_children_alone and audience is not Audience.ADULT:
        return len(_FIT[topic]) + 1
    return None


def rank(lines: Iterable[Helpline], asked: Asked) -> list[Ranked]:
    """The lines, best first.

    The first two hold a line made for the topic and a text channel wherever there are such; then,
    as far as that leaves room, one that speaks the person's language and one that answers now.

    Disputed and expired lines come last and are never primary. Lines that fit nobody who asks are
    left where they are said to fit by whoever made the record.
    """
    weighed = [_weighed(line, asked) for line in lines]
    weighed.sort(key=lambda ranked: _place(ranked, asked))
    return _first_two(weighed, asked)


def expired(line: Helpline, now: datetime) -> bool:
    """Whether the evidence for a line has come of age."""
    expires = line.verification.expires_at
    return expires is not None and expires <= now.date().isoformat()


def _weighed(line: Helpline, asked: Asked) -> Ranked:
    openings = tuple(_opening(channel, line, asked.now) for channel in line.channels)
    bare = Ranked(line, openings, [], may_be_primary=_sound(line, asked.now))
    return Ranked(line, openings, _reasons(bare, asked), bare.may_be_primary)


def _opening(channel: Channel, line: Helpline, now: datetime) -> Opening:
    """A record from before channels had hours knows the line's alone."""
    if channel.hours is None and line.hours is not None and line.hours.always:
        return Opening() if channel.kind in _NOT_LIVE else ALWAYS
    return opening(channel.hours, now)


def _sound(line: Helpline, now: datetime) -> bool:
    return line.verification.level is not VerificationLevel.DISPUTED and not expired(line, now)


def _place(
    ranked: Ranked, asked: Asked
) -> tuple[bool, int, bool, bool, int, int, bool, int, bool, str]:
    line = ranked.line
    fits = fit(line.topics, asked.topic, asked.audience)
    return (
        not ranked.may_be_primary,
        _child_order(line, asked.audience),
        _stands_in(line, asked),
        not _understands(line, asked),
        len(_FIT) if fits is None else fits,
        _open_order(ranked),
        not _near(line, asked),
        _LEVELS.index(line.verification.level),
        not _always(line),
        line.id,
    )


def _child_order(line: Helpline, audience: Audience) -> int:
    child = _CHILD in line.topics
    return int(not child) if audience is Audience.MINOR else int(child)


def _stands_in(line: Helpline, asked: Asked) -> bool:
    made_for = _MADE_FOR.get(asked.topic)
    return made_for is not None and made_for not in line.topics


def _understands(line: Helpline, asked: Asked) -> bool:
    wanted = asked.languages or asked.local_languages
    return speaks(line.languages or asked.local_languages, wanted)


def _open_order(ranked: Ranked) -> int:
    return {True: 0, None: 1, False: 2}[_open(ranked)]


def _open(ranked: Ranked) -> bool | None:
    known = [
        opened.open_now
        for channel, opened in zip(ranked.line.channels, ranked.openings, strict=True)
        if channel.kind not in _NOT_LIVE
    ]
    if True in known:
        return True
    return False if known and None not in known else None


def _near(line: Helpline, asked: Asked) -> bool:
    return "-" in asked.region and line.region == asked.region


def _always(line: Helpline) -> bool:
    return line.hours is not None and line.hours.always


def _texts(line: Helpline) -> bool:
    return any(channel.kind in TEXT_CHANNELS for channel in line.channels)


def _reasons(ranked: Ranked, asked: Asked) -> list[str]:
    line = ranked.line
    told = {
        "expired": expired(line, asked.now),
        "for_young_people": _CHILD in line.topics and asked.audience is not Audience.ADULT,
        "speaks_your_language": bool(line.languages) and _understands(line, asked),
        f"topic_{asked.topic.value}": asked.topic.value in line.topics,
        "open_now": _open(ranked) is True,
        "closed_now": _open(ranked) is False,
        "near": _near(line, asked),
        "usable_from_anywhere": line.region == WORLD,
        f"verified_{line.verification.level.value}": True,
        "round_the_clock": _always(line),
        "text_channel": _texts(line),
    }
    return [reason for reason, holds in told.items() if holds]


def _first_two(ranked: list[Ranked], asked: Asked) -> list[Ranked]:
    """The best pair moved to the front: the pair that lacks least, and of those the first.

    Of the two, the one that speaks the person's language comes first.
    """
    eligible = [place for place, line in enumerate(ranked) if line.may_be_primary]
    if len(eligible) <= PRIMARY:
        return ranked
    best = ranked[eligible[0]].line

    def lacks(pair: tuple[int, ...]) -> tuple[bool, ...]:
        lines = [ranked[place] for place in pair]
        return (
            _child_order(lines[0].line, asked.audience) > _child_order(best, asked.audience),
            all(_stands_in(line.line, asked) for line in lines),
            not any(_texts(line.line) for line in lines),
            not any(_understands(line.line, asked) for line in lines),
            not any(_open(line) for line in lines),
        )

    def order(place: int) -> tuple[int, bool]:
        line = ranked[place].line
        return _child_order(line, asked.audience), not _understands(line, asked)

    pair = min(combinations(eligible, PRIMARY), key=lambda places: (lacks(places), places))
    return [
        *(ranked[place] for place in sorted(pair, key=order)),
        *(line for place, line in enumerate(ranked) if place not in pair),
    ]
