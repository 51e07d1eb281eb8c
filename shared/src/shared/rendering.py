"""From a panel record to the panel for one person: language, order, words. Pure.

Both roads render here, so that they can't come to differ.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from shared.contracts.events import Detection
from shared.contracts.panels import (
    Creator,
    Guide,
    Helpline,
    MessagesRecord,
    Panel,
    PanelRecord,
    PanelTexts,
    PanelVersions,
    ShownHelpline,
)
from shared.languages import FALLBACK, direction, negotiate, speaks
from shared.regions import WORLD
from shared.vocabulary import TEXT_CHANNELS

# WHO media guidance and #chatsafe: one or two best options first, the rest behind "more" (M4).
_PRIMARY = 2
_MOST_VIDEOS = 3

_S = TypeVar("_S", Helpline, Creator)


def render(
    record: PanelRecord,
    messages: Mapping[str, MessagesRecord],
    languages: Sequence[str],
    *,
    asked_region: str | None,
    degraded: bool,
) -> Panel:
    """The panel for somebody who reads `languages` (BCP 47, most wanted first).

    Helplines that speak one of them come first; then the two primary ones are chosen. The words
    are in the first language that messages exist in: theirs, else the region's, else English.
    """
    chain = list(dict.fromkeys([*languages, *record.languages, FALLBACK]))
    language = negotiate(chain, messages.keys())
    words = messages[language]
    lines = choose_primary(_speakers_first(record.helplines, languages))
    creators = _speakers_first(record.creators, languages)[:_MOST_VIDEOS]
    return Panel(
        region=record.region,
        region_matched=record.region != WORLD or asked_region == WORLD,
        topic=record.topic,
        audience=record.audience,
        language=language,
        language_chain=chain,
        direction="rtl" if direction(language) == "rtl" else "ltr",
        texts=_texts(record, words, with_videos=bool(creators)),
        emergency=record.emergency,
        primary=[_shown(line, words) for line in lines[:_PRIMARY]],
        more=[_shown(line, words) for line in lines[_PRIMARY:]],
        directories=[_shown(line, words) for line in record.directories],
        guides=_guides(record, words),
        campaigns=record.campaigns,
        videos=creators,
        versions=PanelVersions(catalogue=record.revision, messages=words.revision),
        degraded=degraded,
    )


def languages_for(asked: Sequence[str], detection: Detection) -> Sequence[str]:
    """The languages to show: those asked for, else the one that the query was written in."""
    return asked or ([detection.language] if detection.language else [])


def choose_primary(ranked: Sequence[Helpline]) -> list[Helpline]:
    """The same lines, with a text channel among the first two wherever a line has one (M5)."""
    lines = list(ranked)
    if any(map(_takes_text, lines[:_PRIMARY])):
        return lines
    texting = next((line for line in lines if _takes_text(line)), None)
    if texting is not None:
        lines.remove(texting)
        lines.insert(_PRIMARY - 1, texting)
    return lines


def _takes_text(line: Helpline) -> bool:
    return any(channel.kind in TEXT_CHANNELS for channel in line.channels)


def _speakers_first(lines: Iterable[_S], languages: Sequence[str]) -> list[_S]:
    return sorted(lines, key=lambda line: not speaks(line.languages, languages))


def _texts(record: PanelRecord, words: MessagesRecord, *, with_videos: bool) -> PanelTexts:
    topic = words.topics[record.topic]
    return PanelTexts(
        title=topic.title,
        message=topic.message,
        call_to_action=topic.call_to_action,
        emergency=words.emergency if record.emergency else words.emergency_unknown,
        no_local_lines=None if record.helplines else words.no_local_lines,
        directories=words.directories,
        what_happens=words.what_happens,
        common_fears=words.common_fears,
        worried_about_someone=words.worried_about_someone,
        not_in_crisis=words.not_in_crisis,
        video_note=words.video_note if with_videos else None,
        content_note=words.content_note if with_videos else None,
        review=words.review,
    )


def _shown(line: Helpline, words: MessagesRecord) -> ShownHelpline:
    return ShownHelpline(**dict(line), hours_text=_hours(line, words))


def _hours(line: Helpline, words: MessagesRecord) -> str:
    if line.hours is None:
        return words.hours_unknown
    return words.hours_always if line.hours.always else line.hours.text or words.hours_unknown


def _guides(record: PanelRecord, words: MessagesRecord) -> list[Guide]:
    return [
        Guide(id=guide.id, kind=guide.kind, title=text.title, steps=text.steps)
        for guide in record.guides
        if (text := words.guides.get(guide.id)) is not None
    ]
