"""Hostile and mistaken records are refused with a reason that their author understands."""

import json
import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from resources.catalogue.files import read_catalogue
from resources.catalogue.language_rules import languages_with_rules
from resources.settings import DataSettings
from shared.data_files import DataError

DATA = DataSettings().resources_data
LINES = (DATA / "helplines.jsonl").read_text().splitlines()
AT = next(n for n, line in enumerate(LINES) if '"th-samaritans-of-thailand"' in line)
LINE = json.loads(LINES[AT])
PHONE = {"kind": "phone", "value": "02-113-6789", "e164": "+6621136789"}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    shutil.copytree(DATA, tmp_path / "data")
    return tmp_path / "data"


def refusal(data: Path) -> str:
    with pytest.raises(DataError) as refused:
        read_catalogue(data)
    return str(refused.value)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"name": "<script>alert(1)</script>"}, "markup"),
        ({"name": "x" * 10_000}, "at most 500"),
        ({"name": ""}, "at least 1"),
        ({"name": "Samaritans \u202e321"}, "markup"),
        ({"channels": [{**PHONE, "value": "call me"}]}, "no number that can be dialled"),
        ({"channels": [{**PHONE, "value": "1" * 30}]}, "no number that can be dialled"),
        ({"channels": [{**PHONE, "e164": "+6621136780"}]}, "not the same number"),
        ({"channels": [{"kind": "chat", "value": "javascript:alert(1)"}]}, "http"),
        ({"channels": [{"kind": "email", "value": "nobody"}]}, "e-mail"),
        ({"channels": []}, "at least 1 item"),
        ({"sources": []}, "at least 1 item"),
        ({"topics": ["astrology"]}, "topics.0"),
        ({"country": "Atlantis"}, "country"),
        ({"country": "QQ"}, "not in regions.yaml"),
        ({"subdivision": "US-CA"}, "not one of the country"),
        ({"hours": {}}, "either always or text"),
        ({"free": "maybe"}, "free"),
        ({"colour": "red"}, "colour"),
        (
            {"sources": [{"url": "https://e.org", "kind": "official", "seen": "2026-01-00"}]},
            "sources.0.seen",
        ),
        ({"time_zone": "Mars/Olympus"}, "IANA time zone"),
        ({"channels": [{**PHONE, "schedule": "whenever"}]}, "opening_hours expression"),
        (
            {
                "hours": {"text": "Daily 12:00-22:00"},
                "time_zone": "Asia/Bangkok",
                "channels": [{**PHONE, "schedule": "Mo-Su 12:00-23:00"}],
            },
            "a time that hours.text does not state",
        ),
        (
            {
                "hours": {"text": "Mon 20:00-04:00"},
                "time_zone": "Asia/Bangkok",
                "channels": [{**PHONE, "schedule": "Mo 20:00-04:00; Tu 20:00-04:00"}],
            },
            "part its rules by commas",
        ),
        ({"channels": [{"kind": "phone", "value": "02-00"}]}, "not valid in the line's country"),
        ({"channels": [{**PHONE, "e164": None}]}, "international form"),
        ({"id": "us-neda", "channels": [PHONE]}, "NEDA has no number any more"),
    ],
)
def test_a_bad_helpline_is_refused_with_line_and_reason(
    data: Path, changed: dict[str, object], reason: str
) -> None:
    path = data / "helplines.jsonl"
    lines = list(LINES)
    lines[AT] = json.dumps({**LINE, **changed})
    path.write_text("\n".join(lines))
    told = refusal(data)
    assert f"helplines.jsonl:{AT + 1}:" in told
    assert reason in told


def test_a_duplicate_is_refused_with_both_lines(data: Path) -> None:
    path = data / "helplines.jsonl"
    path.write_text(path.read_text() + json.dumps(LINE) + "\n")
    assert f"the same id as in line {AT + 1}" in refusal(data)


def test_huge_missing_and_undecodable_files_are_refused(data: Path) -> None:
    (data / "videos.jsonl").write_bytes(b" " * (20 * 1024 * 1024 + 1))
    (data / "creators.jsonl").unlink()
    (data / "campaigns.jsonl").write_bytes(b"\xff\xfe\n")
    told = refusal(data)
    assert "videos.jsonl:1: this file is too large" in told
    assert "creators.jsonl:1: this file is missing" in told
    assert "campaigns.jsonl:1: this line is not JSON in UTF-8" in told


def test_forbidden_words_in_messages_are_refused_at_their_line(data: Path) -> None:
    path = data / "messages" / "en.yaml"
    text = path.read_text().replace("You are not alone", "He committed suicide")
    path.write_text(text)
    line = next(n for n, row in enumerate(text.splitlines(), 1) if "committed suicide" in row)
    assert f"en.yaml:{line}: 'committed suicide' must not be used" in refusal(data)


def test_a_guide_that_does_not_exist_is_refused(data: Path) -> None:
    path = data / "messages" / "th.yaml"
    path.write_text(path.read_text().replace("  coping-now:", "  coping-later:"))
    assert "no such guide: coping-later" in refusal(data)


def test_every_language_of_detection_has_its_texts_and_its_forbidden_words() -> None:
    words = files("search_intercept").joinpath("lexicon").iterdir()
    lexicon = {path.name.removesuffix(".yaml") for path in words}
    languages = {record.language for record in read_catalogue(DATA).messages}
    assert languages == languages_with_rules() == lexicon - {"common", "__pycache__"}
    assert len(languages) == 31


def test_every_guide_is_written_in_every_language() -> None:
    catalogue = read_catalogue(DATA)
    guides = {guide.id for guide in catalogue.guides}
    assert {guide.kind for guide in catalogue.guides} == {
        "self",
        "helper",
        "story",
        "parents",
        "teachers",
    }
    for record in catalogue.messages:
        assert set(record.guides) == guides, record.language


@pytest.mark.parametrize(
    ("field", "text", "reason"),
    [
        ("what_happens", "Call 116 123, somebody listens.", "has no source there (N11)"),
        ("hours_opens", "Opens soon", "have to be: {day} and {time}"),
        ("what_happens", "We detected that you are sad.", "nobody wants to be watched"),
        ("what_happens", "It is completely confidential.", "nobody can promise"),
        ("what_happens", "Put the pills away.", "a method, a means or a place"),
        ("what_happens", "<b>Somebody listens.</b>", "without markup"),
        ("what_happens", "Robin Williams asked for help too.", "no names"),
        ("review", "signed", "a signature needs reviewer and reviewed_on"),
    ],
)
def test_a_text_that_breaks_a_content_rule_is_refused(
    data: Path, field: str, text: str, reason: str
) -> None:
    path = data / "messages" / "en.yaml"
    lines = path.read_text().splitlines()
    number = next(n for n, line in enumerate(lines) if line.startswith(f"{field}:"))
    lines[number] = f'{field}: "{text}"'
    path.write_text("\n".join(lines))
    told = refusal(data)
    assert reason in told
    assert "en.yaml:" in told


def test_hostile_lists_are_refused_whole(data: Path) -> None:
    (data / "serving.yaml").write_text("lowest_level: rumour\n")
    (data / "publishers.yaml").write_text("publishers: nobody\n")
    (data / "safety_tools.yaml").write_text(
        "tools:\n  - {id: t, topics: [suicide], link: 'javascript://x', labels: {en: x}}\n"
    )
    (data / "live_sessions.yaml").write_text(
        "sessions:\n  - {id: a, title: x, host: y, url: 'https://e.org', countries: [TH],\n"
        "     starts_at: '2026-01-01T10:00Z', ends_at: '2026-01-01T09:00Z', languages: [th],\n"
        "     topics: [suicide], source: z}\n"
    )
    told = refusal(data)
    assert "serving.yaml:1: lowest_level" in told
    assert "publishers.yaml:1: needs a list under publishers:" in told
    assert "safety_tools.yaml:2" in told
    assert "live_sessions.yaml:2" in told
    assert "ends_at must come after starts_at" in told


def test_a_publisher_that_does_not_exist_cannot_be_left_out(data: Path) -> None:
    path = data / "serving.yaml"
    kept = path.read_text()
    path.write_text(kept.replace("left_out: []", "left_out: [wikipedia, sadag.org]"))
    assert read_catalogue(data).serving.publishers_left_out == ["wikipedia", "sadag.org"]
    path.write_text(kept.replace("left_out: []", "left_out: [wikipaedia]"))
    assert "nothing rests on a publisher 'wikipaedia'" in refusal(data)


def test_yaml_that_unfolds_itself_is_refused(data: Path) -> None:
    bomb = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    bomb += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    (data / "publishers.yaml").write_text("\n".join(bomb))
    assert "publishers.yaml:1: an alias stands for this: write it out" in refusal(data)
    (data / "publishers.yaml").write_text("publishers: &p\n  - *p\n")
    assert "publishers.yaml:1: an alias stands for this: write it out" in refusal(data)
