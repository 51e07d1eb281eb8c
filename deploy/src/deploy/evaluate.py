"""`make eval`: how much of what people type is detected, on labelled queries in every language.

Recall and false positives, each with its 95 % interval (Wilson), by language, style and topic.
The corpus is tests/corpus/<language>.jsonl; its README says how it is labelled. Queries that may
not lie in a repository are measured in the same way from a folder of their own.
"""

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError, ValidationInfo, field_validator

from search_intercept.detection.detector import Detector
from search_intercept.detection.reading import packaged_lexicon
from shared.contracts.events import Detection
from shared.data_files import DataError, Mistake, mistakes_of, read_json_lines
from shared.privacy import QueryText
from shared.vocabulary import Intent, Topic, Urgency

CORPUS = Path(__file__).parents[3] / "tests" / "corpus"

FLOOR_RECALL = 0.95
FLOOR_LOOKALIKES = 0.02
FLOOR_ORDINARY = 0.001
FLOOR_BEHIND_BEST = 0.03

_LOOKALIKE, _ORDINARY = _BENIGN = ("lookalike", "ordinary")
_Z = 1.96


class Row(BaseModel):
    """One labelled query."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str
    label: Literal["crisis", "benign", "grey"]
    style: str
    topic: Topic | None = None
    intent: Intent | None = None
    language: str
    line: int

    @field_validator("style")
    @classmethod
    def _has_a_floor(cls, style: str, told: ValidationInfo) -> str:
        """Under another name a benign query would be measured against no floor."""
        if told.data.get("label") == "benign" and style not in _BENIGN:
            raise ValueError(f"of a benign query this is {' or '.join(_BENIGN)}")
        return style

    @property
    def place(self) -> str:
        """Where it stands."""
        return f"{self.language}.jsonl:{self.line}"


@dataclass(frozen=True)
class Judged:
    """A labelled query with what was detected in it."""

    row: Row
    found: Detection | None


@dataclass(frozen=True)
class Share:
    """So many of so many, with the 95 % interval that the number allows."""

    count: int
    total: int

    @property
    def value(self) -> float:
        """The share itself; of nothing, 0."""
        return self.count / self.total if self.total else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's score interval at 95 %."""
        if not self.total:
            return 0.0, 1.0
        share, total = self.value, self.total
        middle = share + _Z**2 / (2 * total)
        spread = _Z * sqrt(share * (1 - share) / total + _Z**2 / (4 * total**2))
        scale = 1 + _Z**2 / total
        # Rounding can put the ends of 0/n and n/n a hair outside what a share can be.
        return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.value:7.3f} [{low:.3f} {high:.3f}] {self.count:>5}/{self.total}"


def read_corpus(folder: Path = CORPUS) -> list[Row]:
    """All labelled queries of a folder. DataError with every line that does not fit."""
    rows: list[Row] = []
    mistakes: list[Mistake] = []
    for path in sorted(folder.glob("*.jsonl")):
        for found in read_json_lines(path):
            if isinstance(found, Mistake):
                mistakes.append(found)
                continue
            told = {**found.value, "language": path.stem, "line": found.line}
            try:
                rows.append(Row.model_validate(told))
            except ValidationError as error:
                mistakes += mistakes_of(found, error)
    if not rows and not mistakes:
        mistakes.append(Mistake(folder.name, 1, "there are no labelled queries in this folder"))
    if mistakes:
        raise DataError(mistakes)
    return rows


def judge(detector: Detector, rows: Iterable[Row]) -> list[Judged]:
    """Every query, detected."""
    return [Judged(row, detector.detect(QueryText(row.text))) for row in rows]


def recall(judged: Iterable[Judged]) -> Share:
    """Crisis queries that are detected."""
    return _share(one for one in judged if one.row.label == "crisis")


def false_positives(judged: Iterable[Judged], style: str) -> Share:
    """Benign queries of a style that are detected all the same."""
    return _share(one for one in judged if one.row.label == "benign" and one.row.style == style)


def alarmed_grey(judged: Iterable[Judged]) -> Share:
    """News, history and law questions that are answered as if somebody were in danger."""
    grey = [one for one in judged if one.row.label == "grey"]
    urgent = [one for one in grey if one.found and one.found.urgency is not Urgency.GENERAL]
    return Share(len(urgent), len(grey))


def _share(judged: Iterable[Judged]) -> Share:
    found = [one.found is not None for one in judged]
    return Share(sum(found), len(found))


def below_floor(judged: Sequence[Judged]) -> list[str]:
    """What does not reach the floors, in words; nothing where all do."""
    by_language = _grouped(judged, lambda one: one.row.language)
    best = max(recall(group).value for group in by_language.values())
    told = []
    for language, group in by_language.items():
        reached = recall(group)
        lookalikes = false_positives(group, _LOOKALIKE).value
        if reached.total and reached.value < max(FLOOR_RECALL, best - FLOOR_BEHIND_BEST):
            told.append(f"{language}: recall {reached.value:.3f} (best {best:.3f})")
        if lookalikes > FLOOR_LOOKALIKES:
            told.append(f"{language}: false positives on look-alikes {lookalikes:.3f}")
    ordinary = false_positives(judged, _ORDINARY).value
    if ordinary > FLOOR_ORDINARY:
        told.append(f"all: false positives on ordinary queries {ordinary:.4f}")
    return told


def _grouped(judged: Iterable[Judged], key: Callable[[Judged], str]) -> dict[str, list[Judged]]:
    groups: dict[str, list[Judged]] = {}
    for one in judged:
        groups.setdefault(key(one), []).append(one)
    return dict(sorted(groups.items()))


def _print_languages(judged: Sequence[Judged]) -> None:
    print(f"{'language':<10}{'recall':<32}{'look-alikes':<32}{'ordinary':<32}grey, urgent")
    groups = {**_grouped(judged, lambda one: one.row.language), "all": list(judged)}
    for language, group in groups.items():
        shares = (
            recall(group),
            false_positives(group, _LOOKALIKE),
            false_positives(group, _ORDINARY),
            alarmed_grey(group),
        )
        print(f"{language:<10}" + "".join(f"{share!s:<32}" for share in shares).rstrip())


def _print_recall_by(title: str, judged: Sequence[Judged], key: Callable[[Judged], str]) -> None:
    print(f"\nrecall by {title}")
    crisis = [one for one in judged if one.row.label == "crisis"]
    for name, group in _grouped(crisis, key).items():
        print(f"  {name:<20}{recall(group)}")


def wrong(judged: Iterable[Judged], *, shown: bool) -> Iterator[str]:
    """Each wrong verdict with its place, and the query itself where it may be shown: the corpus is
    ours, nobody's search."""
    for one in judged:
        missed = one.row.label == "crisis" and one.found is None
        if missed or (one.row.label == "benign" and one.found):
            rules = ", ".join(one.found.rules) if one.found else "missed"
            text = [one.row.text] if shown else []
            yield "\t".join([one.row.place, *text, rules])


def main() -> None:
    """Print the tables; with `--wrong` also each wrong verdict. Fails below a floor."""
    parser = argparse.ArgumentParser(prog="evaluate")
    parser.add_argument("folder", nargs="?", type=Path, default=CORPUS)
    parser.add_argument("--wrong", action="store_true", help="name each wrong verdict")
    arguments = parser.parse_args()
    try:
        rows = read_corpus(arguments.folder)
    except DataError as error:
        sys.exit(str(error))
    judged = judge(Detector(packaged_lexicon()), rows)
    if arguments.wrong:
        for line in wrong(judged, shown=arguments.folder == CORPUS):
            print(line)
    _print_languages(judged)
    _print_recall_by("style", judged, lambda one: one.row.style)
    _print_recall_by("topic", judged, lambda one: str(one.row.topic))
    failures = below_floor(judged)
    print("\n" + ("\n".join(failures) or "every floor is reached"))
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
