"""What a lexicon's own examples say about it: every example matches, no look-alike does."""

from collections.abc import Iterator

from search_intercept.detection.detector import Detector
from search_intercept.detection.lexicon import Rule
from shared.data_files import Mistake
from shared.privacy import QueryText


def check_examples(detector: Detector) -> Iterator[Mistake]:
    """Every example that its rule misses and every look-alike that any rule matches."""
    for rule in detector.lexicon.rules:
        yield from _check_rule(detector, rule)
    for group in detector.lexicon.lookalikes:
        for text in group.examples:
            for matching in detector.matching_rules(QueryText(text)):
                yield group.place.mistake(f"{text!r} is harmless but matches {matching.id}")


def _check_rule(detector: Detector, rule: Rule) -> Iterator[Mistake]:
    for text in rule.examples:
        if not detector.matches(QueryText(text), rule):
            yield rule.place.mistake(f"{rule.id} does not match its example {text!r}")
    for text in rule.lookalikes:
        for matching in detector.matching_rules(QueryText(text)):
            yield rule.place.mistake(
                f"{rule.id}'s look-alike {text!r} matches {matching.id} and must match nothing"
            )
