"""Hostile and mistaken records are refused with a reason that their author understands."""

import json
import shutil
from pathlib import Path

import pytest

from resources.catalogue.files import read_catalogue
from resources.settings import DataSettings
from shared.data_files import DataError

DATA = DataSettings().resources_data
LINE = json.loads((DATA / "helplines.jsonl").read_text().splitlines()[100])
PHONE = {"kind": "phone", "value": "02-113-6789"}


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
        ({"id": "us-neda", "channels": [PHONE]}, "NEDA has no number any more"),
    ],
)
def test_a_bad_helpline_is_refused_with_line_and_reason(
    data: Path, changed: dict[str, object], reason: str
) -> None:
    path = data / "helplines.jsonl"
    lines = path.read_text().splitlines()
    lines[100] = json.dumps({**LINE, **changed})
    path.write_text("\n".join(lines))
    told = refusal(data)
    assert "helplines.jsonl:101:" in told
    assert reason in told


def test_a_duplicate_is_refused_with_both_lines(data: Path) -> None:
    path = data / "helplines.jsonl"
    path.write_text(path.read_text() + json.dumps(LINE) + "\n")
    assert "the same id as in line 101" in refusal(data)


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
