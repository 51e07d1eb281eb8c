"""Importing videos from a feed: all of its lines become drafts, or none does."""

import asyncio
import json
from collections.abc import Iterable
from pathlib import Path

from pydantic import ValidationError

from resources.catalogue.records import Catalogue, VideoFact
from resources.videos.oembed import Alive, AskAbout, Gone, NotKnown
from shared.data_files import DataError, Located, Mistake, mistakes_of, read_json_lines

# A feed may not say these: they are decided here, by a person.
_OURS = {"state", "approved_by"}
_LARGEST_FEED_BYTES = 5 * 1024 * 1024
# A provider is asked about so many videos at once.
_AT_ONCE = 4


async def drafts_from(feed: Path, catalogue: Catalogue, ask: AskAbout) -> list[VideoFact]:
    """The feed's videos as drafts, each seen to exist at its provider.

    The feed holds one video a line, with the fields of videos.jsonl; a title may be left to the
    provider. DataError, with every mistake, where one can't be taken.
    """
    rows = _rows(feed)
    mistakes = [row for row in rows if isinstance(row, Mistake)]
    located = [row for row in rows if isinstance(row, Located)]
    limit = asyncio.Semaphore(_AT_ONCE)

    async def one(row: Located) -> VideoFact | list[Mistake]:
        async with limit:
            return await _draft(row, catalogue, ask)

    made = await asyncio.gather(*map(one, located))
    drafts = [video for video in made if isinstance(video, VideoFact)]
    mistakes += [mistake for found in made if isinstance(found, list) for mistake in found]
    mistakes += _repeated(located, catalogue)
    if mistakes:
        raise DataError(sorted(mistakes, key=lambda mistake: mistake.line))
    return drafts


def _rows(feed: Path) -> list[Located | Mistake]:
    if not feed.is_file():
        return [Mistake(feed.name, 1, "this file is missing")]
    if feed.stat().st_size > _LARGEST_FEED_BYTES:
        return [Mistake(feed.name, 1, "this file is too large for a feed")]
    return list(read_json_lines(feed))


def written(videos: Iterable[VideoFact]) -> str:
    """Videos as lines of videos.jsonl."""
    return "".join(
        json.dumps(video.model_dump(mode="json", exclude_none=True), ensure_ascii=False) + "\n"
        for video in videos
    )


async def _draft(row: Located, catalogue: Catalogue, ask: AskAbout) -> VideoFact | list[Mistake]:
    ours = _OURS & set(row.value)
    if ours:
        return [row.mistake(f"{', '.join(sorted(ours))}: a feed can't say this")]
    verdict = await ask(str(row.value.get("url", "")))
    if isinstance(verdict, Gone):
        return [row.mistake("url: its provider has no such video")]
    if isinstance(verdict, NotKnown):
        return [row.mistake(f"url: {verdict.reason}")]
    try:
        video = VideoFact.model_validate({"title": _one_line(verdict.title), **row.value})
    except ValidationError as error:
        return mistakes_of(row, error)
    reason = _wrong_creator(video, catalogue, verdict)
    return [row.mistake(reason)] if reason else video


def _wrong_creator(video: VideoFact, catalogue: Catalogue, verdict: Alive) -> str | None:
    if video.creator not in {creator.handle for creator in catalogue.creators}:
        return "creator is not in creators.jsonl"
    if verdict.author and not verdict.author.rstrip("/").endswith(f"/{video.creator}"):
        return "creator: its provider names another one"
    return None


def _one_line(title: str) -> str:
    """A provider's title without line breaks and at the length of ours."""
    return " ".join(title.split())[:200]


def _repeated(rows: Iterable[Located], catalogue: Catalogue) -> list[Mistake]:
    seen = {video.id: "videos.jsonl" for video in catalogue.videos}
    found = []
    for row in rows:
        identifier = str(row.value.get("id"))
        if identifier in seen:
            found.append(row.mistake(f"id: the same as in {seen[identifier]}"))
        seen.setdefault(identifier, f"line {row.line}")
    return found
