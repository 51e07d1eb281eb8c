"""The catalogue in the database: the same suite on SQLite and on PostgreSQL."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

import asyncpg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, update
from sqlalchemy.ext.asyncio import AsyncEngine

from deploy.run import Foundation
from resources.catalogue.files import read_catalogue
from resources.catalogue.records import (
    Catalogue,
    LiveSessionFact,
    SafetyToolFact,
    ServingRules,
    VideoFact,
)
from resources.settings import DataSettings
from resources.snapshot import Snapshot, SnapshotRefresher
from resources.store import changes, repository
from resources.store.database import make_engine, migrate, transaction
from resources.store.models import Base, PanelRow
from resources.videos.checking import check_videos
from resources.videos.oembed import Alive, Gone, NotKnown, Verdict
from shared.data_files import DataError
from shared.metrics import Metrics
from shared.vocabulary import Audience, Topic

T = TypeVar("T")
TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
DATA = DataSettings().resources_data

pytestmark = pytest.mark.real


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return read_catalogue(DATA)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path}/test.sqlite3"
        return
    foundation: Foundation = request.getfixturevalue("foundation")
    base = foundation.parts.database_url
    if not base.startswith("postgresql"):
        yield f"sqlite+aiosqlite:///{tmp_path}/instead.sqlite3"
        return
    name = f"test_{uuid4().hex}"
    asyncio.run(_create_database(base, name))
    yield base.rpartition("/")[0] + "/" + name


async def _create_database(url: str, name: str) -> None:
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    await connection.execute(f"CREATE DATABASE {name}")
    await connection.close()


def on(url: str, work: Callable[[AsyncEngine], Awaitable[T]]) -> T:
    """Do something with an engine and let go of it."""

    async def run() -> T:
        engine = make_engine(url)
        try:
            return await work(engine)
        finally:
            await engine.dispose()

    return asyncio.run(run())


async def imported(engine: AsyncEngine, catalogue: Catalogue) -> int | None:
    await migrate(engine)
    return await changes.import_catalogue(engine, catalogue, TODAY)


async def waiting(engine: AsyncEngine) -> int:
    async with transaction(engine) as session:
        return await repository.outbox_size(session)


def test_migrations_make_what_the_models_say_and_can_be_taken_back(url: str) -> None:
    async def differences(engine: AsyncEngine) -> list[object]:
        def compare(connection: Connection) -> list[object]:
            return list(compare_metadata(MigrationContext.configure(connection), Base.metadata))

        await migrate(engine)
        async with engine.connect() as connection:
            found = await connection.run_sync(compare)
        await migrate(engine, "base")
        await migrate(engine)
        return found

    assert on(url, differences) == []


def test_what_was_imported_comes_out_the_same(url: str, catalogue: Catalogue) -> None:
    whole = catalogue.model_copy(
        update={
            "videos": (VIDEO,),
            "tools": (TOOL,),
            "sessions": (SESSION,),
            "serving": ServingRules(evidence_valid_months=36, publishers_left_out=["wikipedia"]),
        }
    )

    async def work(engine: AsyncEngine) -> tuple[Catalogue, int | None]:
        await imported(engine, whole)
        async with transaction(engine) as session:
            loaded = await repository.load(session)
        return loaded, await imported(engine, whole)

    loaded, second = on(url, work)
    assert second is None
    assert (loaded.videos, loaded.tools, loaded.sessions) == ((VIDEO,), (TOOL,), (SESSION,))
    assert loaded.serving == whole.serving
    assert set(map(repr, loaded.publishers)) == set(map(repr, catalogue.publishers))
    assert {line.id: line for line in loaded.helplines} == {
        line.id: line for line in catalogue.helplines
    }
    assert set(map(repr, loaded.creators)) == set(map(repr, catalogue.creators))
    assert set(map(repr, loaded.emergency)) == set(map(repr, catalogue.emergency))
    assert loaded.revision == 1


def test_a_second_import_changes_nothing(url: str, catalogue: Catalogue) -> None:
    async def work(engine: AsyncEngine) -> tuple[int | None, int, int | None, int]:
        first = await imported(engine, catalogue)
        queued = await waiting(engine)
        return first, queued, await imported(engine, catalogue), await waiting(engine)

    first, queued, second, queued_then = on(url, work)
    assert (first, second) == (1, None)
    assert queued == queued_then > 3000


def test_panels_that_older_code_or_another_day_made_are_made_anew(
    url: str, catalogue: Catalogue
) -> None:
    async def work(engine: AsyncEngine) -> tuple[int | None, int]:
        await imported(engine, catalogue)
        before = await waiting(engine)
        async with transaction(engine) as session:
            old = update(PanelRow).where(PanelRow.key == "TH/suicide/adult")
            await session.execute(old.values(content="made by older code"))
        return await imported(engine, catalogue), await waiting(engine) - before

    assert on(url, work) == (2, 1)


def test_a_change_queues_only_the_panels_it_touches(url: str, catalogue: Catalogue) -> None:
    async def work(engine: AsyncEngine) -> tuple[int, int]:
        await imported(engine, catalogue)
        before = await waiting(engine)
        await changes.withdraw(engine, "vn-ngay-mai", "test", TODAY)
        return before, await waiting(engine)

    before, after = on(url, work)
    assert 0 < after - before <= len(Topic) * len(Audience)


def test_a_withdrawn_line_stays_out_over_an_import_and_comes_back(
    url: str, catalogue: Catalogue
) -> None:
    async def work(engine: AsyncEngine) -> tuple[list[str], list[str], list[str]]:
        snapshot = Snapshot()
        refresher = SnapshotRefresher(snapshot, engine, Metrics())
        await imported(engine, catalogue)

        async def shown() -> list[str]:
            await refresher.refresh()
            panel = snapshot.panel("VN", Topic.SUICIDE, Audience.ADULT, [], NOW)
            return [line.id for line in panel.primary]

        first = await shown()
        await changes.withdraw(engine, "vn-ngay-mai", "test", TODAY)
        await imported(engine, catalogue.model_copy(update={"campaigns": ()}))
        second = await shown()
        await changes.restore(engine, "vn-ngay-mai", TODAY)
        return first, second, await shown()

    first, second, third = on(url, work)
    assert "vn-ngay-mai" in first
    assert "vn-ngay-mai" not in second
    assert third == first


VIDEO = VideoFact.model_validate(
    {
        "id": "story-1",
        "creator": "@ngocbinhtamly",
        "url": "https://video.test/1",
        "title": "x",
        "languages": ["vi"],
        "topics": ["mental_wellbeing"],
        "regions": ["VN"],
        "consent_on": "2026-11-01",
        "content_note": "Speaks of a hard time.",
        "help_address": "https://example.org",
        "method_free": True,
        "state": "approved",
        "approved_by": "A. Reviewer",
        "expires_on": "2026-12-24",
    }
)


TOOL = SafetyToolFact.model_validate(
    {
        "id": "comments",
        "topics": ["cyberbullying"],
        "link": "exampleapp://settings",
        "labels": {"en": "Filter comments"},
    }
)
SESSION = LiveSessionFact.model_validate(
    {
        "id": "talk",
        "title": "Talk",
        "host": "somebody",
        "url": "https://example.org/talk",
        "starts_at": "2026-11-21T19:00:00+07:00",
        "ends_at": "2026-11-21T20:00:00+07:00",
        "countries": ["TH"],
        "languages": ["th"],
        "topics": ["mental_wellbeing"],
        "source": "announced",
    }
)


async def stories(engine: AsyncEngine) -> list[str]:
    """The videos in Vietnam's panel as it stands in the database."""
    snapshot = Snapshot()
    await SnapshotRefresher(snapshot, engine, Metrics()).refresh()
    panel = snapshot.panel("VN", Topic.SUICIDE, Audience.ADULT, ["vi"], NOW)
    return [video.id for video in panel.videos if video.kind == "video"]


def test_a_video_that_its_provider_has_no_more_is_taken_out_and_comes_back(
    url: str, catalogue: Catalogue
) -> None:
    verdicts: list[Verdict] = [Gone(), NotKnown("slow"), Alive("x", None), NotKnown("slow")]

    async def work(engine: AsyncEngine) -> list[list[str]]:
        await imported(engine, catalogue.model_copy(update={"videos": (VIDEO,)}))
        seen = [await stories(engine)]
        for verdict in verdicts:

            async def ask(_url: str, answer: Verdict = verdict) -> Verdict:
                return answer

            await check_videos(engine, ask, TODAY)
            seen.append(await stories(engine))
        return seen

    assert on(url, work) == [["story-1"], [], [], ["story-1"], ["story-1"]]


def test_a_creator_can_have_a_video_withdrawn_at_once(url: str, catalogue: Catalogue) -> None:
    async def work(engine: AsyncEngine) -> list[list[str]]:
        await imported(engine, catalogue.model_copy(update={"videos": (VIDEO,)}))
        before = await stories(engine)
        await changes.withdraw(engine, "story-1", "the creator asked", TODAY)
        after = await stories(engine)
        await imported(engine, catalogue.model_copy(update={"videos": (VIDEO,), "campaigns": ()}))
        return [before, after, await stories(engine)]

    assert on(url, work) == [["story-1"], [], []]


def test_panels_change_by_themselves_when_the_day_does(url: str, catalogue: Catalogue) -> None:
    async def work(engine: AsyncEngine) -> tuple[list[str], int | None, int | None, list[str]]:
        await imported(engine, catalogue.model_copy(update={"videos": (VIDEO,)}))
        before = await stories(engine)
        same_day = await changes.bring_up_to_date(engine, TODAY)
        later = await changes.bring_up_to_date(engine, date(2026, 12, 25))
        return before, same_day, later, await stories(engine)

    assert on(url, work) == (["story-1"], None, 2, [])


def test_an_unknown_helpline_is_told(url: str, catalogue: Catalogue) -> None:
    async def work(engine: AsyncEngine) -> None:
        await imported(engine, catalogue)
        await changes.withdraw(engine, "xx-nobody", "test", TODAY)

    with pytest.raises(changes.NoSuchRecord):
        on(url, work)


def test_a_failed_change_leaves_nothing_behind(
    url: str, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError

    async def work(engine: AsyncEngine) -> tuple[int, int]:
        await imported(engine, catalogue)
        before = await waiting(engine)
        monkeypatch.setattr(repository, "add_to_outbox", broken)
        with pytest.raises(RuntimeError):
            await changes.withdraw(engine, "vn-ngay-mai", "test", TODAY)
        async with transaction(engine) as session:
            assert await repository.withdrawn(session) == set()
            return before, await repository.revision(session)

    before, revision = on(url, work)
    assert before > 0
    assert revision == 1


def test_a_broken_data_file_is_refused_whole(tmp_path: Path) -> None:
    shutil.copytree(DATA, tmp_path / "data")
    path = tmp_path / "data" / "helplines.jsonl"
    lines = path.read_text().splitlines()
    lines[4] = lines[4].replace('"topics": [', '"topics": ["astrology", ')
    path.write_text("\n".join([*lines, "{"]))
    with pytest.raises(DataError) as refusal:
        read_catalogue(tmp_path / "data")
    places = {(mistake.file, mistake.line) for mistake in refusal.value.mistakes}
    assert places == {("helplines.jsonl", 5), ("helplines.jsonl", len(lines) + 1)}
