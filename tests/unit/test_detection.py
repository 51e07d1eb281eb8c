"""Detection as its users meet it: the packaged lexicon, its examples, and disguises."""

from collections import Counter
from unicodedata import normalize

import pytest

from search_intercept.detection.detector import Detector
from search_intercept.detection.lint import check_examples
from search_intercept.detection.normalise import normalise
from search_intercept.detection.phrases import Habits, Marks, Phrase
from search_intercept.detection.reading import packaged_lexicon
from search_intercept.detection.scanning import scanned
from shared.privacy import QueryText
from shared.vocabulary import Intent, Topic, Urgency

detector = Detector(packaged_lexicon())


def rules(text: str) -> list[str]:
    found = detector.detect(QueryText(text))
    return found.rules if found else []


def test_every_example_matches_its_rule_and_no_lookalike_matches_any() -> None:
    assert [str(mistake) for mistake in check_examples(detector)] == []


@pytest.mark.parametrize("language", ["en", "th", "vi", "ar"])
def test_each_language_has_sixty_rules_over_all_topics(language: str) -> None:
    mine = [rule for rule in detector.lexicon.rules if rule.language == language]
    assert len(mine) >= 60
    assert {rule.topic for rule in mine} == set(Topic)
    assert Counter(rule.intent for rule in mine)[Intent.CONCERN_FOR_OTHER] >= 4


@pytest.mark.parametrize(
    "disguised",
    [
        "su1c1de",
        "$uicide",
        "s u i c i d e",
        "s.u.i.c.i.d.e",
        "s-u-i-c-i-d-e",
        "suiciiiiide",
        "SUICIDE",
        "ｓｕｉｃｉｄｅ",
        "su\u200bici\u200bde",
        "ѕuісіdе",
        "su*cide",
        "je veux m*urir",
        "pengen m*ti",
        "αυτοκτ*νία",
        "självm*rd",
        "αυτ0κτονία",
        "انت7ار",
        "התאבד0ת",
        "הת4בדות",
        "م1خوام بمیرم",
        "#suicide",
        "sui.cide",
        "𝓼𝓾𝓲𝓬𝓲𝓭𝓮",
        "wantto die",
        "#iwanttodie",
        "#quieromorir",
        "#queromorrer",
        "#depressaoesuicidio",
        "k!ll mys3lf",
        "ki11 myself",
        "i want to d1e",
        "vill d0",
        "عايز ام0ت",
        "sui cide help",
        "bun uh diri",
        "chcę um rzeć",
        "தற்*கொலை",
        "ฆ่*ตัวตาย",
        "আ ত্ম হ ত্যা",
        "ㅈ ㅏ 살",
        "자 살 하 고 싶 다",
        "กรีดเเขน",
        "🅺🅼🆂",
        "🇸🇺🇮🇨🇮🇩🇪",
        "kill 💀 myself",
    ],
)
def test_disguises_are_seen_through(disguised: str) -> None:
    assert rules(disguised)


@pytest.mark.parametrize(
    "slipped",
    [
        "suicdie",
        "i want ot die",
        "hate my lief",
        "kiling myself",
        "wanna dissapear",
        "quiero mroir",
        "yasamak istemyorum",
        "хочу убится",
        "खुदकुसी करना",
        "நான் தற்கோலை செய்ய",
    ],
)
def test_one_slip_is_read_back(slipped: str) -> None:
    assert rules(slipped)


@pytest.mark.parametrize(
    "by_ear",
    [
        "ab zeena nai chaahta main",
        "khood ko maar dena chaahta hoon",
        "vaazhave pidikkalla enakku",
        "bacte cai na aar",
        "khoodkhushi ka khayaal aata he",
    ],
)
def test_what_is_spelt_by_ear_is_heard(by_ear: str) -> None:
    assert rules(by_ear)
    assert detector.explain(QueryText(by_ear)).heard


@pytest.mark.parametrize(
    "harmless",
    ["a morte do demonio", "depressione 1929", "mar jaoon ost", "phone gayab hona", "raging bull"],
)
def test_what_only_sounds_like_it_is_left_alone(harmless: str) -> None:
    assert rules(harmless) == []


def test_a_little_word_may_be_written_onto_the_next_within_a_place() -> None:
    place = Phrase("[make] [it s over|everything stop]", Habits({})).parts[1]
    assert {"sover", "everything", "itsover"} <= place.telling


@pytest.mark.parametrize(
    "spaced", ["life isn t worth living", "je tiendrai pas jusqu a noel", "plus rien n a de sens"]
)
def test_an_apostrophe_may_be_typed_as_a_space(spaced: str) -> None:
    assert rules(spaced)


@pytest.mark.parametrize("joined", ["faites que ca s'arrete", "faites que ca sarrete"])
def test_words_written_onto_each_other_are_still_the_phrase(joined: str) -> None:
    assert rules(joined)


@pytest.mark.parametrize(
    "other", ["want to dine", "no quiero lavar", "میخوام زنده باشم", "stand lines"]
)
def test_what_is_another_word_is_no_slip(other: str) -> None:
    assert rules(other) == []


@pytest.mark.parametrize(
    "topic",
    [
        "suicide",
        "bunuh diri",
        "tu tu la gi",
        "selbsmord",
        "ค่าตัวตาย",
        "自殺",
        "自杀",
        "आत्महत्या",
        "خودکشی",
        "самоубийство",
        "αυτοκτονία",
        "pagpapakamatay",
        "anorexia",
        "ανορεξία",
        "厌食症",
        "bullying",
        "cyberbullying",
        "왕따",
    ],
)
def test_a_bare_topic_is_not_taken_for_somebodys_plan(topic: str) -> None:
    found = detector.detect(QueryText(topic))
    assert found is not None
    assert found.intent is Intent.GENERAL


@pytest.mark.parametrize(
    "harmless",
    [
        "b00k club",
        "h0tel near me",
        "c u l8r",
        "u s a map",
        "skill issue",
        "how to kill a python process",
        "suicide squad cast",
        "cutting board",
        "dying my hair",
        "từ từ thôi",
        "váy tutu bé gái",
        "ร้อนจะตาย",
        "بموت فيك",
        "",
        " ",
        "\x00",
        "😀😀😀",
        "💯",
    ],
)
def test_harmless_queries_are_left_alone(harmless: str) -> None:
    assert rules(harmless) == []


def test_vietnamese_tones_that_contradict_are_not_the_word() -> None:
    assert rules("tự tử")
    assert rules("tu tu la gi")
    assert rules("tự tư là gì")
    assert not rules("từ từ")


@pytest.mark.parametrize(
    ("query", "holds"),
    [
        ("dạo này mình cô đơn quá", True),
        ("dao nay minh co don qua", True),
        ("dao này mình cô đơn quá", True),
        ("đạo này mình cô đơn quá", False),
    ],
)
def test_what_may_stand_around_a_whole_query_has_its_marks_or_fewer(
    query: str, holds: bool
) -> None:
    habits = Habits(lists={}, marks=Marks.AT_MOST, fillers=["dạo này", "quá"])
    assert Phrase("= mình cô đơn", habits).stands_in(normalise(query)) is holds


@pytest.mark.parametrize(
    ("phrase", "inside", "alone"),
    [
        ("আম", "আমার", "আম কাটার"),
        ("मर", "मराठी", "मर जा"),
        ("கொல", "கொலை", "கொல வா"),
        ("கொலை", "தற்கொலை", "இது கொலை"),
    ],
)
def test_a_vowel_sign_goes_on_with_a_word(phrase: str, inside: str, alone: str) -> None:
    pattern = Phrase(phrase, Habits({})).pattern
    assert not pattern.search(inside)
    assert pattern.search(alone)


def test_a_star_stands_for_vowel_signs_too() -> None:
    assert Phrase("கொலை*", Habits({})).pattern.search("கொலைக்கான")


def test_accents_written_apart_make_no_difference_to_a_digit_in_a_word() -> None:
    composed = "é1a"
    assert scanned(normalize("NFD", composed)) == scanned(composed)


@pytest.mark.parametrize("query", ["i want to die lol", "envie de mourir mdr", "хочу умереть ахах"])
def test_laughter_does_not_excuse(query: str) -> None:
    assert rules(query)


@pytest.mark.parametrize("query", ["i want to die", "pizza", "suicide squad", "amimortechai"])
def test_an_explanation_ends_as_the_detection_does(query: str) -> None:
    told = detector.explain(QueryText(query))
    assert told.rules == detector.matching_rules(QueryText(query))


@pytest.mark.parametrize(
    "query",
    ["힘들어 죽고 싶어", "je veux même plus vivre, je me déteste moi-même", "กินยาฆ่าหญ้าตาย"],
)
def test_an_everyday_meaning_of_a_word_hides_nobody(query: str) -> None:
    assert rules(query)


def test_a_lookalike_does_not_hide_what_stands_beside_it() -> None:
    assert rules("after suicide squad i want to kill myself")


def test_the_most_urgent_rule_decides() -> None:
    found = detector.detect(QueryText("suicide help i want to kill myself"))
    assert found is not None
    assert (found.topic, found.intent, found.urgency) == (
        Topic.SUICIDE,
        Intent.OWN_DISTRESS,
        Urgency.HIGH,
    )
    assert found.rules == [detector.matching_rules(QueryText("i want to kill myself"))[0].id]
    assert found.lexicon_version == detector.version


def test_a_query_past_the_limit_is_cut() -> None:
    assert rules("i want to die " + "x" * 10_000)
    assert not rules("x" * 512 + " i want to die")
