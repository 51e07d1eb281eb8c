"""The index of the word lists: kept beside them, and made anew where it is out of date."""

from pathlib import Path

import pytest

from search_intercept.detection.detector import Detector
from search_intercept.detection.index import IndexFile, Kept
from search_intercept.detection.reading import load_lexicon
from shared.data_files import from_text, read_yaml
from shared.privacy import QueryText

WORD_LIST = """\
language: en
review: draft
contexts:
  media: [lyrics]
lookalikes:
  - {about: dye, phrases: [to die my hair], examples: [to die my hair]}
rules:
  - id: en.suicide.one
    topic: suicide
    intent: own_distress
    urgency: high
    phrases: ["[want|need] to (just) die"]
    unless: [media]
    examples: [want to die]
"""
QUERIES = ["i want to just die", "want to die lyrics", "w.a.n.t to die", "w4nt to die", "want pie"]


def written(folder: Path, text: str = WORD_LIST) -> Path:
    path = folder / "en.yaml"
    path.write_text(text)
    return path


def verdicts(folder: Path, kept: Kept | None) -> list[bool]:
    detector = Detector(load_lexicon(folder, kept))
    return [detector.detect(QueryText(query)) is not None for query in QUERIES]


def test_a_kept_index_finds_what_a_fresh_one_finds(tmp_path: Path) -> None:
    file = IndexFile(tmp_path / "kept" / "index.json", [written(tmp_path)])
    file.write(load_lexicon(tmp_path).index)
    kept = file.read()
    assert kept is not None
    assert verdicts(tmp_path, kept) == verdicts(tmp_path, None) == [True, False, True, True, False]


def test_a_kept_page_says_where_each_value_stands(tmp_path: Path) -> None:
    path = written(tmp_path)
    file = IndexFile(tmp_path / "index.json", [path])
    file.write(load_lexicon(tmp_path).index)
    kept = file.read()
    assert kept is not None
    assert from_text(kept.pages[path.name], path.name) == read_yaml(path)
    assert load_lexicon(tmp_path, kept).rules[0].place.line == 8


def test_an_index_of_other_word_lists_is_not_used(tmp_path: Path) -> None:
    path = tmp_path / "index.json"
    IndexFile(path, [written(tmp_path)]).write(load_lexicon(tmp_path).index)
    assert IndexFile(path, [written(tmp_path)]).read() is not None
    assert IndexFile(path, [written(tmp_path, WORD_LIST + "\n")]).read() is None


@pytest.mark.parametrize("broken", [b"", b"{}", b"[]", b'"\xff"', b'{"made_of": 1'])
def test_a_broken_index_is_not_used(tmp_path: Path, broken: bytes) -> None:
    path = tmp_path / "index.json"
    path.write_bytes(broken)
    assert IndexFile(path, [written(tmp_path)]).read() is None


def test_where_nothing_can_be_kept_everything_still_works(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("no folder")
    file = IndexFile(tmp_path / "kept" / "index.json", [written(tmp_path)])
    file.write(load_lexicon(tmp_path).index)
    assert file.read() is None
    assert verdicts(tmp_path, None)[0]
