"""The lexicon: word lists as data, read whole or refused with every mistake named."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from search_intercept.detection.phrases import BadPhrase, Marks, Phrase, parse
from shared.data_files import DataError, Located, Mistake, mistakes_of, plain, read_yaml
from shared.vocabulary import Intent, Topic, Urgency

_SHARED_FILE = "common"


class _Written(BaseModel):
    """Something as it stands in a file; an unknown key is its author's slip."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class _WrittenRule(_Written):
    id: str = Field(pattern=r"^[a-z]{2,8}(-[a-z]+)?\.[a-z_]+\.[a-z0-9_]+$")
    topic: Topic
    intent: Intent
    urgency: Urgency
    confidence: float = Field(0.9, ge=0, le=1)
    phrases: list[str] = Field(min_length=1)
    unless: list[str] = []
    needs: list[str] = []
    examples: list[str] = Field(min_length=1)
    lookalikes: list[str] = []
    review: Literal["draft", "signed"] | None = None


class _WrittenLookalikes(_Written):
    about: str
    phrases: list[str] = Field(min_length=1)
    examples: list[str] = Field(min_length=1)


class _WrittenFile(_Written):
    language: str
    review: Literal["draft", "signed"]
    diacritics: Literal["optional", "distinctive"] = "optional"
    proclitics: list[str] = []
    lists: dict[str, list[str]] = {}
    contexts: dict[str, list[str]] = {}
    lookalikes: list[_WrittenLookalikes] = []
    rules: list[_WrittenRule] = []


@dataclass(frozen=True)
class Rule:
    """What a search says, and how it is recognised."""

    id: str
    language: str | None
    topic: Topic
    intent: Intent
    urgency: Urgency
    confidence: float
    phrases: tuple[Phrase, ...]
    unless: tuple[Phrase, ...]
    needs: tuple[Phrase, ...]
    examples: tuple[str, ...]
    lookalikes: tuple[str, ...]
    review: str
    place: Located


@dataclass(frozen=True)
class Lookalikes:
    """Harmless phrases: a rule's phrase that overlaps one of them does not count."""

    about: str
    phrases: tuple[Phrase, ...]
    examples: tuple[str, ...]
    place: Located


@dataclass(frozen=True)
class Lexicon:
    """All rules of all languages, and a version made from their content."""

    rules: tuple[Rule, ...]
    lookalikes: tuple[Lookalikes, ...]
    version: str

    @property
    def vocabulary(self) -> frozenset[str]:
        """Every word that some phrase uses, in plain form."""
        owners: Iterable[Rule | Lookalikes] = (*self.rules, *self.lookalikes)
        return frozenset(
            word for owner in owners for phrase in owner.phrases for word in phrase.words
        )


def packaged_lexicon() -> Lexicon:
    """The lexicon inside this package."""
    with as_file(files("search_intercept").joinpath("lexicon")) as folder:
        return load_lexicon(folder)


def load_lexicon(folder: Path) -> Lexicon:
    """Read every *.yaml of a folder. DataError with all mistakes where one can't be used."""
    paths = sorted(folder.glob("*.yaml"))
    if not paths:
        raise DataError([Mistake(folder.name, 1, "there is no word list in this folder")])
    reader = _Reader()
    for path in sorted(paths, key=lambda path: path.stem != _SHARED_FILE):
        reader.read(path)
    if reader.mistakes:
        raise DataError(reader.mistakes)
    content = hashlib.sha256(b"\0".join(path.read_bytes() for path in paths))
    return Lexicon(tuple(reader.rules), tuple(reader.lookalikes), content.hexdigest()[:12])


class _Reader:
    """Collects rules and mistakes over all files. `common.yaml` is read first: all may use it."""

    def __init__(self) -> None:
        self.rules: list[Rule] = []
        self.lookalikes: list[Lookalikes] = []
        self.mistakes: list[Mistake] = []
        self._ids: set[str] = set()
        self._common = _File({}, {}, (), distinctive=False)

    def read(self, path: Path) -> None:
        try:
            place = read_yaml(path)
            written = _WrittenFile.model_validate(plain(place))
        except DataError as error:
            self.mistakes += error.mistakes
            return
        except ValidationError as error:
            self.mistakes += mistakes_of(place, error)
            return
        file = self._common.extended(written)
        if path.stem == _SHARED_FILE:
            self._common = file
        self._read_lookalikes(written, place, file)
        self._read_rules(written, place, file)

    def _read_lookalikes(self, written: _WrittenFile, place: Located, file: "_File") -> None:
        for index, group in enumerate(written.lookalikes):
            where = place.value["lookalikes"].value[index]
            phrases = self._phrases(group.phrases, where.value["phrases"], file, file.of_exceptions)
            self.lookalikes.append(Lookalikes(group.about, phrases, tuple(group.examples), where))

    def _read_rules(self, written: _WrittenFile, place: Located, file: "_File") -> None:
        language = None if written.language == "mul" else written.language
        for index, rule in enumerate(written.rules):
            where = place.value["rules"].value[index]
            if rule.id in self._ids:
                self.mistakes.append(where.mistake(f"the id {rule.id} is used twice"))
            self._ids.add(rule.id)
            self.rules.append(
                Rule(
                    id=rule.id,
                    language=language,
                    topic=rule.topic,
                    intent=rule.intent,
                    urgency=rule.urgency,
                    confidence=rule.confidence,
                    phrases=self._phrases(
                        rule.phrases, where.value["phrases"], file, file.of_rules
                    ),
                    unless=self._contexts(rule.unless, where, file),
                    needs=self._contexts(rule.needs, where, file),
                    examples=tuple(rule.examples),
                    lookalikes=tuple(rule.lookalikes),
                    review=rule.review or written.review,
                    place=where,
                )
            )

    def _phrases(
        self, sources: Sequence[str], where: Located, file: "_File", marks: Marks
    ) -> tuple[Phrase, ...]:
        return tuple(
            phrase
            for source, place in zip(sources, where.value, strict=True)
            for phrase in self._phrase(source, place, file, marks)
        )

    def _phrase(self, source: str, place: Located, file: "_File", marks: Marks) -> Iterator[Phrase]:
        try:
            phrase = parse(source, file.lists, file.proclitics, marks)
            if phrase.anchors:
                yield phrase
        except BadPhrase as error:
            self.mistakes.append(place.mistake(str(error)))

    def _contexts(self, names: Sequence[str], where: Located, file: "_File") -> tuple[Phrase, ...]:
        made: list[Phrase] = []
        for name in names:
            if name not in file.contexts:
                self.mistakes.append(where.mistake(f"there is no context named {name!r}"))
            for source in file.contexts.get(name, ()):
                try:
                    made.append(parse(source, file.lists, marks=file.of_exceptions))
                except BadPhrase as error:
                    self.mistakes.append(where.mistake(f"context {name}: {error}"))
        return tuple(made)


@dataclass(frozen=True)
class _File:
    """What a file's rules may use: its own lists and contexts, and those common to all."""

    lists: Mapping[str, Sequence[str]]
    contexts: Mapping[str, Sequence[str]]
    proclitics: Sequence[str]
    distinctive: bool

    @property
    def of_rules(self) -> Marks:
        """What rules make of marks: somebody in need who leaves them out is still found."""
        return Marks.AT_MOST if self.distinctive else Marks.IGNORED

    @property
    def of_exceptions(self) -> Marks:
        """What look-alikes and contexts make of them: only what is surely harmless excludes."""
        return Marks.EXACT if self.distinctive else Marks.IGNORED

    def extended(self, written: _WrittenFile) -> "_File":
        return _File(
            lists={**self.lists, **written.lists},
            contexts=_merged(self.contexts, written.contexts),
            proclitics=written.proclitics,
            distinctive=written.diacritics == "distinctive",
        )


def _merged(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, list[str]]:
    return {name: [*one.get(name, ()), *other.get(name, ())] for name in {*one, *other}}
