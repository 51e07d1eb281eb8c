"""Reading data files that people write, so that every mistake can be told with file and line."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError


class _TextLoader(getattr(yaml, "CBaseLoader", yaml.BaseLoader)):  # type: ignore[misc]
    """Takes every value as it is written, and asks for no tags: they say what is text and what a
    number, and to find out takes a fifth of the time."""

    def resolve(self, kind: object, value: object, implicit: object) -> str:
        return ""


@dataclass(frozen=True)
class Mistake:
    """Something wrong in a data file, in words that its author understands."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"


class DataError(Exception):
    """The data can't be used; `mistakes` says everything that is wrong with it."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        super().__init__("\n".join(str(mistake) for mistake in mistakes))
        self.mistakes = mistakes


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a data file."""

    file: str
    line: int

    def mistake(self, reason: str) -> Mistake:
        """A mistake at this place."""
        return Mistake(self.file, self.line, reason)


@dataclass(frozen=True, slots=True)
class Located:
    """A value out of a data file, and the line it starts on."""

    value: Any
    file: str
    line: int

    @property
    def place(self) -> Place:
        """Where it starts, without the value."""
        return Place(self.file, self.line)

    def mistake(self, reason: str) -> Mistake:
        """A mistake at this place."""
        return self.place.mistake(reason)


def read_json_lines(path: Path) -> Iterator[Located | Mistake]:
    """Each line's object, or what is wrong with the line."""
    for number, line in enumerate(path.read_bytes().splitlines(), 1):
        try:
            value = json.loads(line.decode("utf-8"))
        except (ValueError, RecursionError):
            yield Mistake(path.name, number, "this line is not JSON in UTF-8")
            continue
        if isinstance(value, dict):
            yield Located(value, path.name, number)
        else:
            yield Mistake(path.name, number, "this line is not an object in {...}")


def read_yaml(path: Path) -> Located:
    """A YAML file in which every scalar is text, as its author wrote it ("no" stays "no").

    Lists and mappings come as Located values, nested. DataError where it is no YAML, where a key
    stands twice, or where an alias stands for a list or mapping: a few lines of those can unfold
    to more than a machine holds.
    """
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=_TextLoader)
    except UnicodeDecodeError as error:
        raise DataError([Mistake(path.name, 1, "this file is not UTF-8")]) from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise DataError([Mistake(path.name, line, f"not YAML: {error.problem}")]) from error
    if node is None:
        raise DataError([Mistake(path.name, 1, "this file is empty")])
    return _located(node, path.name, set())


def _located(node: yaml.Node, file: str, seen: set[int]) -> Located:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.CollectionNode):
        if id(node) in seen:
            raise DataError([Mistake(file, line, "an alias stands for this: write it out")])
        seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        return Located([_located(item, file, seen) for item in node.value], file, line)
    if isinstance(node, yaml.MappingNode):
        entries: dict[str, Located] = {}
        for key, value in node.value:
            if key.value in entries:
                where = key.start_mark.line + 1
                raise DataError([Mistake(file, where, f"{key.value} stands here twice")])
            entries[key.value] = _located(value, file, seen)
        return Located(entries, file, line)
    return Located(node.value, file, line)


def as_text(located: Located) -> str:
    """The value with its lines, as JSON: each value as its line and what stands there."""
    return json.dumps(_as_json(located), ensure_ascii=False)


def from_text(text: str, file: str) -> Located:
    """A value out of what `as_text` gave, for a fifth of the work of reading the file again."""
    return _from_json(json.loads(text), file)


def _as_json(located: Located) -> Any:  # noqa: ANN401 - any tree of YAML
    value = located.value
    if isinstance(value, list):
        return [located.line, [_as_json(item) for item in value]]
    if isinstance(value, dict):
        return [located.line, {key: _as_json(item) for key, item in value.items()}]
    return [located.line, value]


def _from_json(kept: Any, file: str) -> Located:  # noqa: ANN401 - any tree of YAML
    line, value = kept
    if isinstance(value, list):
        return Located([_from_json(item, file) for item in value], file, line)
    if isinstance(value, dict):
        return Located({key: _from_json(item, file) for key, item in value.items()}, file, line)
    return Located(value, file, line)


def plain(located: Located) -> Any:  # noqa: ANN401 - any tree of YAML
    """The value without its places."""
    value = located.value
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return value


def mistakes_of(located: Located, error: ValidationError) -> list[Mistake]:
    """One mistake for each thing that a contract finds wrong, at the line it stands on."""
    return [
        _at(located, problem["loc"]).mistake(
            f"{'.'.join(str(part) for part in problem['loc'])}: {problem['msg']}"
        )
        for problem in error.errors(include_url=False, include_context=False)
    ]


def _at(located: Located, location: tuple[int | str, ...]) -> Located:
    """The innermost located value on the way to `location`."""
    for part in location:
        inside = located.value
        try:
            found = inside[part]
        except (KeyError, IndexError, TypeError):
            return located
        if not isinstance(found, Located):
            return located
        located = found
    return located
