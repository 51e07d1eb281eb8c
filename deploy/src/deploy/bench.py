"""`make bench`: what detection costs, beside its floor, in one run.

Floor: a bare scan of the same automaton over text that is already normalised. Peer: the same
patterns as one `re` alternation. Ratios survive noisy machines; the microseconds do not.
"""

import json
import platform
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import ahocorasick_rs

from search_intercept.detection.detector import Detector
from search_intercept.detection.lexicon import packaged_lexicon
from search_intercept.detection.normalise import normalise
from shared.privacy import QueryText

_ROUNDS = 7
_RESULT = Path("bench.json")

QUIET = [
    "best pizza near me open now",
    "weather tomorrow",
    "how to tie a tie",
    "cheap flights to bangkok in december",
    "สูตรต้มยำกุ้ง",
    "ราคาทองวันนี้",
    "thời tiết hà nội hôm nay",
    "giá vàng sjc",
    "طريقة عمل البسبوسة",
    "اسعار الذهب اليوم",
    "python list comprehension",
    "premier league table",
]
MATCHING = ["i want to die", "อยากตาย", "tu tu la gi", "عايز اموت", "su1c1de help", "anorexia"]


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    what: str
    ours_us: float
    floor_us: float

    @property
    def ratio(self) -> float:
        """How many floors it costs."""
        return self.ours_us / self.floor_us


def microseconds(work: Callable[[str], object], texts: Sequence[str], calls: int) -> float:
    """The fastest round's microseconds a text: noise only ever adds."""
    rounds = []
    for _ in range(_ROUNDS):
        begun = time.perf_counter()
        for _ in range(calls):
            for text in texts:
                work(text)
        rounds.append((time.perf_counter() - begun) / (calls * len(texts)))
    return min(rounds) * 1e6


def measure() -> list[Row]:
    """Detection of queries that don't match and that do, against the floor."""
    detector = Detector(packaged_lexicon())
    anchors = detector.anchors
    automaton = ahocorasick_rs.AhoCorasick(anchors)
    alternation = re.compile("|".join(map(re.escape, anchors)))
    rows = []
    for name, texts in (("no match", QUIET), ("match", MATCHING)):
        squashed = [normalise(text).squashed for text in texts]
        floor = microseconds(
            lambda text: automaton.find_matches_as_indexes(text, overlapping=True), squashed, 500
        )
        ours = microseconds(lambda text: detector.detect(QueryText(text)), texts, 200)
        rows.append(Row(f"detection, {name}", ours, floor))
        rows.append(
            Row(f"re alternation, {name}", microseconds(alternation.search, squashed, 2), floor)
        )
    return rows


def main() -> None:
    """Measure, print the table, and write it as JSON."""
    rows = measure()
    print(f"Python {platform.python_version()}, {platform.machine()}")
    print(f"{'what':<28}{'µs':>10}{'floor µs':>10}{'ratio':>8}")
    for row in rows:
        print(f"{row.what:<28}{row.ours_us:>10.2f}{row.floor_us:>10.2f}{row.ratio:>8.1f}")
    _RESULT.write_text(json.dumps([{**vars(row), "ratio": row.ratio} for row in rows], indent=1))


if __name__ == "__main__":
    main()
