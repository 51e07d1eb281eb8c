"""The command `resources`."""

import argparse
import asyncio
import json
import sys
from datetime import UTC, date, datetime

from resources import api, worker
from resources.catalogue.files import read_catalogue
from resources.catalogue.records import Catalogue
from resources.coverage_table import print_coverage
from resources.last_resort import last_resort
from resources.panel_text import print_panel
from resources.routes import split
from resources.selection.assembly import assemble, panel_regions
from resources.selection.coverage import coverage
from resources.selection.lines import ServedLines
from resources.selection.publishers import publisher_shares, without
from resources.settings import DatabaseSettings, DataSettings
from resources.sources_table import sources_table
from resources.store import changes, repository
from resources.store.database import DatabaseDown, make_engine, migrate, transaction
from resources.videos.commands import add_commands
from shared.contracts.panels import Panel
from shared.data_files import DataError
from shared.regions import WORLD, fallback_chain
from shared.rendering import render
from shared.settings import load
from shared.vocabulary import Audience, Topic, VerificationLevel

_WITHOUT = "what it would be without these publishers (ids of SOURCES.md)"
_LOWEST = "what it would be if nothing weaker were served"


def main() -> None:
    """Run one of the commands."""
    arguments = _parser().parse_args()
    try:
        sys.exit(arguments.run(arguments))
    except DataError as error:
        sys.exit(f"{error}\nnothing was changed: {len(error.mistakes)} mistakes")
    except changes.NoSuchRecord as error:
        sys.exit(str(error))
    except DatabaseDown as error:
        sys.exit(f"DATABASE_URL: the database did not do it ({type(error).__name__})")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="resources", description="The help side.")
    commands = parser.add_subparsers(required=True)

    def command(name: str, run: object | None, about: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=about)
        added.set_defaults(run=run)
        return added

    command("api", lambda _: asyncio.run(api.main()), "serve the catalogue over HTTP")
    command("worker", lambda _: asyncio.run(worker.main()), "recommend, and publish panels")
    command("migrate", lambda _: asyncio.run(_migrate()), "bring the database's schema up to date")
    command("import", lambda _: asyncio.run(_import()), "put the data files into the database")
    command("lint", _lint, "check the data files")
    panel = command("panel", _panel, "show the panel somebody would get")
    panel.add_argument("--region", default=WORLD)
    panel.add_argument("--languages", default="", help="BCP 47 tags, parted by commas")
    panel.add_argument("--topic", type=Topic, choices=list(Topic), default=Topic.SUICIDE)
    panel.add_argument("--audience", type=Audience, choices=list(Audience), default="unknown")
    panel.add_argument("--json", action="store_true")
    covering = command("coverage", _coverage, "show what each region has, and lacks")
    covering.add_argument("--json", action="store_true")
    covering.add_argument("--without", nargs="+", default=[], metavar="PUBLISHER", help=_WITHOUT)
    covering.add_argument("--lowest-level", choices=list(VerificationLevel), help=_LOWEST)
    command("sources", _sources, "write SOURCES.md: who states the facts, and what rests on them")
    taking = command("withdraw", _withdraw, "take a helpline or video out of every answer, at once")
    taking.add_argument("id")
    taking.add_argument("--reason", required=True)
    command("restore", _restore, "put what was withdrawn back").add_argument("id")
    command("withdrawals", lambda _: asyncio.run(_withdrawals()), "list every withdrawal, and why")
    add_commands(command("videos", None, "import, approve and check creators' videos"), _today)
    command("last-resort", _last_resort, "write what search-intercept ships for the worst case")
    return parser


def _today() -> date:
    return datetime.now(UTC).date()


def _read() -> Catalogue:
    return read_catalogue(load(DataSettings).resources_data)


async def _migrate() -> int:
    engine = make_engine(load(DatabaseSettings).database_url)
    await migrate(engine)
    await engine.dispose()
    return 0


async def _import() -> int:
    catalogue = _read()
    engine = make_engine(load(DatabaseSettings).database_url)
    revision = await changes.import_catalogue(engine, catalogue, _today())
    await engine.dispose()
    if revision is None:
        print("nothing differs: the catalogue stays as it is")
    else:
        print(f"catalogue revision {revision}: {len(catalogue.helplines)} helplines")
    return 0


def _lint(_arguments: argparse.Namespace) -> int:
    catalogue = _read()
    print(
        f"{len(catalogue.helplines)} helplines, {len(catalogue.emergency)} emergency records, "
        f"{len(catalogue.messages)} languages: no mistakes"
    )
    return 0


def _panel(arguments: argparse.Namespace) -> int:
    catalogue = _read()
    known = set(panel_regions(catalogue))
    region = next(code for code in fallback_chain(arguments.region) if code in known)
    audience = Audience(arguments.audience)
    panel = render(
        assemble(
            catalogue,
            ServedLines(catalogue, _today()),
            region,
            arguments.topic,
            audience,
            _today(),
        ),
        {record.language: record for record in catalogue.messages},
        split(arguments.languages),
        asked_region=arguments.region,
        now=datetime.now(UTC),
        degraded=False,
    )
    _show_panel(panel, as_json=arguments.json)
    return 0


def _show_panel(panel: Panel, *, as_json: bool) -> None:
    if as_json:
        print(panel.model_dump_json(indent=2))
    else:
        print_panel(panel)


def _coverage(arguments: argparse.Namespace) -> int:
    catalogue = without(_read(), arguments.without)
    if arguments.lowest_level:
        rules = {"lowest_level": VerificationLevel(arguments.lowest_level)}
        serving = catalogue.serving.model_copy(update=rules)
        catalogue = catalogue.model_copy(update={"serving": serving})
    covered = coverage(catalogue, _today())
    if arguments.json:
        print(json.dumps([row.model_dump(mode="json") for row in covered], indent=1))
    else:
        print_coverage(covered)
    return 0


def _sources(_arguments: argparse.Namespace) -> int:
    path = load(DataSettings).resources_data / "SOURCES.md"
    shares = publisher_shares(_read(), _today())
    path.write_text(sources_table(shares), encoding="utf-8")
    print(f"{len(shares)} publishers in {path.name}")
    return 0


async def _withdrawals() -> int:
    engine = make_engine(load(DatabaseSettings).database_url)
    async with transaction(engine) as session:
        for row in await repository.withdrawals(session):
            back = f"restored {row.restored_at:%Y-%m-%d %H:%M}" if row.restored_at else "withdrawn"
            print(f"{row.withdrawn_at:%Y-%m-%d %H:%M}  {row.record_id}  {back}  {row.reason}")
    await engine.dispose()
    return 0


def _withdraw(arguments: argparse.Namespace) -> int:
    async def run() -> int:
        engine = make_engine(load(DatabaseSettings).database_url)
        revision = await changes.withdraw(engine, arguments.id, arguments.reason, _today())
        await engine.dispose()
        return revision

    print(f"withdrawn in catalogue revision {asyncio.run(run())}: {arguments.id}")
    return 0


def _restore(arguments: argparse.Namespace) -> int:
    async def run() -> int:
        engine = make_engine(load(DatabaseSettings).database_url)
        revision = await changes.restore(engine, arguments.id, _today())
        await engine.dispose()
        return revision

    print(f"restored in catalogue revision {asyncio.run(run())}: {arguments.id}")
    return 0


def _last_resort(_arguments: argparse.Namespace) -> int:
    sys.stdout.buffer.write(last_resort(_read(), _today()))
    return 0
