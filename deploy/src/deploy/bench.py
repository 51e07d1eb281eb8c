"""`make bench`: what detection costs, beside its floor, in one run.

Floor: a bare scan of the same queries for the same patterns. Peer: the same patterns as one `re`
alternation. Ratios survive noisy machines; the microseconds do not.
"""

import json
import os
import platform
import re
import string
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import ahocorasick_rs

from search_intercept.detection import detector
from search_intercept.detection.detector import Detector
from search_intercept.detection.lexicon import Lexicon, Rule
from search_intercept.detection.phrases import Habits, Phrase
from search_intercept.detection.reading import packaged_lexicon
from search_intercept.live import load_detector
from shared.privacy import QueryText

_ROUNDS = 15
_CALLS = 100
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
    "receta de tortilla de patatas",
    "погода в киеве",
    "明天天气",
    "서울 맛집 추천",
    "आज का मौसम",
    "matokeo ya mechi leo",
]
MATCHING = ["i want to die", "อยากตาย", "tu tu la gi", "عايز اموت", "su1c1de help", "anorexia"]


Work = Callable[[str], object]
"""What is measured, done once to a text."""


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


def microseconds(works: Sequence[Work], texts: Sequence[str], calls: int) -> list[float]:
    """Of each work the fastest round's microseconds a text: noise only ever adds. They take turns,
    so that a machine that is slow for a while is so for all."""
    rounds = [[_once(work, texts, calls) for work in works] for _ in range(_ROUNDS)]
    return [min(of_one) * 1e6 for of_one in zip(*rounds, strict=True)]


def _once(work: Work, texts: Sequence[str], calls: int) -> float:
    begun = time.perf_counter()
    for _ in range(calls):
        for text in texts:
            work(text)
    return (time.perf_counter() - begun) / (calls * len(texts))


def measure() -> list[Row]:
    """Detection of queries that don't match and that do, and its growth with the rules."""
    lexicon = packaged_lexicon()
    rows = _against_floor(Detector(lexicon))
    for times in (4, 16):
        rows += _against_floor(Detector(_grown(lexicon, times)), f", {times}x rules", peer=False)
    return rows


def _against_floor(measured: Detector, suffix: str = "", *, peer: bool = True) -> list[Row]:
    patterns = measured.lexicon.index.texts
    automaton = ahocorasick_rs.AhoCorasick(patterns)
    rows = []
    for name, texts in (("no match", QUIET), ("match", MATCHING)):
        scan = partial(automaton.find_matches_as_indexes, overlapping=True)
        floor, ours = microseconds(
            [scan, lambda text: measured.detect(QueryText(text))], texts, _CALLS
        )
        rows.append(Row(f"detection, {name}{suffix}", ours, floor))
        if peer:
            alternation = re.compile("|".join(map(re.escape, patterns)))
            (cost,) = microseconds([alternation.search], texts, 2)
            rows.append(Row(f"re alternation, {name}", cost, floor))
    return rows


def _grown(lexicon: Lexicon, times: int) -> Lexicon:
    """The lexicon with copies of its rules in invented words, as more languages would be."""
    copies = [copy for step in range(1, times) for copy in _copies(lexicon, step)]
    return replace(lexicon, rules=(*lexicon.rules, *copies), kept=None)


def _copies(lexicon: Lexicon, step: int) -> Iterator[Rule]:
    habits: dict[int, Habits] = {}
    for rule in lexicon.rules:
        for known in {id(phrase.habits): phrase.habits for phrase in rule.phrases}.values():
            if id(known) not in habits:
                habits[id(known)] = _invented_habits(known, step)
        phrases = (
            Phrase(_invented(phrase.source, step), habits[id(phrase.habits)])
            for phrase in rule.phrases
        )
        yield replace(rule, phrases=tuple(phrases))


def _invented_habits(habits: Habits, step: int) -> Habits:
    lists = {
        _invented(name, step): [_invented(entry, step) for entry in entries]
        for name, entries in habits.lists.items()
    }
    return replace(habits, lists=lists, known={})


def _invented(text: str, step: int) -> str:
    """A text in another alphabet's order; letters beyond ASCII get one of it added."""
    letters = string.ascii_lowercase
    cipher = str.maketrans(letters, letters[step:] + letters[:step])
    return re.sub(r"[^\x00-\x7f]+", rf"\g<0>{letters[step]}", text.translate(cipher))


def loading() -> tuple[float, float]:
    """Seconds to load everything, and the megabytes it adds to a process."""
    before = resident_megabytes()
    begun = time.perf_counter()
    loaded = load_detector()
    seconds = time.perf_counter() - begun
    loaded.detect(QueryText("warm"))
    return seconds, resident_megabytes() - before


def is_compiled() -> bool:
    """Whether detection runs compiled."""
    return not detector.__file__.endswith(".py")


def resident_megabytes() -> float:
    """The megabytes that this process holds; for Linux."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def main() -> None:
    """Measure, print the table, and write it as JSON."""
    seconds, megabytes = loading()
    rows = measure()
    how = "compiled" if is_compiled() else "interpreted"
    print(f"Python {platform.python_version()}, {platform.machine()}, detection {how}")
    print(f"{'what':<34}{'µs':>10}{'floor µs':>10}{'ratio':>8}")
    for row in rows:
        print(f"{row.what:<34}{row.ours_us:>10.2f}{row.floor_us:>10.2f}{row.ratio:>8.1f}")
    print(f"loading: {seconds:.2f} s, {megabytes:.0f} MB")
    table = [{**vars(row), "ratio": row.ratio} for row in rows]
    result = {"detection": table, "loading_s": seconds, "loading_mb": megabytes}
    _RESULT.write_text(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
