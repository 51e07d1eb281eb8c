"""Reading the catalogue's data files: all of them, or nothing and every mistake named."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from resources.catalogue.evidence import publisher_of
from resources.catalogue.fields import Record
from resources.catalogue.language_rules import check_language
from resources.catalogue.numbers import number_mistake
from resources.catalogue.records import (
    CampaignFact,
    Catalogue,
    CreatorFact,
    EmergencyFact,
    GuideFact,
    HelplineFact,
    LiveSessionFact,
    OrganisationFact,
    PublisherFact,
    SafetyToolFact,
    ServingRules,
    VideoFact,
)
from shared.contracts.panels import MessagesRecord
from shared.data_files import (
    DataError,
    Located,
    Mistake,
    mistakes_of,
    plain,
    read_json_lines,
    read_yaml,
)

R = TypeVar("R", bound=Record)

# The real files hold under a megabyte. Something far larger is no catalogue.
_LARGEST_FILE_BYTES = 20 * 1024 * 1024


def read_catalogue(folder: Path) -> Catalogue:
    """Read and check all files of a folder. DataError, with every mistake, where one is bad."""
    reader = _Reader(folder)
    catalogue = reader.read()
    if catalogue is None or reader.mistakes:
        raise DataError(reader.mistakes)
    return catalogue


class _Reader:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.mistakes: list[Mistake] = []

    def read(self) -> Catalogue | None:
        regions = self._regions()
        helplines = self._lines("helplines.jsonl", HelplineFact, lambda line: line.id)
        emergency = self._lines("emergency_numbers.jsonl", EmergencyFact, lambda it: it.country)
        self._check_regions(regions, [*helplines, *emergency])
        self._check_numbers(helplines)
        creators = self._lines("creators.jsonl", CreatorFact, lambda creator: creator.handle)
        videos = self._lines("videos.jsonl", VideoFact, lambda video: video.id)
        self._check_creators(creators, videos)
        guides = self._entries("guides", GuideFact)
        tools = self._entries("safety_tools", SafetyToolFact, "tools")
        sessions = self._entries("live_sessions", LiveSessionFact, "sessions")
        publishers = self._entries("publishers", PublisherFact)
        serving = self._serving(_values(publishers), [*helplines, *emergency])
        messages = self._messages({guide.value.id for guide in guides})
        organisations = self._lines("organisations.jsonl", OrganisationFact, lambda it: it.name)
        campaigns = self._lines("campaigns.jsonl", CampaignFact, lambda it: it.hashtags[0])
        if self.mistakes or serving is None:
            return None
        return Catalogue(
            revision=0,
            regions=tuple(regions),
            helplines=_values(helplines),
            emergency=_values(emergency),
            organisations=_values(organisations),
            creators=_values(creators),
            videos=_values(videos),
            campaigns=_values(campaigns),
            guides=_values(guides),
            messages=tuple(messages),
            tools=_values(tools),
            sessions=_values(sessions),
            publishers=_values(publishers),
            serving=serving,
        )

    def _lines(self, name: str, record: type[R], key: Callable[[R], str]) -> list[Located]:
        path = self._folder / name
        if not self._readable(path):
            return []
        rows = []
        for row in read_json_lines(path):
            if isinstance(row, Mistake):
                self.mistakes.append(row)
            else:
                rows.append((row, row.value))
        return self._kept(rows, record, key)

    def _kept(
        self, rows: Iterable[tuple[Located, object]], record: type[R], key: Callable[[R], str]
    ) -> list[Located]:
        """The records of rows and their values. One that stands twice is a mistake."""
        good: list[Located] = []
        seen: dict[str, int] = {}
        for row, value in rows:
            made = self._made(row, record, value)
            if made is None:
                continue
            first = seen.setdefault(key(made), row.line)
            if first != row.line:
                self.mistakes.append(row.mistake(f"the same id as in line {first}"))
            good.append(Located(made, row.file, row.line))
        return good

    def _made(self, row: Located, record: type[R], value: object) -> R | None:
        try:
            return record.model_validate(value)
        except ValidationError as error:
            self.mistakes += mistakes_of(row, error)
            return None

    def _readable(self, path: Path) -> bool:
        if not path.is_file():
            self.mistakes.append(Mistake(path.name, 1, "this file is missing"))
        elif path.stat().st_size > _LARGEST_FILE_BYTES:
            self.mistakes.append(Mistake(path.name, 1, "this file is too large for a catalogue"))
        else:
            return True
        return False

    def _yaml(self, path: Path) -> Located | None:
        if not self._readable(path):
            return None
        try:
            return read_yaml(path)
        except DataError as error:
            self.mistakes += error.mistakes
            return None

    def _regions(self) -> list[str]:
        place = self._yaml(self._folder / "regions.yaml")
        found: list[str] = plain(place)["regions"] if place else []
        return found

    def _check_regions(self, regions: list[str], rows: list[Located]) -> None:
        known = set(regions)
        for row in rows:
            if row.value.country not in known:
                self.mistakes.append(row.mistake("country is not in regions.yaml"))

    def _check_creators(self, creators: list[Located], videos: list[Located]) -> None:
        known = {creator.value.handle for creator in creators}
        for video in videos:
            if video.value.creator not in known:
                self.mistakes.append(video.mistake("creator is not in creators.jsonl"))

    def _check_numbers(self, helplines: list[Located]) -> None:
        for row in helplines:
            reasons = (number_mistake(channel, row.value) for channel in row.value.channels)
            self.mistakes += [row.mistake(reason) for reason in reasons if reason]

    def _entries(self, name: str, record: type[R], key: str = "") -> list[Located]:
        """The records of a YAML file, which holds one list under one key."""
        place = self._yaml(self._folder / f"{name}.yaml")
        if place is None:
            return []
        listed = place.value.get(key or name) if isinstance(place.value, dict) else None
        if listed is None or not isinstance(listed.value, list):
            self.mistakes.append(place.mistake(f"needs a list under {key or name}:"))
            return []
        rows = ((row, plain(row)) for row in listed.value)
        return self._kept(rows, record, lambda made: made.id)  # type: ignore[attr-defined]

    def _serving(
        self, publishers: tuple[PublisherFact, ...], facts: list[Located]
    ) -> ServingRules | None:
        place = self._yaml(self._folder / "serving.yaml")
        rules = self._made(place, ServingRules, plain(place)) if place else None
        if place is None or rules is None or not rules.publishers_left_out:
            return rules
        known = {
            publisher_of(source.url, publishers) for row in facts for source in row.value.sources
        }
        for text in place.value["publishers_left_out"].value:
            if text.value not in known:
                self.mistakes.append(text.mistake(f"nothing rests on a publisher {text.value!r}"))
        return rules

    def _messages(self, guides: set[str]) -> list[MessagesRecord]:
        found = []
        for path in sorted((self._folder / "messages").glob("*.yaml")):
            place = self._yaml(path)
            if place is None:
                continue
            try:
                record = MessagesRecord.model_validate({**plain(place), "revision": 0})
            except ValidationError as error:
                self.mistakes += mistakes_of(place, error)
                continue
            self.mistakes += check_language(place, record.language)
            unknown = set(record.guides) - guides
            if unknown:
                self.mistakes.append(place.mistake(f"no such guide: {', '.join(sorted(unknown))}"))
            found.append(record)
        if not any(record.language == "en" for record in found):
            self.mistakes.append(
                Mistake("messages/en.yaml", 1, "English, the fallback, is missing")
            )
        return found


def _values(rows: list[Located]) -> tuple[Any, ...]:
    return tuple(row.value for row in rows)
