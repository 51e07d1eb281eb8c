"""The lexicon in service: exchanged whole or not at all, and loud where it matches too much."""

import asyncio
from pathlib import Path
from weakref import ref

import pytest

from search_intercept.detection.detector import Detector
from search_intercept.detection.reading import load_lexicon, packaged_lexicon
from search_intercept.lexicon_folder import LexiconFolder, following
from search_intercept.live import LiveDetector
from search_intercept.match_ratio import BLOCK, MatchRatio
from shared.metrics import Metrics
from shared.privacy import QueryText

LISTS = """\
language: en
review: draft
rules:
  - id: en.suicide.one
    topic: suicide
    intent: own_distress
    urgency: high
    phrases: [WORDS]
    examples: [WORDS]
"""


packaged = Detector(packaged_lexicon())


def write(folder: Path, words: str) -> None:
    (folder / "en.yaml").write_text(LISTS.replace("WORDS", words))


def matches(live: LiveDetector, text: str) -> bool:
    return live.detect(QueryText(text)) is not None


def reloads(metrics: Metrics, outcome: str) -> float | None:
    labels = {"outcome": outcome}
    return metrics.registry.get_sample_value("waymark_lexicon_reloads_total", labels)


def looks(folder: LexiconFolder, times: int) -> None:
    async def run() -> None:
        for _ in range(times):
            await folder.look()

    asyncio.run(run())


def test_a_changed_folder_is_taken_over_once_it_stands_still(tmp_path: Path) -> None:
    metrics = Metrics()
    live = LiveDetector(packaged, metrics)
    write(tmp_path, "purple lantern")
    [folder] = following(tmp_path, live, metrics)
    assert matches(live, "purple lantern")
    assert not matches(live, "i want to die")
    before = live.version

    write(tmp_path, "orange lantern")
    looks(folder, 1)
    assert live.version == before
    looks(folder, 1)
    assert live.version != before
    assert matches(live, "orange lantern")
    assert not matches(live, "purple lantern")
    looks(folder, 3)
    assert reloads(metrics, "taken") == 2


def test_what_was_exchanged_is_held_no_longer(tmp_path: Path) -> None:
    metrics = Metrics()
    live = LiveDetector(packaged, metrics)
    write(tmp_path, "purple lantern")
    lexicon = load_lexicon(tmp_path)
    live.exchange(Detector(lexicon))
    first = ref(lexicon)
    del lexicon
    following(tmp_path, live, metrics)
    assert first() is None


@pytest.mark.parametrize(
    "broken",
    ["language: [en", LISTS.replace("examples: [WORDS]", "examples: [something else]"), "\xff"],
)
def test_a_broken_change_is_refused_and_the_old_lexicon_stays(tmp_path: Path, broken: str) -> None:
    metrics = Metrics()
    live = LiveDetector(packaged, metrics)
    write(tmp_path, "purple lantern")
    [folder] = following(tmp_path, live, metrics)

    (tmp_path / "en.yaml").write_text(broken, encoding="latin-1")
    looks(folder, 2)
    assert matches(live, "purple lantern")
    assert reloads(metrics, "refused") == 1
    state = folder.check.state
    assert not state.ok
    assert not state.required
    assert "en.yaml:" in str(state.reason)

    write(tmp_path, "orange lantern")
    looks(folder, 2)
    assert matches(live, "orange lantern")
    assert folder.check.state.ok


def test_a_folder_that_is_broken_at_the_start_leaves_the_packaged_lexicon(tmp_path: Path) -> None:
    metrics = Metrics()
    live = LiveDetector(packaged, metrics)
    [folder] = following(tmp_path / "missing", live, metrics)
    assert matches(live, "i want to die")
    assert not folder.check.state.ok


def test_the_canary_is_detected_and_named() -> None:
    found = LiveDetector(packaged, Metrics()).detect(QueryText("Waymark canary quillon brindle"))
    assert found is not None
    assert found.rules == ["mul.suicide.canary"]


def observed(ratio: MatchRatio, share: float, blocks: int = 1) -> MatchRatio:
    for _ in range(blocks):
        for number in range(BLOCK):
            ratio.observe(number < share * BLOCK)
    return ratio


def test_a_rule_that_matches_everything_is_loud_and_usual_traffic_is_not() -> None:
    ratio = observed(MatchRatio(), 0.01, blocks=10)
    assert not observed(ratio, 0.02).jumped
    assert observed(ratio, 0.2).jumped
    assert not observed(ratio, 0.01).jumped


def test_the_first_matches_ever_are_no_jump() -> None:
    ratio = observed(MatchRatio(), 0.0, blocks=3)
    assert not observed(ratio, 0.003).jumped


def test_what_stays_becomes_usual() -> None:
    ratio = observed(MatchRatio(), 0.01, blocks=5)
    assert observed(ratio, 0.08).jumped
    assert not observed(ratio, 0.08, blocks=60).jumped


def test_the_ratio_is_exported() -> None:
    metrics = Metrics()
    live = LiveDetector(packaged, metrics)
    for _ in range(BLOCK // 2):
        matches(live, "i want to die")
        matches(live, "weather")
    assert metrics.registry.get_sample_value("waymark_match_ratio") == 0.5
    assert metrics.registry.get_sample_value("waymark_match_ratio_jump") == 0
