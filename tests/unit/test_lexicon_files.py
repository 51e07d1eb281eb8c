"""A lexicon that can't be used is refused whole, with file, line and reason."""

from pathlib import Path

import pytest

from search_intercept.detection.detector import Detector
from search_intercept.detection.lint import check_examples
from search_intercept.detection.reading import load_lexicon
from search_intercept.detection.spare import check_spare
from shared.data_files import DataError
from shared.privacy import QueryText

GOOD = """\
language: en
review: draft
lists:
  want: [want to, wanna]
contexts:
  media: [lyrics]
rules:
  - id: en.suicide.one
    topic: suicide
    intent: own_distress
    urgency: high
    phrases: ["{want} (just) die", "[end|finish] it all"]
    unless: [media]
    examples: [i wanna just die, end it all]
    lookalikes: [want to die lyrics]
"""


def load(folder: Path, text: str) -> Detector:
    (folder / "en.yaml").write_text(text)
    return Detector(load_lexicon(folder))


def test_a_good_file_is_read_and_its_version_is_its_content(tmp_path: Path) -> None:
    first = load(tmp_path, GOOD)
    assert list(check_examples(first)) == []
    assert load(tmp_path, GOOD).version == first.version
    assert load(tmp_path, GOOD + "\n").version != first.version


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("topic: suicide", "topic: soap", 9, "topic"),
        ("urgency: high", "urgency: high\n    colour: red", 12, "colour"),
        ('"{want} (just) die"', '"{wish} die"', 12, "no list named 'wish'"),
        ('"{want} (just) die"', '"kill|end me"', 12, "belongs inside"),
        ('"{want} (just) die"', '"a"', 12, "long enough"),
        ('"{want} (just) die"', '"[stop|end it] (all)"', 12, "comes down to 'stop'"),
        ('"{want} (just) die"', '"도움 (청하는) (법)"', 12, "comes down to '도움'"),
        ('"{want} (just) die"', '"(just) (die)"', 12, "not optional"),
        ('"{want} (just) die"', '"want ... (die)"', 12, "gap before an optional"),
        ("unless: [media]", "unless: [films]", 8, "no context named 'films'"),
        ("language: en", "language: [en", 2, "not YAML"),
        ("lists:", "romanised: {words: [x], letters: {sch: ш}}\nlists:", 3, "sch"),
        ("lists:", "romanised: {words: [хочу], letters: {sh: ш}}\nlists:", 3, "words"),
        ("    topic: suicide\n", "    topic: suicide\n    topic: suicide\n", 10, "twice"),
    ],
)
def test_a_mistake_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, reason: str
) -> None:
    with pytest.raises(DataError) as refusal:
        load(tmp_path, GOOD.replace(old, new))
    first = refusal.value.mistakes[0]
    assert first.file == "en.yaml"
    assert first.line == line
    assert reason in str(refusal.value)


def test_a_folder_without_word_lists_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no word list"):
        load_lexicon(tmp_path)


def test_an_id_used_twice_is_told(tmp_path: Path) -> None:
    (tmp_path / "fr.yaml").write_text(GOOD)
    with pytest.raises(DataError, match="used twice"):
        load(tmp_path, GOOD)


def test_a_bare_topic_is_excused_by_what_any_language_calls_a_song(tmp_path: Path) -> None:
    swedish = """\
language: sv
review: draft
contexts:
  media: [låttext]
rules:
  - {id: sv.suicide.topic, topic: suicide, intent: general, urgency: general,
     phrases: [suicide], unless: [media], examples: [suicide]}
  - {id: sv.suicide.own, topic: suicide, intent: own_distress, urgency: high,
     phrases: [suicide tonight], unless: [media], examples: [suicide tonight]}
"""
    (tmp_path / "sv.yaml").write_text(swedish)
    detector = load(tmp_path, GOOD)
    found = {
        text: [rule.id for rule in detector.matching_rules(QueryText(text))]
        for text in ("suicide", "suicide låttext", "suicide lyrics", "suicide tonight lyrics")
    }
    assert found == {
        "suicide": ["sv.suicide.topic"],
        "suicide låttext": [],
        "suicide lyrics": [],
        "suicide tonight lyrics": ["sv.suicide.own"],
    }


def test_a_lookalike_excuses_what_it_overlaps_but_not_what_says_more(tmp_path: Path) -> None:
    more = """\
lookalikes:
  - {about: Losing weight., phrases: [lose weight, weight lifting], examples: [lose weight]}
rules:
  - {id: en.eating_disorder.one, topic: eating_disorder, intent: method_seeking, urgency: elevated,
     phrases: [laxatives to lose weight, starve ... weight], examples: [laxatives to lose weight]}
"""
    detector = load(tmp_path, f"language: en\nreview: draft\n{more}")
    found = {
        text: bool(detector.matching_rules(QueryText(text)))
        for text in (
            "laxatives to lose weight fast",
            "laxatives to lose weight lifting",
            "starve yourself of weight",
            "starve to lose weight",
        )
    }
    assert found == {
        "laxatives to lose weight fast": True,
        "laxatives to lose weight lifting": False,
        "starve yourself of weight": True,
        "starve to lose weight": False,
    }


def test_a_context_excuses_beside_a_phrase_but_not_as_a_part_of_it(tmp_path: Path) -> None:
    punishing = """\
contexts:
  law: [punish, court]
rules:
  - {id: en.self_harm.one, topic: self_harm, intent: own_distress, urgency: elevated,
     phrases: [punish myself, court ... hurt me], unless: [law], examples: [punish myself]}
"""
    detector = load(tmp_path, f"language: en\nreview: draft\n{punishing}")
    found = {
        text: bool(detector.matching_rules(QueryText(text)))
        for text in (
            "punish myself",
            "punish myself court",
            "punish punish myself",
            "court hurt me",
        )
    }
    assert found == {
        "punish myself": True,
        "punish myself court": False,
        "punish punish myself": False,
        "court hurt me": False,
    }


def test_examples_that_miss_and_lookalikes_that_match_are_told(tmp_path: Path) -> None:
    broken = GOOD.replace("examples: [", "examples: [something else, ").replace(
        "lookalikes: [", "lookalikes: [end it all now, "
    )
    told = [mistake.reason for mistake in check_examples(load(tmp_path, broken))]
    assert any("does not match its example 'something else'" in reason for reason in told)
    assert any("'end it all now' matches" in reason for reason in told)


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("[want to, wanna]", "[want to, wanna, want to]", 4, "'want to' stands in line 4 already"),
        ("lists:\n", "fillers: [please, please]\nlists:\n", 3, "'please' stands in line 3 already"),
        ("[lyrics]", "[lyrics, song, lyrics]", 6, "'lyrics' stands in line 6 already"),
        ("[end|finish] it all", "[end|finish|end] it all", 12, "'end' stands twice in one choice"),
        ("(just) die", "(just|so|just) die", 12, "'just' stands twice in one choice"),
        ("end it all]", "end it all, end it all]", 14, "'end it all' stands in line 14 already"),
        ("lists:\n", "lists:\n  need: [need]\n", 4, "no phrase uses 'need', one of the lists"),
        (
            "contexts:\n",
            "contexts:\n  food: [pie]\n",
            6,
            "no rule names 'food', one of the contexts",
        ),
    ],
)
def test_what_a_file_says_twice_or_for_nobody_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, reason: str
) -> None:
    load(tmp_path, GOOD)
    assert list(check_spare(tmp_path)) == []
    load(tmp_path, GOOD.replace(old, new))
    assert list(map(str, check_spare(tmp_path))) == [f"en.yaml:{line}: {reason}"]


def test_a_phrase_that_stands_in_two_rules_is_told(tmp_path: Path) -> None:
    again = GOOD[GOOD.index("  - id:") :].replace("suicide.one", "suicide.two")
    load(tmp_path, GOOD + again)
    told = [(mistake.line, mistake.reason) for mistake in check_spare(tmp_path)]
    assert told == [
        (20, "'{want} (just) die' stands in line 12 already"),
        (20, "'[end|finish] it all' stands in line 12 already"),
    ]


def test_what_is_common_to_all_may_be_used_by_any_file(tmp_path: Path) -> None:
    rules = GOOD.index("rules:")
    (tmp_path / "common.yaml").write_text("language: mul\n" + GOOD[GOOD.index("review") : rules])
    load(tmp_path, "language: en\nreview: draft\n" + GOOD[rules:])
    assert list(check_spare(tmp_path)) == []
    load(tmp_path, "language: en\nreview: draft\n" + GOOD[rules:].replace("{want}", "want to"))
    assert [mistake.file for mistake in check_spare(tmp_path)] == ["common.yaml"]


def test_diacritics_may_be_left_out_but_not_contradicted(tmp_path: Path) -> None:
    text = """\
language: vi
review: draft
diacritics: distinctive
rules:
  - {id: vi.suicide.a, topic: suicide, intent: general, urgency: general,
     phrases: ["tự tử"], examples: [tự tử, tu tu, tự tư], lookalikes: [từ từ, tứ tử]}
"""
    assert list(check_examples(load(tmp_path, text))) == []
