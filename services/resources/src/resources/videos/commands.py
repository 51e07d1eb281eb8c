"""`resources videos ...`: what staff do with creators' videos, in videos.jsonl."""

import argparse
import asyncio
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from resources.catalogue.files import read_catalogue
from resources.catalogue.records import VideoFact
from resources.settings import DatabaseSettings, DataSettings, VideoSettings
from resources.store.database import make_engine
from resources.videos.checking import check_videos
from resources.videos.feed import drafts_from, written
from resources.videos.oembed import Gone, NotKnown, OEmbed, Verdict, is_public, resolve
from shared.data_files import DataError, Mistake
from shared.settings import load

_FILE = "videos.jsonl"


def add_commands(parser: argparse.ArgumentParser, today: Callable[[], date]) -> None:
    """Add import, approve and check to a parser."""
    commands = parser.add_subparsers(required=True)
    importing = commands.add_parser("import", help="take a feed's videos in as drafts")
    importing.add_argument("feed", type=Path, help="one video a line, as in videos.jsonl")
    importing.set_defaults(run=_import)
    approving = commands.add_parser("approve", help="approve a draft that has all it needs")
    approving.add_argument("id")
    approving.add_argument("--by", required=True, help="who has watched it and answers for it")
    approving.set_defaults(run=_approve)
    checking = commands.add_parser("check", help="take out what its provider has no more")
    checking.set_defaults(run=lambda _: asyncio.run(_check(today())))


def _provider() -> OEmbed:
    return OEmbed(load(VideoSettings).oembed_endpoints, resolve, is_public)


def _import(arguments: argparse.Namespace) -> int:
    folder = load(DataSettings).resources_data
    catalogue = read_catalogue(folder)
    drafts = asyncio.run(drafts_from(arguments.feed, catalogue, _provider().ask))
    held = (folder / _FILE).read_text(encoding="utf-8")
    parting = "" if held.endswith("\n") or not held else "\n"
    (folder / _FILE).write_text(held + parting + written(drafts), encoding="utf-8")
    print(f"{len(drafts)} drafts added to {_FILE}: watch them, then resources videos approve")
    return 0


def _approve(arguments: argparse.Namespace) -> int:
    folder = load(DataSettings).resources_data
    read_catalogue(folder)
    path = folder / _FILE
    lines = path.read_text(encoding="utf-8").splitlines()
    rows: list[dict[str, Any]] = [json.loads(line) for line in lines]
    at = next((n for n, row in enumerate(rows) if row["id"] == arguments.id), None)
    if at is None:
        raise DataError([Mistake(_FILE, 1, f"there is no video with the id {arguments.id}")])
    signed = {**rows[at], "state": "draft", "approved_by": arguments.by}
    lacks = VideoFact.model_validate(signed).lacks
    if lacks:
        reason = f"can't be approved: lacks {', '.join(lacks)}"
        raise DataError([Mistake(_FILE, at + 1, reason)])
    video = VideoFact.model_validate({**signed, "state": "approved"})
    lines[at] = written([video]).rstrip("\n")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"approved by {arguments.by}: {arguments.id}; resources import puts it into the panels")
    return 0


async def _check(today: date) -> int:
    engine = make_engine(load(DatabaseSettings).database_url)
    verdicts = await check_videos(engine, _provider().ask, today)
    await engine.dispose()
    for video, verdict in verdicts.items():
        print(f"{video}: {_told(verdict)}")
    print(f"{len(verdicts)} videos checked")
    return 0


def _told(verdict: Verdict) -> str:
    if isinstance(verdict, Gone):
        return "gone: taken out of every panel"
    return f"stays as it was: {verdict.reason}" if isinstance(verdict, NotKnown) else "there"
