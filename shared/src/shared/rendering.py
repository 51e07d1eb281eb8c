"""From a panel record to the panel for one person: language, order, words. Pure.

Both roads render here, so that they can't come to differ.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from shared.contracts.events import Detection
from shared.contracts.panels import (
    Channel,
    Creator,
    Guide,
    GuideReference,
    Helpline,
    MessagesRecord,
    Panel,
    PanelRecord,
    PanelTexts,
    PanelVersions,
    SafetyTool,
    ShownChannel,
    ShownHelpline,
    ShownTool,
)
from shared.hours import Opening
from shared.languages import FALLBACK, direction, negotiate, speaks
from shared.ranking import PRIMARY, Asked, Ranked, expired, rank
from shared.regions import WORLD
from shared.vocabulary import UNHURRIED_CHANNELS

_MOST_VIDEOS = 3
# A weekday says which day is meant as long as it is the next one of that name.
_WEEK = timedelta(days=7)
_DAY = timedelta(days=1)
# More than anybody reads; the whole list is one request away (/v1/helplines).
_MOST_LINES = 8


def render(
    record: PanelRecord,
    messages: Mapping[str, MessagesRecord],
    languages: Sequence[str],
    *,
    asked_region: str | None,
    now: datetime,
    degraded: bool,
) -> Panel:
    """The panel for somebody who reads `languages` (BCP 47, most wanted first) at `now` (aware).

    The words are in the first language that messages exist in: theirs, else the region's, else
    English. Helplines are those of the region, the ones that speak their language first.
    """
    chain = list(dict.fromkeys([*languages, *record.languages, FALLBACK]))
    language = negotiate(chain, messages.keys())
    words = messages[language]
    asked = Asked(record.region, record.topic, record.audience, languages, record.languages, now)
    lines = rank(record.helplines, asked)[:_MOST_LINES]
    primary = [line for line in lines[:PRIMARY] if line.may_be_primary]
    creators = choose_creators(record.creators, chain)
    return Panel(
        region=record.region,
        region_matched=record.region != WORLD or asked_region == WORLD,
        topic=record.topic,
        audience=record.audience,
        language=language,
        language_chain=chain,
        direction="rtl" if direction(language) == "rtl" else "ltr",
        texts=_texts(record, words, now, with_videos=bool(creators)),
        emergency=record.emergency,
        primary=[_shown(line, words, now) for line in primary],
        more=[_shown(line, words, now) for line in lines[len(primary) :]],
        directories=[_shown(line, words, now) for line in rank(record.directories, asked)],
        guides=guides_for(record.guides, messages, chain),
        campaigns=record.campaigns,
        videos=creators,
        sessions=[session for session in record.sessions if now < session.ends_at],
        tools=[_tool(tool, chain) for tool in record.tools],
        versions=PanelVersions(catalogue=record.revision, messages=words.revision),
        degraded=degraded,
    )


def languages_for(asked: Sequence[str], detection: Detection) -> Sequence[str]:
    """The languages to show: those asked for, else the one that the query was written in."""
    return asked or ([detection.language] if detection.language else [])


def choose_creators(creators: Iterable[Creator], languages: Sequence[str]) -> list[Creator]:
    """At most three that somebody can follow, by another creator each as long as there is one.

    Those that speak, or have captions in, the language wanted most come first; videos come before
    profiles.
    """
    followed = [(place, it) for it in creators if (place := _wanted(it, languages)) is not None]
    followed.sort(key=lambda it: (it[0], it[1].kind != "video"))
    ordered = [creator for _, creator in followed]
    firsts = {creator.handle: creator for creator in reversed(ordered)}
    spread = [creator for creator in ordered if creator is firsts[creator.handle]]
    others = [creator for creator in ordered if creator is not firsts[creator.handle]]
    return [*spread, *(it for it in others if it.kind == "video")][:_MOST_VIDEOS]


def _wanted(creator: Creator, languages: Sequence[str]) -> int | None:
    offered = [*creator.languages, *creator.captions]
    places = (place for place, tag in enumerate(languages) if speaks(offered, [tag]))
    return next(places, None)


def guides_for(
    guides: Iterable[GuideReference],
    messages: Mapping[str, MessagesRecord],
    chain: Sequence[str],
) -> list[Guide]:
    """The guides, each in the first language of the chain that it is written in, else English."""
    found = []
    for guide in guides:
        written = [tag for tag, words in messages.items() if guide.id in words.guides]
        if FALLBACK not in written:
            continue
        language = negotiate(chain, written)
        text = messages[language].guides[guide.id]
        found.append(
            Guide(
                id=guide.id,
                kind=guide.kind,
                title=text.title,
                steps=text.steps,
                language=language,
                organisations=guide.organisations,
            )
        )
    return found


def _texts(
    record: PanelRecord, words: MessagesRecord, now: datetime, *, with_videos: bool
) -> PanelTexts:
    topic = words.topics[record.topic]
    local = any(line.region != WORLD for line in record.helplines)
    stale = any(expired(line, now.date()) for line in record.helplines)
    return PanelTexts(
        title=topic.title,
        message=topic.message,
        call_to_action=topic.call_to_action,
        emergency=words.emergency if record.emergency else words.emergency_unknown,
        no_local_lines=None if local else words.no_local_lines,
        directories=words.directories,
        what_happens=words.what_happens,
        common_fears=words.common_fears,
        worried_about_someone=words.worried_about_someone,
        not_in_crisis=words.not_in_crisis,
        video_note=words.video_note if with_videos else None,
        content_note=words.content_note if with_videos else None,
        not_checked_lately=words.not_checked_lately if stale else None,
        review=words.review,
    )


def _shown(ranked: Ranked, words: MessagesRecord, now: datetime) -> ShownHelpline:
    line = ranked.line
    channels = [
        ShownChannel(
            **dict(channel),
            open_now=opened.open_now,
            opens_at=opened.opens_at,
            closes_at=opened.closes_at,
            hours_text=_hours_of(channel, opened, line, words, now),
        )
        for channel, opened in zip(line.channels, ranked.openings, strict=True)
    ]
    return ShownHelpline(
        **{
            **dict(line),
            "channels": channels,
            "reasons": ranked.reasons or line.reasons,
            "open_now": ranked.open_now,
            "hours_text": _best(channels, words),
        }
    )


def _best(channels: Sequence[ShownChannel], words: MessagesRecord) -> str:
    """The hours of the line: of a channel that is open, else of the first that has any."""
    told = [channel for channel in channels if channel.hours_text]
    told.sort(key=lambda channel: channel.open_now is not True)
    return told[0].hours_text if told else words.hours_unknown


def _hours_of(
    channel: Channel, opened: Opening, line: Helpline, words: MessagesRecord, now: datetime
) -> str:
    if channel.kind in UNHURRIED_CHANNELS and channel.hours is None:
        return ""
    return _in_words(opened, line, words, now)


def _in_words(opened: Opening, line: Helpline, words: MessagesRecord, now: datetime) -> str:
    opens, closes = opened.opens_at, opened.closes_at
    if opened.open_now and closes is None:
        return words.hours_always
    if opened.open_now and closes is not None:
        until = _isolated(f"{closes:%H:%M}", words)
        if closes - now > _DAY:
            until = f"{words.weekdays[closes.weekday()]} {until}"
        return words.hours_open_until.format(time=until)
    if opened.open_now is False and opens is not None and opens - now < _WEEK:
        same_day = opens.date() == now.astimezone(opens.tzinfo).date()
        day = "" if same_day else words.weekdays[opens.weekday()]
        told = words.hours_opens.format(day=day, time=_isolated(f"{opens:%H:%M}", words))
        return " ".join(told.split())
    stated = line.hours.text if line.hours else None
    return f"{words.hours_unknown}: {_isolated(stated, words)}" if stated else words.hours_unknown


def _isolated(text: str, words: MessagesRecord) -> str:
    """Figures and English that stay left-to-right inside right-to-left words."""
    if direction(words.language) == "ltr":
        return text
    return f"\N{LEFT-TO-RIGHT ISOLATE}{text}\N{POP DIRECTIONAL ISOLATE}"


def _tool(tool: SafetyTool, chain: Sequence[str]) -> ShownTool:
    return ShownTool(id=tool.id, link=tool.link, label=tool.labels[negotiate(chain, tool.labels)])
