"""Measuring labelled queries, those of somebody else's folder too."""

import json
from pathlib import Path

import pytest

from deploy.evaluate import Judged, Row, below_floor, judge, read_corpus, wrong
from search_intercept.detection.detector import Detector
from search_intercept.detection.reading import packaged_lexicon
from shared.data_files import DataError

detector = Detector(packaged_lexicon())


def write(folder: Path, language: str, *rows: object) -> None:
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    (folder / f"{language}.jsonl").write_text("\n".join(lines), "utf-8")


def crisis(text: str) -> dict[str, str]:
    return {"text": text, "label": "crisis", "style": "direct"}


def lookalike(text: str) -> dict[str, str]:
    return {"text": text, "label": "benign", "style": "lookalike"}


def judged(folder: Path) -> list[Judged]:
    return judge(detector, read_corpus(folder))


def test_a_folder_of_ones_own_is_measured_against_the_same_floors(tmp_path: Path) -> None:
    write(tmp_path, "en", crisis("i want to die"), lookalike("suicide squad cast"))
    write(tmp_path, "fr", crisis("bonjour tout le monde"), lookalike("je veux mourir"))
    assert below_floor(judged(tmp_path)) == [
        "fr: recall 0.000 (best 1.000)",
        "fr: false positives on look-alikes 1.000",
    ]


def test_a_language_without_crisis_queries_has_no_recall_to_miss(tmp_path: Path) -> None:
    write(tmp_path, "en", crisis("i want to die"))
    write(tmp_path, "fr", lookalike("suicide squad bande annonce"))
    assert below_floor(judged(tmp_path)) == []


def test_wrong_verdicts_of_queries_that_are_not_ours_are_told_by_their_place(
    tmp_path: Path,
) -> None:
    write(tmp_path, "en", crisis("good morning"), crisis("i want to die"), lookalike("kms"))
    told = list(wrong(judged(tmp_path), shown=False))
    assert [line.split("\t")[0] for line in told] == ["en.jsonl:1", "en.jsonl:3"]
    assert told[0] == "en.jsonl:1\tmissed"
    assert "kms" not in told[1].split("\t")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("i want to die", "this line is not JSON in UTF-8"),
        ('{"text": "i want to die"}', "label: Field required"),
        (
            '{"text": "i want to die", "label": "secret", "style": "direct"}',
            "label: Input should be 'crisis', 'benign' or 'grey'",
        ),
        (
            '{"text": "i want to die", "label": "benign", "style": "look-alike"}',
            "style: Value error, of a benign query this is lookalike or ordinary",
        ),
    ],
)
def test_a_line_that_does_not_fit_is_told_without_its_text(
    tmp_path: Path, line: str, reason: str
) -> None:
    write(tmp_path, "en", crisis("good morning"), line)
    with pytest.raises(DataError) as error:
        read_corpus(tmp_path)
    assert f"en.jsonl:2: {reason}" in str(error.value)
    assert "want to die" not in str(error.value)
    assert "secret" not in str(error.value)


def test_an_empty_folder_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no labelled queries"):
        read_corpus(tmp_path)


def test_the_corpus_is_read_with_its_lines() -> None:
    rows = read_corpus()
    assert rows[0] == Row.model_validate({**vars(rows[0]), "line": 1})
